import { groupResourceText } from '../model/status.ts';
import { groupResourceOf, type Write } from './server-context.ts';

/** Resources whose objects are replaced with a resource version only, as their strategies upstream have it; so are all custom resources. */
const NEEDS_VERSION: ReadonlySet<string> = new Set([
  ...['apiservices.apiregistration.k8s.io', 'customresourcedefinitions.apiextensions.k8s.io'],
  ...['mutatingadmissionpolicies', 'mutatingadmissionpolicybindings', 'mutatingwebhookconfigurations'].map(ofAdmission),
  ...['validatingadmissionpolicies', 'validatingadmissionpolicybindings', 'validatingwebhookconfigurations'].map(ofAdmission),
  'storageversions.internal.apiserver.k8s.io',
  ...['clustertrustbundles.certificates.k8s.io', 'podcertificaterequests.certificates.k8s.io'],
  ...['leases.coordination.k8s.io', 'leasecandidates.coordination.k8s.io'],
  ...['evictions.lifecycle.k8s.io', 'evictionrequests.lifecycle.k8s.io'],
  'runtimeclasses.node.k8s.io',
  'poddisruptionbudgets.policy',
  'resourcepoolstatusrequests.resource.k8s.io',
  ...['compositepodgroups.scheduling.k8s.io', 'podgroups.scheduling.k8s.io', 'workloads.scheduling.k8s.io'],
  ...['csidrivers.storage.k8s.io', 'csinodes.storage.k8s.io', 'csistoragecapacities.storage.k8s.io', 'volumeattachments.storage.k8s.io'],
  'storageversionmigrations.storagemigration.k8s.io',
]);

function ofAdmission(resource: string): string {
  return `${resource}.admissionregistration.k8s.io`;
}

/** Whether an object without a resource version is written over whatever is stored. */
export const allowsUnconditionalUpdate = ({ resource, custom }: Pick<Write, 'resource' | 'custom'>): boolean =>
  custom === undefined && !NEEDS_VERSION.has(groupResourceText(groupResourceOf(resource)));
