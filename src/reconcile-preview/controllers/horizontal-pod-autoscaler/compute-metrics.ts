import type { MetricSpec, MetricStatus } from '../../../model/kinds/autoscaling-v2.ts';
import { computeMetric, type MetricFailure, type MetricScene } from './compute-metric.ts';

/** What the metrics of an autoscaler come to together. */
export type Computed = Proposed | Failed;
interface Proposed {
  readonly proposed: number;
  /** The metric that asks for most. */
  readonly metric: string;
  readonly statuses: readonly MetricStatus[];
  readonly settlesIn: number | undefined;
}
interface Failed {
  /** The first failure. */
  readonly failure: MetricFailure;
  /** What is recorded of all. */
  readonly text: string;
  readonly statuses: readonly MetricStatus[];
  readonly settlesIn: number | undefined;
}

/** The most that any of the metrics asks for; where some tell nothing, only if that makes more pods. */
export function computeMetrics(metrics: readonly MetricSpec[], scene: MetricScene): Computed {
  const answers = metrics.map((metric) => computeMetric(metric, scene));
  const proposals = answers.filter((answer) => 'status' in answer);
  const failures = answers.filter((answer) => 'message' in answer);
  const statuses = answers.map((answer): MetricStatus => ('status' in answer ? answer.status : {}));
  const waits = answers.flatMap(({ settlesIn: wait }) => wait ?? []);
  const settlesIn = waits.length > 0 ? Math.min(...waits) : undefined;
  const [failure = NO_METRIC] = failures;
  let most = proposals[0];
  for (const proposal of proposals) if (most && proposal.replicas > most.replicas) most = proposal;
  if (!most || (failures.length > 0 && most.replicas < scene.wanted)) {
    const text = `invalid metrics (${failures.length} invalid out of ${metrics.length}), first error is: ${failure.recorded}`;
    return { failure, text, statuses, settlesIn };
  }
  return { proposed: most.replicas, metric: most.metric, statuses, settlesIn };
}

const NO_METRIC: MetricFailure = { reason: '', message: '', recorded: '' };
