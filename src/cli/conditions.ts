import type { Assumption } from '../workspace/assumption.ts';
import type { GivenMetric } from '../workspace/metric.ts';
import type { PreviewInput, WhatIfQuestion } from '../workspace/preview.ts';
import type { Option, UsageError, ValuesOf } from './options.ts';
import { isUsageError } from './read-files.ts';

/** Options that say what a previewed cluster goes through. */
export const CONDITIONS = [
  {
    name: 'assume',
    type: 'list',
    placeholder: 'FATE=PODS',
    help: 'What becomes of containers: never-ready=deployment/web, ready-after=10s:deployment/web, image-pull-error=NAME (workload or image), exit=N:job/NAME. Repeatable.',
  },
  {
    name: 'metric',
    type: 'list',
    placeholder: 'METRIC',
    help: 'What autoscalers measure: cpu=150m:deployment/web is what each pod uses, queue_length=30 an external or object metric. Repeatable.',
  },
  {
    name: 'load',
    type: 'list',
    placeholder: 'METRIC',
    help: 'The same as a sum that all ready pods share: cpu=2:deployment/web. Repeatable.',
  },
  {
    name: 'until',
    type: 'value',
    placeholder: 'DURATION',
    help: 'Let the cluster work for so long in its own time (10m, 2h, 1d), CronJobs and the like as well; without it until it rests, 2h at most.',
  },
  {
    name: 'drain',
    type: 'list',
    placeholder: 'NODE',
    help: 'What if NODE (or zone=ZONE, LABEL=VALUE) is drained, as kubectl drain does. Repeatable.',
  },
  {
    name: 'lose',
    type: 'list',
    placeholder: 'NODE',
    help: 'What if NODE (or zone=ZONE, LABEL=VALUE) does not answer any more. Repeatable.',
  },
  {
    name: 'remove',
    type: 'list',
    placeholder: 'NODE',
    help: 'What if NODE (or zone=ZONE, LABEL=VALUE) goes with its machine. Repeatable.',
  },
  { name: 'scale', type: 'list', placeholder: 'WORKLOAD=N', help: 'What if a workload (deployment/web=10) has N replicas. Repeatable.' },
  {
    name: 'node-shape',
    type: 'value',
    placeholder: 'SHAPE',
    help: 'How many more nodes of a shape (cpu=4,memory=16Gi) fit all pods; without it of the shapes of the nodes there are.',
  },
] as const satisfies readonly Option[];

/** The conditions of a preview, and the first option that gives one. */
export interface Conditions extends Pick<PreviewInput, 'assumptions' | 'metrics' | 'until' | 'whatIf'> {
  readonly given: string | undefined;
}

/** The longest time that a cluster is simulated for. */
const LONGEST = 31 * 24 * 60 * 60 * 1000;

export async function readConditions(values: ValuesOf<typeof CONDITIONS>): Promise<Conditions | UsageError> {
  const given = CONDITIONS.map(({ name }) => name).find((name) => values[name] !== undefined && values[name].length > 0);
  const assumptions = await readAssumptions(values.assume);
  if ('message' in assumptions) return assumptions;
  const metrics = await readMetrics(values);
  if ('message' in metrics) return metrics;
  const until = await readUntil(values.until);
  if (typeof until === 'object') return until;
  const whatIf = await readWhatIf(values);
  return whatIf && 'message' in whatIf ? whatIf : { given, assumptions, metrics, until, whatIf };
}

async function readMetrics({ metric, load }: ValuesOf<typeof CONDITIONS>): Promise<readonly GivenMetric[] | UsageError> {
  if (metric.length === 0 && load.length === 0) return [];
  const { parseMetric } = await import('../workspace/metric.ts');
  const read = [...metric.map((text) => parseMetric('metric', text)), ...load.map((text) => parseMetric('load', text))];
  const wrong = read.find(isUsageError);
  return wrong ?? read.flatMap((each) => (isUsageError(each) ? [] : [each]));
}

async function readWhatIf(values: ValuesOf<typeof CONDITIONS>): Promise<WhatIfQuestion | undefined | UsageError> {
  const nodeShape = values['node-shape'];
  const asked = NODE_WHAT_IFS.flatMap((kind) => values[kind].map((text) => ({ kind, text })));
  if (asked.length === 0 && values.scale.length === 0 && nodeShape === undefined) return undefined;
  const { parseNodeShape, parseNodesWhatIf, parseScale } = await import('../workspace/what-if.ts');
  const read = [...asked.map(({ kind, text }) => parseNodesWhatIf(kind, text)), ...values.scale.map(parseScale)];
  const shape = nodeShape === undefined ? undefined : parseNodeShape(nodeShape);
  const wrong = read.find(isUsageError) ?? (shape && isUsageError(shape) ? shape : undefined);
  if (wrong) return wrong;
  return {
    whatIfs: read.flatMap((each) => (isUsageError(each) ? [] : [each])),
    ...(shape && !isUsageError(shape) && { nodeShape: shape }),
  };
}

const NODE_WHAT_IFS = ['drain', 'lose', 'remove'] as const;

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
