import type { Node, NodeCondition, Pod } from '../../model/kinds/core-v1.ts';
import { podCondition } from '../controllers/pod-state.ts';
import { listObjects, type Typed } from '../kind.ts';
import { POD } from '../kinds.ts';
import { chosenNodes, namesOf, noNodes } from './chosen-nodes.ts';
import type { Happened, Scene, WantedNodes, WhatIfKind } from './what-if.ts';

/** How long a node may be silent: `--node-monitor-grace-period` of kube-controller-manager. */
const GRACE_PERIOD = 50_000;
const BY = 'node-lifecycle-controller';
const WHY = 'the kubelet stopped posting its status';
/** What a kubelet tells of its node, in the order in which the controller looks at it. */
const CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;

/**
 * Nodes fall silent: power or network is gone, their objects stay. After the grace period their conditions are unknown and their pods not ready; taints follow, and
 * pods that do not tolerate these for longer are deleted, but go on existing, as no kubelet confirms that they have stopped.
 */
export const lose: WhatIfKind = {
  kind: 'lose',
  plan: (whatIf) => (whatIf.kind === 'lose' ? { happen: (scene) => loseNodes(whatIf.nodes, scene) } : undefined),
};

function loseNodes(wanted: WantedNodes, scene: Scene): Happened {
  const chosen = chosenNodes(wanted, scene.view);
  if (chosen.length === 0) return noNodes(wanted, scene.view);
  for (const { metadata } of chosen) scene.loseKubelet(metadata.name ?? '');
  scene.engine.run({ quietFor: GRACE_PERIOD, limit: GRACE_PERIOD });
  for (const node of chosenNodes(wanted, scene.view)) giveUp(node, scene);
  scene.rest();
  waitForTurns(scene);
  return { what: `${namesOf(chosen)} ${chosen.length > 1 ? 'do' : 'does'} not answer any more`, notes: [] };
}

/** Pods of one node after the other are sent away; nobody else waits for that. */
function waitForTurns({ engine, rest }: Scene): void {
  for (;;) {
    const turn = engine.pending().find(({ by }) => by === BY);
    if (!turn) return;
    const wait = turn.at - engine.server.cluster.clock.now;
    engine.run({ quietFor: wait, limit: wait });
    rest();
  }
}

/** What the node lifecycle controller writes of a node that it has not heard of for too long. */
function giveUp(node: Typed<Node>, { engine, view }: Scene): void {
  const now = engine.server.cluster.clock.timestamp();
  const conditions = CONDITIONS.reduce<readonly NodeCondition[]>(
    (all, type) => withUnknown(all, type, now, node.metadata.creationTimestamp),
    node.status?.conditions ?? [],
  );
  engine.perform(BY, { type: 'updateStatus', object: { ...node, status: { ...node.status, conditions } }, why: WHY });
  for (const pod of listObjects(view, POD)) {
    if (pod.spec?.nodeName !== node.metadata.name || podCondition(pod, 'Ready')?.status !== 'True') continue;
    engine.perform(BY, { type: 'updateStatus', object: { ...pod, status: notReady(pod, now) }, why: WHY });
  }
}

function withUnknown(
  conditions: readonly NodeCondition[],
  type: string,
  now: string,
  created: string | undefined,
): readonly NodeCondition[] {
  const old = conditions.find((condition) => condition.type === type);
  const unknown = { type, status: 'Unknown', lastTransitionTime: now };
  const never = { reason: 'NodeStatusNeverUpdated', message: 'Kubelet never posted node status.' };
  if (!old) return [...conditions, { ...unknown, ...(created !== undefined && { lastHeartbeatTime: created }), ...never }];
  if (old.status === 'Unknown') return conditions;
  const stopped = { ...old, ...unknown, reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };
  return conditions.map((condition) => (condition === old ? stopped : condition));
}

const notReady = ({ status }: Typed<Pod>, now: string): Pod['status'] => ({
  ...status,
  conditions: (status?.conditions ?? []).map((condition) =>
    condition.type === 'Ready' ? { ...condition, status: 'False', lastTransitionTime: now } : condition,
  ),
});
