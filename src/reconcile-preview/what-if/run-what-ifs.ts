import type { RunResult } from '../engine.ts';
import { LIMIT } from '../limit.ts';
import { networkView } from '../network/network-view.ts';
import { objectText } from '../network/finding.ts';
import type { Preview, PreviewDocument } from '../preview.ts';
import type { PreviewProblem } from '../problems/problem.ts';
import type { TimelineEntry } from '../timeline.ts';
import { whatIfKinds } from './all.ts';
import { budgetChanges, type BudgetChange } from './budget-changes.ts';
import { bestNodes } from './best-nodes.ts';
import type { NodesNeeded } from './nodes-needed.ts';
import { podMoves, unplacedPods, type PodMove, type UnplacedPod } from './pod-moves.ts';
import { readyCounts, type ReadyCount } from './ready-counts.ts';
import type { Happened, Scene, WhatIf, WhatIfPlan } from './what-if.ts';

export interface WhatIfQuestion {
  readonly whatIfs: readonly WhatIf[];
  /** What pods could use of nodes that might be added; the shapes of the nodes there are without it. */
  readonly nodeShape?: Readonly<Record<string, string>> | undefined;
}

/** What becomes of a cluster at rest when something happens to it. */
export interface WhatIfOutcome {
  readonly happened: readonly { readonly whatIf: WhatIf; readonly happened: Happened }[];
  readonly moves: readonly PodMove[];
  readonly unplaced: readonly UnplacedPod[];
  readonly workloads: readonly ReadyCount[];
  readonly budgets: readonly BudgetChange[];
  /** Where pods are without a node: of the shape that helps the most. */
  readonly nodesNeeded?: NodesNeeded;
  /** What is not well afterwards and was well before. */
  readonly problems: readonly PreviewProblem[];
  readonly settled: boolean;
  readonly entries: readonly TimelineEntry[];
  /** Milliseconds from the first thing that happens to the last that follows from it. */
  readonly took: number;
}

/** Lets things happen to a simulated cluster that rests, in the order of the list of kinds, and compares it with how it was. The cluster goes on in it. */
export function runWhatIfs(
  { engine, world, fork, problemsNow }: Pick<Preview<PreviewDocument>, 'engine' | 'world' | 'fork' | 'problemsNow'>,
  { whatIfs, nodeShape }: WhatIfQuestion,
): WhatIfOutcome {
  const { store, clock } = engine.server.cluster;
  const before = store.fork();
  const known = new Set(problemsNow(networkView(store), { withoutRemedies: true }).map(problemKey));
  const [firstEntry, begun] = [engine.timeline.entries.length, clock.now];
  const rest = (): RunResult => engine.run({ limit: LIMIT });
  const scene: Scene = { engine, view: store, rest, loseKubelet: (nodeName) => world.lose(nodeName) };
  const plans = whatIfKinds.flatMap(({ plan }) => whatIfs.flatMap((whatIf) => withPlan(whatIf, plan(whatIf))));
  for (const { plan } of plans) plan.prepare?.(scene);
  const happened = plans.map(({ whatIf, plan }) => ({ whatIf, happened: plan.happen(scene) }));
  const { settled } = rest();
  const entries = engine.timeline.entries.slice(firstEntry);
  const unplaced = unplacedPods(before, store);
  const needed = unplaced.length > 0 ? bestNodes(store, world, fork, nodeShape) : undefined;
  return {
    happened,
    moves: podMoves(before, store),
    unplaced,
    workloads: readyCounts(before, entries, store),
    budgets: budgetChanges(before, entries, store),
    ...(needed && { nodesNeeded: needed }),
    problems: problemsNow(networkView(store)).filter((problem) => !known.has(problemKey(problem))),
    settled,
    entries,
    took: (entries.at(-1)?.at ?? begun) - begun,
  };
}

const withPlan = (whatIf: WhatIf, plan: WhatIfPlan | undefined) => (plan ? [{ whatIf, plan }] : []);

const problemKey = ({ object, reason }: PreviewProblem): string => `${objectText(object)} ${reason}`;
