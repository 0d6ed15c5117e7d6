import { goQuote } from '../../../model/go-text.ts';
import { compareText, deepEqual } from '../../../model/json.ts';
import type { Node } from '../../../model/kinds/core-v1.ts';
import type { AdmissionRequest, Denial } from '../../plugin.ts';
import { forbidden, typed } from '../../typed.ts';
import type { Judge } from './judge.ts';

/** Kubelets write their own Node, without what would steer workloads to it: taints, owners, and most labels of Kubernetes itself. */
export const judgeNode: Judge = (request, node) => {
  if (request.name !== node) return forbidden(`node ${goQuote(node)} is not allowed to modify node ${goQuote(request.name)}`);
  switch (request.operation) {
    case 'CREATE':
      return judgeCreate(request.object ? typed<Node>(request.object) : {}, node);
    case 'UPDATE':
      return judgeUpdate(request, node);
    default:
      return undefined;
  }
};

function judgeCreate({ metadata, spec }: Node, node: string): Denial | undefined {
  if (spec?.configSource) return forbidden(`node ${goQuote(node)} is not allowed to create pods with a non-nil configSource`);
  const labels = forbiddenLabels(metadata?.labels ?? {}, {});
  return labels.length > 0
    ? forbidden(`node ${goQuote(node)} is not allowed to set the following labels: ${labels.join(', ')}`)
    : undefined;
}

function judgeUpdate({ object, old }: AdmissionRequest, node: string): Denial | undefined {
  const who = `node ${goQuote(node)}`;
  const before: Node = old ? typed(old) : {};
  const after: Node = object ? typed(object) : {};
  if (after.spec?.configSource && !deepEqual(after.spec.configSource, before.spec?.configSource))
    return forbidden(`${who} is not allowed to update configSource to a new non-nil configSource`);
  if (!deepEqual(after.spec?.taints ?? [], before.spec?.taints ?? [])) return forbidden(`${who} is not allowed to modify taints`);
  if (!deepEqual(after.metadata?.ownerReferences ?? [], before.metadata?.ownerReferences ?? []))
    return forbidden(`${who} is not allowed to modify ownerReferences`);
  const labels = forbiddenLabels(after.metadata?.labels ?? {}, before.metadata?.labels ?? {});
  return labels.length > 0 ? forbidden(`is not allowed to modify labels: ${labels.join(', ')}`) : undefined;
}

type Labels = Readonly<Record<string, string>>;

/** Labels that are set, changed or taken away, and are not the kubelet's to write. */
const forbiddenLabels = (after: Labels, before: Labels): string[] =>
  [...new Set([...Object.keys(after), ...Object.keys(before)])]
    .filter((name) => after[name] !== before[name] && isForbidden(name))
    .sort(compareText);

function isForbidden(label: string): boolean {
  const namespace = label.includes('/') ? label.slice(0, label.indexOf('/')) : '';
  if (isWithin(namespace, 'node-restriction.kubernetes.io')) return true;
  const isOfKubernetes = isWithin(namespace, 'kubernetes.io') || isWithin(namespace, 'k8s.io');
  return isOfKubernetes && !KUBELET_LABELS.includes(label) && !KUBELET_NAMESPACES.some((each) => isWithin(namespace, each));
}

const isWithin = (namespace: string, domain: string): boolean => namespace === domain || namespace.endsWith(`.${domain}`);

const KUBELET_NAMESPACES: readonly string[] = ['kubelet.kubernetes.io', 'node.kubernetes.io'];

const KUBELET_LABELS: readonly string[] = [
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'beta.kubernetes.io/instance-type',
  'node.kubernetes.io/instance-type',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
];
