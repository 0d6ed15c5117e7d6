import type { EqualPods } from './equal-pods.ts';
import type { CycleContext, FilterPass, Passes } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import { fits, isRejection, signed, type Verdict } from './verdict.ts';

/**
 * All filters on one node. Where pods of the same or a higher priority are nominated to the node, the pod must fit with them there, and without them as well
 * (it may be near a pod only if that pod really comes).
 */
export function runFilters(pod: PodInfo, passes: Passes, node: NodeInfo, context: CycleContext): Verdict {
  const nominated = context.nominatedPods(node.name);
  const rivals = nominated.length === 0 ? nominated : nominated.filter((other) => other.priority >= pod.priority && other.uid !== pod.uid);
  if (rivals.length > 0) {
    const crowded = node.clone();
    const told = forkPasses(passes);
    for (const other of rivals) {
      crowded.add(other);
      addTo(told, other, crowded);
    }
    const verdict = runFiltersOnce(told, crowded);
    if (verdict.kind !== 'fits') return verdict;
  }
  return runFiltersOnce(passes, node);
}

/** The filters of a pod. */
export interface Filters {
  readonly passes: Passes;
  /** Those of them that judge all equal pods alike, and those after them. */
  readonly shared: Passes;
  readonly others: Passes;
}

/** What all filters say of a node, where what is known from equal pods is not found out again. */
export function filterWith(
  { passes, shared, others }: Filters,
  pod: PodInfo,
  equals: EqualPods | undefined,
  context: CycleContext,
): (node: NodeInfo) => Verdict {
  const judge = (node: NodeInfo): Verdict => runFilters(pod, passes, node, context);
  if (!equals) return judge;
  const judgeAlike = (node: NodeInfo): Verdict => {
    const known = equals.verdicts.at(node.position);
    if (known) return known;
    const verdict = runFilters(pod, shared, node, context);
    if (verdict.kind !== 'error') equals.verdicts.set(node.position, verdict);
    return verdict;
  };
  if (others.length === 0) return judgeAlike;
  return (node) => {
    if (context.nominatedPods(node.name).length > 0) return judge(node);
    const verdict = judgeAlike(node);
    return verdict.kind === 'fits' ? runFiltersOnce(others, node) : verdict;
  };
}

/** The first verdict that is against the node. */
function runFiltersOnce(passes: Passes, node: NodeInfo): Verdict {
  for (const { name, pass } of passes) {
    const verdict = pass.filter?.(node);
    if (!verdict || verdict.kind === 'fits') continue;
    if (isRejection(verdict)) return signed(name, verdict);
    return { ...verdict, message: `running "${name}" filter plugin: ${verdict.message}` };
  }
  return fits;
}

/** Passes that can be told of pods without others' noticing. */
export const forkPasses = (passes: Passes): Passes => passes.map(({ name, pass }) => ({ name, pass: pass.fork?.() ?? pass }));

export function addTo(passes: Passes, pod: PodInfo, node: NodeInfo): void {
  for (const { pass } of passes) if (isTold(pass)) pass.addPod(pod, node);
}

export function removeFrom(passes: Passes, pod: PodInfo, node: NodeInfo): void {
  for (const { pass } of passes) if (isTold(pass)) pass.removePod(pod, node);
}

type ToldPass = FilterPass & {
  addPod(pod: PodInfo, node: NodeInfo): void;
  removePod(pod: PodInfo, node: NodeInfo): void;
};

const isTold = (pass: FilterPass): pass is ToldPass => 'addPod' in pass && 'removePod' in pass;
