import { invariant } from '../../model/invariant.ts';
import type { EqualPods } from './equal-pods.ts';
import type { NodeInfo } from './node-info.ts';
import { NodeVerdicts } from './node-verdicts.ts';
import { nominatedNodeNameOf } from './pod-info.ts';
import type { Cycle, PreFiltered } from './pre-filter.ts';
import { filterWith } from './run-filters.ts';
import { fits, isRejection, unresolvable, type Failure } from './verdict.ts';

/** Nodes that a pod may go to, as many as are enough to choose among. Where there is none, the verdicts on all nodes say why. */
export interface FeasibleNodes {
  readonly kind: 'nodes';
  readonly nodes: readonly NodeInfo[];
  /** Of the nodes, in the same order. */
  readonly positions: readonly number[];
  readonly verdicts: NodeVerdicts;
}

/** The node that an earlier preemption made room on is tried alone first. */
export function findFeasibleNodes({ pod, equals, context }: Cycle, found: PreFiltered): FeasibleNodes | Failure {
  const { snapshot, nextNode } = context;
  const { nodeNames, restrictors } = found;
  const verdicts = verdictsFor(found, equals) ?? new NodeVerdicts(snapshot.nodes.length);
  const judge = filterWith(found, pod, equals, context);

  const nominated = snapshot.get(nominatedNodeNameOf(pod.pod));
  const first = nominated ? judge(nominated) : fits;
  if (nominated && first.kind === 'fits') return { kind: 'nodes', nodes: [nominated], positions: [nominated.position], verdicts };
  const rejectedPosition = nominated && isRejection(first) ? nominated.position : -1;
  if (isRejection(first)) verdicts.set(rejectedPosition, first);

  if (nodeNames) verdicts.setOthers(unresolvable(`node(s) didn't satisfy plugin(s) [${restrictors.join(' ')}]`));
  const candidates = nodeNames ? snapshot.named(nodeNames) : snapshot.nodes;
  const wanted = enoughFeasible(candidates.length, context.percentageOfNodesToScore);
  const positions: number[] = [];
  let failed: Failure | undefined;
  let rejected = rejectedPosition < 0 ? 0 : 1;
  for (let i = 0; i < candidates.length && positions.length < wanted; i++) {
    const index = (nextNode.index + i) % candidates.length;
    const position = nodeNames ? nodeAt(candidates, index).position : index;
    if (!verdicts.isKnownAt(position)) {
      const verdict = judge(nodeAt(candidates, index));
      if (verdict.kind === 'error') {
        failed = verdict;
        break;
      }
      verdicts.set(position, verdict);
    }
    if (verdicts.fitsAt(position)) positions.push(position);
    else if (position !== rejectedPosition) rejected += 1;
  }
  nextNode.index = (nextNode.index + rejected + (failed ? 0 : positions.length)) % snapshot.nodes.length;
  return failed ?? { kind: 'nodes', nodes: nodesAt(snapshot.nodes, positions), positions, verdicts };
}

/** Where equal pods have all verdicts in common these are theirs; otherwise those that one of them after the other may use. */
function verdictsFor({ others, nodeNames }: PreFiltered, equals: EqualPods | undefined): NodeVerdicts | undefined {
  return others.length === 0 && !nodeNames ? equals?.verdicts : equals?.verdictsOfOne();
}

function nodesAt(nodes: readonly NodeInfo[], positions: readonly number[]): NodeInfo[] {
  const found: NodeInfo[] = [];
  for (const position of positions) found.push(nodeAt(nodes, position));
  return found;
}

function nodeAt(nodes: readonly NodeInfo[], index: number): NodeInfo {
  const node = nodes[index];
  invariant(node, 'an index below the length');
  return node;
}

const MIN_FEASIBLE = 100;
const MIN_PERCENTAGE = 5;

/** How many feasible nodes are enough: all of up to 100, of more a share, which unless it is set falls from 50 % to 5 % as the cluster grows. */
function enoughFeasible(nodeCount: number, setPercentage = 0): number {
  const percentage = setPercentage || Math.max(50 - Math.trunc(nodeCount / 125), MIN_PERCENTAGE);
  return Math.max(Math.trunc((nodeCount * percentage) / 100), MIN_FEASIBLE);
}
