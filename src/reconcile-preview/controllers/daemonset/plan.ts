import { scaledValue } from '../../../model/int-or-string.ts';
import { compareText } from '../../../model/json.ts';
import type { DaemonSet } from '../../../model/kinds/apps-v1.ts';
import type { Node, Pod } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';
import { isPodAvailable, isPodReady } from '../pod-state.ts';
import { isUpdated, targetNode, verdictOn } from './placement.ts';

type Pods = readonly Typed<Pod>[];

/** What a pass over the nodes wants: nodes that get a pod, and pods that go. */
export interface DaemonPlan {
  readonly create: string[];
  readonly remove: Typed<Pod>[];
}

export interface Site {
  readonly set: Typed<DaemonSet>;
  readonly nodes: readonly Typed<Node>[];
  readonly byNode: ReadonlyMap<string, Pods>;
  readonly hash: string;
  readonly now: number;
}

/** The pods of a set by the node they are on or meant for; ended ones that are going do not count. */
export function podsByNode(pods: Pods): ReadonlyMap<string, Pods> {
  const byNode = new Map<string, Typed<Pod>[]>();
  for (const pod of pods) {
    const ended = pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
    const node = targetNode(pod);
    if (node !== undefined && !(ended && pod.metadata.deletionTimestamp)) byNode.set(node, [...(byNode.get(node) ?? []), pod]);
  }
  return byNode;
}

const isGoing = ({ metadata }: Typed<Pod>): boolean => metadata.deletionTimestamp !== undefined;

/** Pods with a node first, then the oldest. */
export const bySeniority = (a: Typed<Pod>, b: Typed<Pod>): number =>
  Number(!a.spec?.nodeName) - Number(!b.spec?.nodeName) ||
  compareText(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
  compareText(a.metadata.name ?? '', b.metadata.name ?? '');

const isAvailable = ({ set, now }: Site, pod: Typed<Pod>): boolean => isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, now);

/** One pod on each node that should have one, none elsewhere; while surging an old and a new one side by side. */
export function planNodes(site: Site): DaemonPlan {
  const plan: DaemonPlan = { create: [], remove: [] };
  for (const node of site.nodes) planNode(site, node, plan);
  const known = new Set(site.nodes.map(({ metadata }) => metadata.name));
  for (const [node, pods] of site.byNode)
    if (!known.has(node)) plan.remove.push(...pods.filter((pod) => !pod.spec?.nodeName && !isGoing(pod)));
  return plan;
}

function planNode(site: Site, node: Typed<Node>, plan: DaemonPlan): void {
  const name = node.metadata.name ?? '';
  const pods = site.byNode.get(name);
  const { shouldRun, mayStay } = verdictOn(node, site.set);
  if (shouldRun && !pods) plan.create.push(name);
  else if (!mayStay) plan.remove.push(...(pods ?? []).filter((pod) => !isGoing(pod)));
  else planPodsOf(site, name, pods ?? [], shouldRun, plan);
}

function planPodsOf(site: Site, node: string, pods: Pods, shouldRun: boolean, plan: DaemonPlan): void {
  const staying = pods.filter((pod) => !isGoing(pod));
  const ended = staying.filter(({ status }) => status?.phase === 'Failed' || status?.phase === 'Succeeded');
  const running = staying.filter((pod) => !ended.includes(pod)).sort(bySeniority);
  plan.remove.push(...ended);
  if (surgeAndUnavailable(site.set, wantedNodes(site).length).surge === 0) plan.remove.push(...running.slice(1));
  else if (running.length === 0 && shouldRun) plan.create.push(node);
  else if (running.length > 1) {
    const fresh = running.filter((pod) => pod.metadata.labels?.['controller-revision-hash'] === site.hash);
    const old = running.filter((pod) => !fresh.includes(pod));
    plan.remove.push(...fresh.slice(1), ...old.slice(1));
    const [newest, oldest] = [fresh[0], old[0]];
    if (newest && oldest && (!isPodReady(oldest) || isAvailable(site, newest))) plan.remove.push(oldest);
  }
}

