import type { CycleContext, FilterPass, Passes } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import { fits, isRejection, type Verdict } from './verdict.ts';

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

/** The first verdict that is against the node. */
function runFiltersOnce(passes: Passes, node: NodeInfo): Verdict {
  for (const { name, pass } of passes) {
    const verdict = pass.filter?.(node);
    if (!verdict || verdict.kind === 'fits') continue;
    if (isRejection(verdict)) return { ...verdict, plugin: name };
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
