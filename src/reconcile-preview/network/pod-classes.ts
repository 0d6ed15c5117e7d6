import type { ReadView } from '../../cluster/store.ts';
import { stringify } from '../../model/json.ts';
import type { NetworkPolicyPeer } from '../../model/kinds/networking-v1.ts';
import type { LabelSelector } from '../../model/kinds/meta-v1.ts';
import { listObjects } from '../kind.ts';
import { NETWORK_POLICY } from '../kinds.ts';
import { rulesOf } from './network-policies.ts';
import type { PodPeer } from './peer.ts';
import { matchesPeer } from './policy-match.ts';

/** Pods that all policies treat alike: judging one is judging all. */
export interface PodClass {
  readonly pods: readonly [PodPeer, ...PodPeer[]];
}

/** Sorts pods into classes by what policies can tell of them: the labels they ask for, the blocks they name, ports, and where node networks are involved the node. */
export function podClassifier(view: ReadView): (pods: readonly PodPeer[], byNode?: boolean) => PodClass[] {
  const policies = listObjects(view, NETWORK_POLICY);
  const peers = policies.flatMap((policy) => [...rulesOf(policy, 'ingress'), ...rulesOf(policy, 'egress')].flatMap((rule) => rule.peers));
  const selectors = [...policies.map(({ spec }) => spec?.podSelector), ...peers.map(({ podSelector }) => podSelector)];
  const labels = [...new Set(selectors.flatMap(labelsOf))].sort();
  const blocks = peers.filter(({ ipBlock }) => ipBlock);
  const keyOf = (pod: PodPeer, byNode: boolean): string =>
    stringify([
      pod.namespace,
      labels.map((label) => pod.labels[label] ?? null),
      pod.hostNetwork,
      byNode || pod.hostNetwork ? (pod.node ?? null) : null,
      blocks.map((block: NetworkPolicyPeer) => matchesPeer(block, pod.namespace, pod)),
      pod.ports,
    ]);
  return (pods, byNode = false) => {
    const classes = new Map<string, [PodPeer, ...PodPeer[]]>();
    for (const pod of pods) {
      const key = keyOf(pod, byNode);
      const known = classes.get(key);
      if (known) known.push(pod);
      else classes.set(key, [pod]);
    }
    return [...classes.values()].map((members) => ({ pods: members }));
  };
}

const labelsOf = (selector: LabelSelector | undefined): string[] => [
  ...Object.keys(selector?.matchLabels ?? {}),
  ...(selector?.matchExpressions ?? []).map(({ key = '' }) => key),
];
