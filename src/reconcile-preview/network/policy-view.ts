import type { ReadView } from '../../cluster/store.ts';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../model/kinds/networking-v1.ts';
import { labelSelectorText, matchesLabelSelector } from '../../model/label-selector.ts';
import { listObjects, type Typed } from '../kind.ts';
import { NETWORK_POLICY } from '../kinds.ts';
import { objectName, objectText, type NetworkFinding } from './finding.ts';
import { isAbout, rulesOf, type Direction } from './network-policies.ts';
import type { WorkloadPods } from './workloads.ts';

/** One rule in words: `pods app=web in namespaces team=a`, `TCP 80`. Empty lists mean anybody, any port. */
export interface PolicyRuleView {
  readonly peers: readonly string[];
  readonly ports: readonly string[];
}

export interface PolicyView {
  readonly namespace: string;
  readonly name: string;
  /** The workloads whose pods it isolates, as `Deployment shop/web`. */
  readonly workloads: readonly string[];
  /** Absent where the policy does not isolate in that direction; an empty list lets nothing through. */
  readonly ingress?: readonly PolicyRuleView[];
  readonly egress?: readonly PolicyRuleView[];
  readonly findings: readonly NetworkFinding[];
}

/** All network policies with the workloads they are about, ordered by namespace and name. */
export function policyViews(view: ReadView, workloads: readonly WorkloadPods[]): PolicyView[] {
  return listObjects(view, NETWORK_POLICY).map((policy) => {
    const { namespace = '', name = '' } = policy.metadata;
    const isolated = workloads.filter(
      ({ workload, pods }) =>
        workload.namespace === namespace && pods.some(({ labels }) => matchesLabelSelector(policy.spec?.podSelector ?? {}, labels)),
    );
    return {
      namespace,
      name,
      workloads: isolated.map(({ workload }) => objectText(workload)),
      ...rulesIn(policy, 'ingress'),
      ...rulesIn(policy, 'egress'),
      findings: isolated.length > 0 ? [] : [selectsNothing(policy)],
    };
  });
}

const rulesIn = (policy: Typed<NetworkPolicy>, direction: Direction): Pick<PolicyView, Direction> =>
  isAbout(policy, direction)
    ? { [direction]: rulesOf(policy, direction).map(({ peers, ports }) => ({ peers: peers.map(peerText), ports: ports.map(entryText) })) }
    : {};

const selectsNothing = (policy: Typed<NetworkPolicy>): NetworkFinding => ({
  severity: 'info',
  object: objectName(policy),
  reason: 'NoPodsSelected',
  message: `It isolates nothing: no pod of the namespace has ${labelSelectorText(policy.spec?.podSelector ?? {}) || 'been made'}.`,
});

function peerText({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer): string {
  if (ipBlock) return `${ipBlock.cidr ?? ''}${(ipBlock.except ?? []).length > 0 ? ` except ${(ipBlock.except ?? []).join(', ')}` : ''}`;
  const pods = podSelector && labelSelectorText(podSelector);
  const namespaces = namespaceSelector && labelSelectorText(namespaceSelector);
  const where = namespaces === undefined ? 'of the namespace' : namespaces === '' ? 'of any namespace' : `of namespaces ${namespaces}`;
  return `${pods ? `pods ${pods}` : 'all pods'} ${where}`;
}

const entryText = ({ protocol = 'TCP', port, endPort }: NetworkPolicyPort): string =>
  `${protocol}${port === undefined ? '' : ` ${port}`}${endPort === undefined ? '' : `-${endPort}`}`;
