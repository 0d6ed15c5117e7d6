import type { ReadView } from '../cluster/store.ts';
import type { Pod } from '../model/kinds/core-v1.ts';
import { isPodReady } from './controllers/pod-state.ts';
import type { Typed } from './kind.ts';
import { isNamed, type WantedName } from './named.ts';
import { ownerNames } from './owner-names.ts';

/** A number that no object says: what pods use of a resource, or what is measured of them or elsewhere. */
export interface GivenMetric {
  /** As it was given. */
  readonly text: string;
  /** `cpu`, `memory`, or the name of a custom or external metric. */
  readonly name: string;
  /** In thousandths. */
  readonly amount: number;
  /** Whose pods it is about; absent for a metric of something else. */
  readonly target?: MetricTarget;
}

export interface MetricTarget {
  readonly text: string;
  readonly named: WantedName;
  /** One container of each pod. */
  readonly container?: string;
  /** All ready pods share it evenly, rather than each having it. */
  readonly isShared: boolean;
}

/** What the metrics APIs of one simulated cluster answer. */
export interface Metrics {
  /** Whether anything is known of pods under this name: whether there is an API that could be asked. */
  knows(name: string): boolean;
  /** A metric of these pods that run, by their names; of one of their containers where that is named. Pods of which nothing is known are left out. */
  ofPods(pods: readonly Typed<Pod>[], view: ReadView, name: string, container?: string): Map<string, number>;
  /** An object's or an external metric. */
  valueOf(name: string): number | undefined;
}

/** Answers by what is given; undefined where nothing is, as in a cluster without metrics APIs. Of several about one pod the first counts. */
export function createMetrics(given: readonly GivenMetric[]): Metrics | undefined {
  if (given.length === 0) return undefined;
  return {
    knows: (name) => given.some((metric) => metric.target && metric.name === name),
    ofPods(pods, view, name, container) {
      const running = pods.filter(({ status }) => status?.phase === 'Running');
      const measures = given.filter((metric) => metric.name === name).map((metric) => measureOf(metric, running, view));
      return new Map(
        running.flatMap((pod) => {
          const amount = amountOf(pod, measures, container);
          return amount === undefined ? [] : [[pod.metadata.name ?? '', amount]];
        }),
      );
    },
    valueOf: (name) => given.find((metric) => !metric.target && metric.name === name)?.amount,
  };
}

/** A metric of pods. */
interface Measure {
  readonly container: string | undefined;
  /** What each of the pods has that it is about. */
  readonly amounts: ReadonlyMap<Typed<Pod>, number>;
}

function measureOf({ amount, target }: GivenMetric, running: readonly Typed<Pod>[], view: ReadView): Measure {
  const about = target ? running.filter((pod) => ownerNames(pod, view).some((name) => isNamed(target.named, name))) : [];
  const share = Math.trunc(amount / about.filter(isPodReady).length);
  const own = (pod: Typed<Pod>): number => (!target?.isShared ? amount : isPodReady(pod) ? share : 0);
  return { container: target?.container, amounts: new Map(about.map((pod) => [pod, own(pod)])) };
}

/** A whole pod has what all of its containers have together; what is known of it is that of its only container. */
function amountOf(pod: Typed<Pod>, measures: readonly Measure[], container: string | undefined): number | undefined {
  const knownOf = (part: string | undefined): number | undefined =>
    measures.find((measure) => measure.container === part && measure.amounts.has(pod))?.amounts.get(pod);
  const known = knownOf(container);
  if (known !== undefined) return known;
  const [only, ...others] = (pod.spec?.containers ?? []).map(({ name }) => name);
  if (container !== undefined) return container === only && others.length === 0 ? knownOf(undefined) : undefined;
  let sum = 0;
  for (const name of [only, ...others]) {
    const part = name === undefined ? undefined : knownOf(name);
    if (part === undefined) return undefined;
    sum += part;
  }
  return sum;
}
