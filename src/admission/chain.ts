import { oncePerObject } from '../model/once-per-object.ts';
import { isOn, type AdmissionConfiguration } from './configuration.ts';
import type { AdmissionContext, AdmissionPlugin, AdmissionRequest, MutatingContext, SignedDenial } from './plugin.ts';
import { alwaysPullImages } from './plugins/AlwaysPullImages/plugin.ts';
import { certificateApproval } from './plugins/CertificateApproval/plugin.ts';
import { certificateSigning } from './plugins/CertificateSigning/plugin.ts';
import { certificateSubjectRestriction } from './plugins/CertificateSubjectRestriction/plugin.ts';
import { clusterTrustBundleAttest } from './plugins/ClusterTrustBundleAttest/plugin.ts';
import { defaultIngressClass } from './plugins/DefaultIngressClass/plugin.ts';
import { defaultStorageClass } from './plugins/DefaultStorageClass/plugin.ts';
import { defaultTolerationSeconds } from './plugins/DefaultTolerationSeconds/plugin.ts';
import { denyServiceExternalIPs } from './plugins/DenyServiceExternalIPs/plugin.ts';
import { extendedResourceToleration } from './plugins/ExtendedResourceToleration/plugin.ts';
import { limitPodHardAntiAffinityTopology } from './plugins/LimitPodHardAntiAffinityTopology/plugin.ts';
import { limitRanger } from './plugins/LimitRanger/plugin.ts';
import { mutatingAdmissionPolicy } from './plugins/MutatingAdmissionPolicy/plugin.ts';
import { mutatingAdmissionWebhook } from './plugins/MutatingAdmissionWebhook/plugin.ts';
import { namespaceLifecycle } from './plugins/NamespaceLifecycle/plugin.ts';
import { nodeDeclaredFeatureValidator } from './plugins/NodeDeclaredFeatureValidator/plugin.ts';
import { nodeRestriction } from './plugins/NodeRestriction/plugin.ts';
import { ownerReferencesPermissionEnforcement } from './plugins/OwnerReferencesPermissionEnforcement/plugin.ts';
import { persistentVolumeClaimResize } from './plugins/PersistentVolumeClaimResize/plugin.ts';
import { podNodeSelector } from './plugins/PodNodeSelector/plugin.ts';
import { podResizeValidator } from './plugins/PodResizeValidator/plugin.ts';
import { podSecurity } from './plugins/PodSecurity/plugin.ts';
import { podTolerationRestriction } from './plugins/PodTolerationRestriction/plugin.ts';
import { podTopologyLabels } from './plugins/PodTopologyLabels/plugin.ts';
import { priority } from './plugins/Priority/plugin.ts';
import { resourceQuota } from './plugins/ResourceQuota/plugin.ts';
import { runtimeClass } from './plugins/RuntimeClass/plugin.ts';
import { serviceAccount } from './plugins/ServiceAccount/plugin.ts';
import { storageObjectInUseProtection } from './plugins/StorageObjectInUseProtection/plugin.ts';
import { taintNodesByCondition } from './plugins/TaintNodesByCondition/plugin.ts';
import { validatingAdmissionPolicy } from './plugins/ValidatingAdmissionPolicy/plugin.ts';
import { validatingAdmissionWebhook } from './plugins/ValidatingAdmissionWebhook/plugin.ts';
import { createReinvocation } from './reinvocation.ts';
import type { MutatingRequest } from './typed.ts';

/** The plugins, in the order in which kube-apiserver asks them. */
export const ADMISSION_CHAIN: readonly AdmissionPlugin[] = [
  namespaceLifecycle,
  limitPodHardAntiAffinityTopology,
  limitRanger,
  serviceAccount,
  nodeRestriction,
  taintNodesByCondition,
  alwaysPullImages,
  podSecurity,
  podNodeSelector,
  priority,
  defaultTolerationSeconds,
  podTolerationRestriction,
  extendedResourceToleration,
  defaultStorageClass,
  storageObjectInUseProtection,
  ownerReferencesPermissionEnforcement,
  persistentVolumeClaimResize,
  runtimeClass,
  certificateApproval,
  certificateSigning,
  clusterTrustBundleAttest,
  certificateSubjectRestriction,
  defaultIngressClass,
  denyServiceExternalIPs,
  podTopologyLabels,
  nodeDeclaredFeatureValidator,
  podResizeValidator,
  mutatingAdmissionPolicy,
  mutatingAdmissionWebhook,
  validatingAdmissionPolicy,
  validatingAdmissionWebhook,
  resourceQuota,
];

/** The mutating phase: plugins change `request.object` in turn; the first refusal ends it. When a policy has changed the object, all are asked once more. */
export function runMutating(request: MutatingRequest, context: AdmissionContext): SignedDenial | undefined {
  const reinvocation = createReinvocation();
  return (
    mutateOnce(request, { ...context, reinvocation }) ??
    (reinvocation.begin() ? mutateOnce(request, { ...context, reinvocation }) : undefined)
  );
}

function mutateOnce(request: MutatingRequest, context: MutatingContext): SignedDenial | undefined {
  for (const plugin of pluginsOf(context, 'admit')) {
    const denial = plugin.handles(request) ? plugin.admit?.(request, context) : undefined;
    if (denial) return { plugin: plugin.name, denial };
  }
  return undefined;
}

/** The mutating phase of a request that carries no object: plugins may only refuse. */
export function runDeletion(request: AdmissionRequest, context: AdmissionContext): SignedDenial | undefined {
  for (const plugin of pluginsOf(context, 'admitDeletion')) {
    const denial = plugin.handles(request) ? plugin.admitDeletion?.(request, context) : undefined;
    if (denial) return { plugin: plugin.name, denial };
  }
  return undefined;
}

/** The validating phase, after the object has been validated. */
export function runValidating(request: AdmissionRequest, context: AdmissionContext): SignedDenial | undefined {
  for (const plugin of pluginsOf(context, 'validate')) {
    const denial = plugin.handles(request) ? plugin.validate?.(request, context) : undefined;
    if (denial) return { plugin: plugin.name, denial };
  }
  return undefined;
}

type Phase = 'admit' | 'admitDeletion' | 'validate';

const BY_DEFAULT: AdmissionConfiguration = {};

/** The plugins that are on and have a say in a phase. */
const pluginsOf = ({ configuration = BY_DEFAULT }: AdmissionContext, phase: Phase): readonly AdmissionPlugin[] =>
  pluginsInPhase(configuration, phase);
const pluginsInPhase = oncePerObject((configuration: AdmissionConfiguration, phase: Phase) =>
  ADMISSION_CHAIN.filter((plugin) => plugin[phase] && isOn(plugin, configuration)),
);
