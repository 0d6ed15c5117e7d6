import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import { storyOf, type StoryLine } from '../reconcile-preview/story.ts';
import type { BudgetChange } from '../reconcile-preview/what-if/budget-changes.ts';
import type { NodesNeeded } from '../reconcile-preview/what-if/nodes-needed.ts';
import type { PodMove, PodPlace, UnplacedPod } from '../reconcile-preview/what-if/pod-moves.ts';
import type { ReadyCount } from '../reconcile-preview/what-if/ready-counts.ts';
import type { WhatIfOutcome } from '../reconcile-preview/what-if/run-what-ifs.ts';
import type { WhatIfNote } from '../reconcile-preview/what-if/what-if.ts';
import { closest } from '../text/closest.ts';
import type { createTroubles, PreviewTrouble, TroubleTree } from './preview-problems.ts';

export type { BudgetChange, NodesNeeded, PodMove, PodPlace, ReadyCount, UnplacedPod, WhatIfNote };

/** What becomes of a previewed cluster when something happens to it, compared with the preview. */
export interface WhatIfResult extends Omit<WhatIfOutcome, 'happened' | 'problems' | 'entries'> {
  /** What happened, one after the other, and what is worth knowing of it. */
  readonly happened: readonly { readonly what: string; readonly notes: readonly WhatIfNote[] }[];
  /** What is not well then and was well in the preview. */
  readonly problems: readonly PreviewTrouble[];
  /** The same by what it comes of. */
  readonly roots: readonly TroubleTree[];
  /** Seconds from when it happened to when the cluster rested again. */
  readonly took: number;
  readonly story: readonly StoryLine[];
  /** All objects there are then. */
  readonly everything: readonly JsonObject[];
}

export const whatIfResult = (
  outcome: WhatIfOutcome,
  told: ReturnType<typeof createTroubles>,
  everything: readonly JsonObject[],
): WhatIfResult => {
  const { happened, problems, settled, took, entries, ...compared } = outcome;
  return {
    happened: happened.flatMap(({ happened: each }) => ('missing' in each ? [] : [each])),
    ...compared,
    problems: told.troubles(problems),
    roots: told.roots(problems),
    settled,
    took: took / 1000,
    story: storyOf(entries),
    everything,
  };
};

/** A finding for each thing that cannot happen, as there is no such node or workload. */
export const unmetWhatIfs = ({ happened }: WhatIfOutcome): Diagnostic[] =>
  happened.flatMap(({ whatIf, happened: each }): Diagnostic[] => {
    if (!('missing' in each)) return [];
    const asked = whatIf.kind === 'scale' ? whatIf.text.slice(0, whatIf.text.lastIndexOf('=')) : (whatIf.text.split('=').at(-1) ?? '');
    const near = closest(asked, each.candidates);
    const names = each.candidates.slice(0, MOST_NAMES).join(', ');
    return [
      {
        code: 'preview/unmet-what-if',
        severity: 'error',
        message: each.missing,
        ...(near !== undefined ? { note: `Did you mean ${near}?` } : names !== '' && { note: `There are ${names}.` }),
        at: { source: `--${whatIf.kind} ${whatIf.text}`, range: { start: 0, end: 0 } },
      },
    ];
  });

const MOST_NAMES = 8;