/** How many pods a rolling update may add, and how many may be missing, where so many are wanted. */
export function surgeAndUnavailable({ spec }: Typed<DaemonSet>, wanted: number): { readonly surge: number; readonly unavailable: number } {
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  if (type !== 'RollingUpdate') return { surge: 0, unavailable: 0 };
  const surge = scaledValue(rollingUpdate?.maxSurge ?? 0, wanted, 'up') ?? 0;
  const unavailable = scaledValue(rollingUpdate?.maxUnavailable ?? 0, wanted, 'up') ?? 0;
  return { surge, unavailable: wanted > 0 && surge === 0 && unavailable === 0 ? 1 : unavailable };
}

const wantedNodes = ({ nodes, set }: Site): string[] =>
  nodes.filter((node) => verdictOn(node, set).shouldRun).map(({ metadata }) => metadata.name ?? '');

/** Replaces pods of old revisions, those that are not available first. */
export function planUpdate(site: Site): DaemonPlan {
  const wanted = wantedNodes(site);
  const { surge, unavailable } = surgeAndUnavailable(site.set, wanted.length);
  const generations = [...new Set([...site.byNode.keys(), ...wanted])]
    .sort(compareText)
    .map((node) => ({ node, ...generationsOn(site, node) }));
  return surge > 0 ? planSurge(site, generations, surge, wanted) : planReplacement(site, generations, unavailable);
}

interface Generations {
  readonly node: string;
  readonly fresh: Typed<Pod> | undefined;
  readonly old: Typed<Pod> | undefined;
  /** More than one of a kind: still to be tidied up. */
  readonly crowded: boolean;
}

function generationsOn({ set, byNode, hash }: Site, node: string): Omit<Generations, 'node'> {
  const pods = (byNode.get(node) ?? []).filter((pod) => !isGoing(pod));
  const fresh = pods.filter((pod) => isUpdated(pod, set, hash));
  const old = pods.filter((pod) => !fresh.includes(pod));
  return { fresh: fresh[0], old: old[0], crowded: fresh.length > 1 || old.length > 1 };
}

/** Deletes as many old pods as may be missing; new ones follow where they were. */
function planReplacement(site: Site, generations: readonly Generations[], mayMiss: number): DaemonPlan {
  let missing = 0;
  const broken: Typed<Pod>[] = [];
  const candidates: Typed<Pod>[] = [];
  for (const { fresh, old, crowded } of generations) {
    if (crowded || (fresh === undefined) === (old === undefined)) missing += 1;
    else if (fresh) missing += isAvailable(site, fresh) ? 0 : 1;
    else if (old && !isAvailable(site, old)) {
      broken.push(old);
      missing += 1;
    } else if (old && missing < mayMiss) candidates.push(old);
  }
  return { create: [], remove: [...broken, ...candidates.slice(0, Math.max(0, mayMiss - missing))] };
}

/** Adds new pods beside old ones and deletes these once the new are available. */
function planSurge(site: Site, generations: readonly Generations[], surge: number, wanted: readonly string[]): DaemonPlan {
  const plan: DaemonPlan = { create: [], remove: [] };
  const candidates: string[] = [];
  const misplaced: Typed<Pod>[] = [];
  let surging = 0;
  let available = 0;
  for (const { node, fresh, old, crowded } of generations) {
    const first = old ?? fresh;
    if (!crowded && first && isAvailable(site, first)) available += 1;
    if (crowded) surging += 1;
    else if (!old) continue;
    else if (fresh && isAvailable(site, fresh)) plan.remove.push(old);
    else if (fresh) surging += 1;
    else if (!wanted.includes(node)) (isAvailable(site, old) ? misplaced : plan.remove).push(old);
    else if (!isAvailable(site, old)) plan.create.push(node);
    else if (surging < surge) candidates.push(node);
  }
  plan.remove.push(...misplaced.slice(0, Math.max(0, available - wanted.length)));
  plan.create.push(...candidates.slice(0, Math.max(0, surge - surging)));
  return plan;
}
