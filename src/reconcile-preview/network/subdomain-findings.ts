import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import type { Service } from '../../model/kinds/core-v1.ts';
import { getObject, listObjects, type Typed } from '../kind.ts';
import { POD, SERVICE, STATEFUL_SET } from '../kinds.ts';
import { serviceDomain } from './dns-records.ts';
import { objectName, type NetworkFinding } from './finding.ts';

/**
 * Pods that count on a name of their own (`<hostname>.<subdomain>…`) for which there is no record: it takes a Service by the name of the subdomain that selects
 * them. Those of a StatefulSet are told once.
 */
export function subdomainFindings(view: ReadView): NetworkFinding[] {
  const sets = listObjects(view, STATEFUL_SET);
  const pods = listObjects(view, POD).filter(
    ({ metadata, spec }) =>
      spec?.subdomain && !metadata.ownerReferences?.some(({ kind, controller }) => kind === 'StatefulSet' && controller),
  );
  return [
    ...sets.flatMap((set) => {
      const { serviceName, template } = set.spec ?? {};
      return serviceName ? missing(set, serviceName, template?.metadata?.labels ?? {}, `${set.metadata.name ?? ''}-0`, view) : [];
    }),
    ...pods.flatMap((pod) => missing(pod, pod.spec?.subdomain ?? '', pod.metadata.labels ?? {}, pod.spec?.hostname ?? '', view)),
  ];
}

function missing(
  object: KubernetesObject,
  subdomain: string,
  labels: Readonly<Record<string, string>>,
  hostname: string,
  view: ReadView,
): NetworkFinding[] {
  const namespace = object.metadata.namespace ?? '';
  const service = getObject(view, SERVICE, namespace, subdomain);
  const reason = whyNot(service, labels);
  if (reason === undefined || hostname === '') return [];
  return [
    {
      severity: 'warning',
      object: objectName(object),
      reason: 'NoHostnameRecord',
      message: `There is no name ${hostname}.${serviceDomain(subdomain, namespace)}: Service ${namespace}/${subdomain} ${reason}.`,
      target: { kind: SERVICE.kind, namespace, name: subdomain },
    },
  ];
}

function whyNot(service: Typed<Service> | undefined, labels: Readonly<Record<string, string>>): string | undefined {
  if (!service) return 'does not exist';
  const selector = Object.entries(service.spec?.selector ?? {});
  return selector.some(([label, value]) => labels[label] !== value) ? 'does not select the pods' : undefined;
}
