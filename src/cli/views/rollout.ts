import { isJobRun, type BudgetDip, type JobRun, type PodRollout, type Rollout, type RolloutStep } from '../../workspace/preview.ts';
import { counted } from '../counted.ts';
import { printable, type Style } from '../style.ts';
import { durationText } from './duration.ts';
import { foldFacts } from './fold-facts.ts';

/** Whether a rollout is worth telling of where space is short: what comes up for the first time and is complete at once is not. */
export const isNotable = (rollout: Rollout): boolean =>
  rollout.end.state !== 'complete' ||
  (isJobRun(rollout) ? rollout.steps.some(({ failed }) => failed > 0) : rollout.change !== 'created') ||
  rollout.end.at >= 1;

/** How it went, part by part: `old 3 → 0`, `new 0 → 3`, `surge 1`, `min available 2 of 3`, `complete after 12 s`. */
export const rolloutFacts = (rollout: Rollout): string[] => (isJobRun(rollout) ? jobFacts(rollout) : podFacts(rollout));

function podFacts(rollout: PodRollout): string[] {
  const { change, steps, surge, budgets } = rollout;
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last) return [];
  const counts =
    change === 'updated'
      ? [`old ${first.old} → ${last.old}`, `new ${first.new} → ${last.new}`]
      : [`pods ${podsOf(first)} → ${podsOf(last)}${podsOf(last) < last.desired ? ` of ${last.desired}` : ''}`];
  return [
    ...counts,
    ...(surge > 0 ? [`surge ${surge}`] : []),
    ...(change === 'created' ? availableNow(last) : [minAvailableText(rollout, last)]),
    endText(rollout),
    ...budgets.map(budgetText),
  ];
}

const podsOf = ({ old, new: fresh }: RolloutStep): number => old + fresh;

const availableNow = ({ available, desired }: RolloutStep): string[] =>
  available < desired ? [`available ${available} of ${desired}`] : [];

/** `min available 2 of 3 (never below what is allowed)`. */
function minAvailableText({ minAvailable, allowedAvailable, belowAllowed, belowDesired }: PodRollout, { desired }: RolloutStep): string {
  const fewest = `min available ${minAvailable} of ${desired}`;
  if (minAvailable < allowedAvailable)
    return `${fewest}, ${allowedAvailable} should be${belowAllowed > 0 ? ` (for ${durationText(belowAllowed)})` : ''}`;
  if (minAvailable >= desired) return `${fewest} (never below)`;
  return `${fewest} (${allowedAvailable} allowed${belowDesired > 0 ? `; below ${desired} for ${durationText(belowDesired)}` : ''})`;
}

const budgetText = ({ name, lowest, desired, below }: BudgetDip): string =>
  `PodDisruptionBudget ${name}: ${lowest} healthy of ${desired}${below > 0 ? ` for ${durationText(below)}` : ''}`;

function jobFacts(run: JobRun): string[] {
  const last = run.steps.at(-1);
  const failed = last?.failed ?? 0;
  return [`${last?.succeeded ?? 0} of ${run.completions} succeeded`, ...(failed > 0 ? [`${failed} failed`] : []), endText(run)];
}

/** `complete after 12 s`, `complete after 2 min, after ProgressDeadlineExceeded at 1 min`, `held: Partition`, `stuck: ImagePullBackOff, ProgressDeadlineExceeded after 10 min`. */
export function endText({ end: { state, at, reasons } }: Rollout): string {
  if (state === 'complete') {
    const missed = reasons.map(({ reason, at: since = 0 }) => `, after ${reason} at ${durationText(since)}`).join('');
    return at > 0 ? `complete after ${durationText(at)}${missed}` : `complete${missed}`;
  }
  const words = reasons.map(({ reason, at: since }) => `${reason}${since === undefined ? '' : ` after ${durationText(since)}`}`);
  return words.length === 0 ? state : `${state}: ${[...new Set(words)].join(', ')}`;
}

const COLUMNS = ['old', 'new', 'ready', 'available'] as const;
/** Of more steps than that the ones in the middle are left out. */
const MOST_STEPS = 14;

/** Lines for a terminal: the facts, and, for pods that are replaced, a table of the steps. */
export function rolloutLines(rollout: Rollout, columns: number, style: Style): string[] {
  const bad = rollout.end.state === 'stuck' || rollout.end.state === 'failed';
  const facts = rolloutFacts(rollout).map((fact) => printable(fact));
  const paint = bad ? style.red : (text: string): string => text;
  const title = foldFacts(facts.join(' · '), columns - 'Rollout  '.length).map(
    (part, i) => `${i === 0 ? style.bold('Rollout') : '       '}  ${paint(part)}`,
  );
  if (isJobRun(rollout) || rollout.change !== 'updated' || rollout.steps.length < 3) return title;
  const { steps } = rollout;
  const heads = steps.some(({ desired }) => desired !== steps[0]?.desired) ? (['desired', ...COLUMNS] as const) : COLUMNS;
  const cut = steps.length > MOST_STEPS ? MOST_STEPS - 4 : steps.length;
  const rows = steps.map((step, i) => [
    i > 0 && durationText(step.at) === durationText(steps[i - 1]?.at ?? 0) ? '' : durationText(step.at),
    ...heads.map((column) => String(step[column])),
  ]);
  const widths = ['time', ...heads].map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const lineOf = (cells: readonly string[]): string => `         ${cells.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  ')}`;
  return [
    ...title,
    style.dim(lineOf(['time', ...heads])),
    ...rows.slice(0, cut).map(lineOf),
    ...(cut < steps.length
      ? [style.dim(`         … ${counted(steps.length - cut - 3, 'more step')} …`), ...rows.slice(-3).map(lineOf)]
      : []),
  ];
}
