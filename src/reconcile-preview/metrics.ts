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
      const amounts = new Map<string, number>();
      for (const metric of given.filter((each) => each.name === name)) {
        const about = running.filter((pod) => isAbout(metric.target, pod, view));
        const ready = about.filter(isPodReady);
        for (const pod of about) {
          const podName = pod.metadata.name ?? '';
          const share = metric.target?.isShared ? (isPodReady(pod) ? Math.trunc(metric.amount / ready.length) : 0) : metric.amount;
          if (amountFits(metric.target, pod, container)) if (!amounts.has(podName)) amounts.set(podName, share);
        }
      }
      return amounts;
    },
    valueOf: (name) => given.find((metric) => !metric.target && metric.name === name)?.amount,
  };
}

const isAbout = (target: MetricTarget | undefined, pod: Typed<Pod>, view: ReadView): boolean =>
  target !== undefined && ownerNames(pod, view).some((name) => isNamed(target.named, name));

/** What is known of a whole pod is that of its only container, and the other way round. */
function amountFits(target: MetricTarget | undefined, { spec }: Typed<Pod>, container: string | undefined): boolean {
  if (target?.container === container) return true;
  const [only, ...others] = spec?.containers ?? [];
  return others.length === 0 && [target?.container, container].every((name) => name === undefined || name === only?.name);
}
