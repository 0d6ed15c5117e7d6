import type { Status } from '../../model/status.ts';
import type { Pod } from '../../model/kinds/core-v1.ts';
import { controllerOf } from '../controllers/ownership.ts';
import { draft, getObject, listObjects, objectKey, type Typed } from '../kind.ts';
import { DAEMON_SET, POD } from '../kinds.ts';
import { objectName } from '../network/finding.ts';
import { LIMIT } from '../limit.ts';
import { chosenNodes, namesOf, noNodes } from './chosen-nodes.ts';
import type { Happened, Scene, WantedNodes, WhatIfKind, WhatIfNote } from './what-if.ts';

/** kubectl asks again after so many milliseconds, for as long as the cluster is still at work. */
const RETRY = 5000;
const BY = 'kubectl drain';
const MIRROR = 'kubernetes.io/config.mirror';

/**
 * Takes the pods off nodes as `kubectl drain --ignore-daemonsets --delete-emptydir-data --force` does: cordons the nodes and evicts their pods, again and
 * again where budgets do not allow it. All nodes are cordoned before the first is drained. What is refused in a cluster at rest stays.
 */
export const drain: WhatIfKind = {
  kind: 'drain',
  plan: (whatIf) =>
    whatIf.kind === 'drain'
      ? { prepare: (scene) => cordon(whatIf.nodes, scene), happen: (scene) => drainNodes(whatIf.nodes, scene) }
      : undefined,
};

function cordon(wanted: WantedNodes, { engine, view }: Scene): void {
  for (const node of chosenNodes(wanted, view)) {
    if (node.spec?.unschedulable) continue;
    const next = draft(node);
    engine.perform(BY, { type: 'update', object: { ...next, spec: { ...next.spec, unschedulable: true } }, why: 'no new pods come' });
  }
}

function drainNodes(wanted: WantedNodes, scene: Scene): Happened {
  const chosen = chosenNodes(wanted, scene.view);
  if (chosen.length === 0) return noNodes(wanted, scene.view);
  const notes = chosen.flatMap(({ metadata }) => drainNode(metadata.name ?? '', scene));
  return { what: `${namesOf(chosen)} ${chosen.length > 1 ? 'are' : 'is'} drained`, notes };
}

function drainNode(name: string, { engine, view }: Scene): WhatIfNote[] {
  const pods = listObjects(view, POD).filter((pod) => pod.spec?.nodeName === name && !isMirror(pod));
  const staying = pods.filter((pod) => isOfDaemonSet(pod, { view }));
  const going = pods.filter((pod) => !staying.includes(pod));
  return [
    ...going.flatMap(lossNotes),
    ...staying.map((pod) => noteOf(pod, 'info', 'DaemonSetPod', 'stays: kubectl drain leaves pods of DaemonSets alone.')),
    ...evictAll(going, { engine, view }).map(({ pod, refusal }) => noteOf(pod, 'error', 'EvictionBlocked', refusalText(refusal))),
  ];
}

interface Blocked {
  readonly pod: Typed<Pod>;
  readonly refusal: Status;
}

/** Evicts pods until none is left or the rest is refused though nothing is going on any more. */
function evictAll(pods: readonly Typed<Pod>[], { engine, view }: Pick<Scene, 'engine' | 'view'>): readonly Blocked[] {
  const { clock } = engine.server.cluster;
  const end = clock.now + LIMIT;
  for (let left = pods; ;) {
    const blocked = left.flatMap((pod): Blocked[] => {
      if (getObject(view, POD, pod.metadata.namespace ?? '', pod.metadata.name ?? '')?.metadata.uid !== pod.metadata.uid) return [];
      const answer = engine.act(BY, (server) => server.evict(objectKey(POD, pod)));
      return answer.verdict === 'rejected' ? [{ pod, refusal: answer.status }] : [];
    });
    const { settled } = engine.run({ limit: blocked.length === 0 ? LIMIT : RETRY });
    if (blocked.length === 0 || (settled && blocked.length === left.length) || clock.now >= end) return blocked;
    left = blocked.map(({ pod }) => pod);
  }
}

/** kubelets' own pods are not the API server's to delete. */
const isMirror = ({ metadata }: Typed<Pod>): boolean => metadata.annotations?.[MIRROR] !== undefined;

const hasEnded = ({ status }: Typed<Pod>): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed';

function isOfDaemonSet(pod: Typed<Pod>, { view }: Pick<Scene, 'view'>): boolean {
  const owner = controllerOf(pod);
  if (owner?.kind !== 'DaemonSet' || hasEnded(pod)) return false;
  return getObject(view, DAEMON_SET, pod.metadata.namespace ?? '', owner.name ?? '') !== undefined;
}

function lossNotes(pod: Typed<Pod>): WhatIfNote[] {
  if (hasEnded(pod)) return [];
  const local = (pod.spec?.volumes ?? []).filter(({ emptyDir }) => emptyDir).map(({ name = '' }) => name);
  return [
    ...(controllerOf(pod) ? [] : [noteOf(pod, 'warning', 'NotReplaced', 'is gone for good: no controller makes another.')]),
    ...(local.length === 0 ? [] : [noteOf(pod, 'info', 'LocalDataLost', `loses what is in emptyDir ${local.join(', ')}.`)]),
  ];
}

const noteOf = (pod: Typed<Pod>, severity: WhatIfNote['severity'], reason: string, message: string): WhatIfNote => ({
  severity,
  object: objectName(pod),
  reason,
  message,
});

const refusalText = ({ message, details }: Status): string =>
  [message, ...(details?.causes ?? []).flatMap((cause) => cause.message ?? [])]
    .map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
    .join(' ');
