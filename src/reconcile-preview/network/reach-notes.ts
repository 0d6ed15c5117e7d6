import type { ReachEnd } from './find-end.ts';
import type { RuleName } from './judge-flow.ts';
import type { ReachRow } from './reach-rows.ts';
import type { ReachWorld } from './reach-world.ts';
import { rulesOf } from './network-policies.ts';

/** What to keep in mind of an answer: where network plugins differ, and what was assumed. */
export function reachNotes(from: ReachEnd, to: ReachEnd, rows: readonly ReachRow[], world: ReachWorld): string[] {
  const sides = rows.flatMap(({ verdict }) => (verdict ? [verdict.egress, verdict.ingress] : []));
  const sourceRanges = from.kind === 'addresses' && to.kind === 'service' ? (to.service.loadBalancer?.sourceRanges ?? []) : [];
  return [
    ...[from, to].flatMap((end) =>
      end.kind === 'pods' && !end.exist ? [`${end.text} has no pods now: the one that its template would make was asked for.`] : [],
    ),
    ...(sides.some(({ because }) => because === 'host network')
      ? [
          'Pods with hostNetwork are taken as most network plugins take them: policies do not get hold of them, and selectors do not mean them.',
        ]
      : []),
    ...(from.kind !== 'addresses' &&
    to.kind !== 'addresses' &&
    sides.some(({ allowedBy }) => allowedBy.some((rule) => hasBlock(rule, world)))
      ? [
          'A rule that allows it names blocks (ipBlock): they are meant for addresses outside of the cluster, those of the pods are simulated.',
        ]
      : []),
    ...(sourceRanges.length > 0 ? [`Through the load balancer only ${sourceRanges.join(', ')} get in (loadBalancerSourceRanges).`] : []),
    ...(from.kind === 'addresses' && to.kind === 'service' && to.service.externalTrafficPolicy === 'Cluster'
      ? ['With externalTrafficPolicy Cluster the pods see the address of a node instead of the client, with most network plugins.']
      : []),
  ];
}

function hasBlock({ namespace, name, direction, rule }: RuleName, { policies }: ReachWorld): boolean {
  const policy = policies.get(namespace)?.find(({ metadata }) => metadata.name === name);
  return policy !== undefined && rulesOf(policy, direction)[rule]?.peers.some(({ ipBlock }) => ipBlock) === true;
}
