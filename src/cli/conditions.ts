import type { Assumption } from '../workspace/assumption.ts';
import type { PreviewInput } from '../workspace/preview.ts';
import type { Option, UsageError, ValuesOf } from './options.ts';

/** Options that say what a previewed cluster goes through. */
export const CONDITIONS = [
  {
    name: 'assume',
    type: 'list',
    placeholder: 'FATE=PODS',
    help: 'What becomes of containers: never-ready=deployment/web, image-pull-error=NAME (workload or image), exit=N:job/NAME. Repeatable.',
  },
  {
    name: 'until',
    type: 'value',
    placeholder: 'DURATION',
    help: 'Let the cluster work for so long in its own time (10m, 2h, 1d), CronJobs and the like as well; without it until it rests, 2h at most.',
  },
] as const satisfies readonly Option[];

/** The conditions of a preview, and the first option that gives one. */
export interface Conditions extends Pick<PreviewInput, 'assumptions' | 'until'> {
  readonly given: string | undefined;
}

/** The longest time that a cluster is simulated for. */
const LONGEST = 31 * 24 * 60 * 60 * 1000;

export async function readConditions(values: ValuesOf<typeof CONDITIONS>): Promise<Conditions | UsageError> {
  const given = values.assume.length > 0 ? 'assume' : values.until === undefined ? undefined : 'until';
  const assumptions = await readAssumptions(values.assume);
  if ('message' in assumptions) return assumptions;
  const until = await readUntil(values.until);
  return typeof until === 'object' ? until : { given, assumptions, until };
}

async function readAssumptions(texts: readonly string[]): Promise<readonly Assumption[] | UsageError> {
  if (texts.length === 0) return [];
  const { parseAssumption } = await import('../workspace/assumption.ts');
  const assumptions: Assumption[] = [];
  for (const text of texts) {
    const assumption = parseAssumption(text);
    if ('message' in assumption) return assumption;
    assumptions.push(assumption);
  }
  return assumptions;
}

async function readUntil(text: string | undefined): Promise<number | undefined | UsageError> {
  if (text === undefined) return undefined;
  const { parseDuration } = await import('../workspace/duration.ts');
  const until = parseDuration(text);
  if (until === undefined) return { message: `option --until is a duration, not "${text}"`, hint: 'such as 90s, 30m, 1h30m or 2d' };
  return until <= LONGEST ? until : { message: `option --until is at most 31d, not "${text}"` };
}
