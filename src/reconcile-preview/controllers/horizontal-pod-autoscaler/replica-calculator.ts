import type { Pod } from '../../../model/kinds/core-v1.ts';
import { isPodLevelRequestsSet, isSidecar, podRequests, quantityOf } from '../../../model/pod-resources.ts';
import { milliValueOf } from '../../../model/quantity.ts';
import type { Typed } from '../../kind.ts';
import { isPodReady } from '../pod-state.ts';
import { groupPods } from './group-pods.ts';

/** How far usage may be from its target before anything is done, as parts of it. */
export interface Tolerances {
  readonly scaleDown: number;
  readonly scaleUp: number;
}

/** What an autoscaler looks at. Amounts are in thousandths. */
export interface Scene {
  readonly pods: readonly Typed<Pod>[];
  /** The replicas that the workload wants. */
  readonly wanted: number;
  /** Those that it has. */
  readonly counted: number;
  readonly tolerances: Tolerances;
  readonly now: number;
}

/** How many replicas a metric asks for, what it is now, and when to look again, in milliseconds, if nothing changes but time. */
export interface Replicas {
  readonly replicas: number;
  readonly usage: number;
  readonly utilization?: number;
  readonly settlesIn?: number | undefined;
}

/** Why it cannot be told, in the controller's words, and when to look again. */
export interface Untold {
  readonly error: string;
  readonly settlesIn?: number | undefined;
}

const NO_PODS = 'no pods returned by selector while calculating replica count';
const NO_METRICS = 'did not receive metrics for targeted pods (pods might be unready)';
const MAX_REPLICAS = 2 ** 31 - 1;

const isWithin = (ratio: number, { scaleDown, scaleUp }: Tolerances): boolean => 1 - scaleDown <= ratio && ratio <= 1 + scaleUp;

interface Usage {
  readonly ratio: number;
  readonly usage: number;
  readonly utilization?: number;
}

/** By a share of what pods request, in percent. */
export function replicasByUtilization(
  scene: Scene,
  amounts: Map<string, number>,
  resource: string,
  container: string,
  target: number,
): Replicas | Untold {
  return replicasByPods(scene, amounts, resource, () => {
    const requests = requestsOf(scene.pods, resource, container);
    if (typeof requests === 'string') return requests;
    const fallback = Math.max(100, target);
    return {
      usageOf: (all) => utilizationOf(all, requests, target),
      ofMissing: (name) => Math.trunc(((requests.get(name) ?? 0) * fallback) / 100),
    };
  });
}

/** By what each pod uses or has on average. */
export const replicasByAverage = (scene: Scene, amounts: Map<string, number>, resource: string, target: number): Replicas | Untold =>
  replicasByPods(scene, amounts, resource, () => ({ usageOf: (all) => averageOf(all, target), ofMissing: () => target }));

interface Measure {
  usageOf(amounts: ReadonlyMap<string, number>): Usage | string;
  /** What a pod of which nothing is known is taken to use where pods are to go. */
  ofMissing(name: string): number;
}

function replicasByPods(scene: Scene, amounts: Map<string, number>, resource: string, measured: () => Measure | string): Replicas | Untold {
  const { pods, wanted, tolerances, now } = scene;
  if (pods.length === 0) return { error: NO_PODS };
  const { readyCount, unready, missing, settlesIn } = groupPods(pods, amounts, resource === 'cpu', now);
  if (amounts.size === 0) return { error: NO_METRICS, settlesIn };
  const measure = measured();
  if (typeof measure === 'string') return { error: measure };
  const first = measure.usageOf(amounts);
  if (typeof first === 'string') return { error: first };
  const { ratio, usage, utilization } = first;
  const answer = (replicas: number): Replicas => ({ replicas, usage, ...(utilization !== undefined && { utilization }), settlesIn });
  const growsUnready = unready.length > 0 && ratio > 1;
  if (!growsUnready && missing.length === 0) return answer(isWithin(ratio, tolerances) ? wanted : Math.ceil(ratio * readyCount));
  if (ratio !== 1) for (const name of missing) amounts.set(name, ratio < 1 ? measure.ofMissing(name) : 0);
  if (growsUnready) for (const name of unready) amounts.set(name, 0);
  const second = measure.usageOf(amounts);
  if (typeof second === 'string') return { error: second };
  const turns = (ratio < 1 && second.ratio > 1) || (ratio > 1 && second.ratio < 1);
  if (isWithin(second.ratio, tolerances) || turns) return answer(wanted);
  const replicas = Math.ceil(second.ratio * amounts.size);
  const isOtherWay = (second.ratio < 1 && replicas > wanted) || (second.ratio > 1 && replicas < wanted);
  return answer(isOtherWay ? wanted : replicas);
}

function utilizationOf(amounts: ReadonlyMap<string, number>, requests: ReadonlyMap<string, number>, target: number): Usage | string {
  const known = [...amounts].filter(([name]) => requests.has(name));
  const used = known.reduce((sum, [, amount]) => sum + amount, 0);
  const requested = known.reduce((sum, [name]) => sum + (requests.get(name) ?? 0), 0);
  if (requested === 0) return 'no metrics returned matched known pods';
  const utilization = Math.trunc((used * 100) / requested);
  return { ratio: utilization / target, utilization, usage: Math.trunc(used / known.length) };
}

function averageOf(amounts: ReadonlyMap<string, number>, target: number): Usage {
  const usage = Math.trunc([...amounts.values()].reduce((sum, amount) => sum + amount, 0) / amounts.size);
  return { ratio: usage / target, usage };
}

/** By one value for the whole workload, in proportion to its ready pods. */
export function replicasByValue({ pods, wanted, tolerances }: Scene, usage: number, target: number): Replicas | Untold {
  const ratio = usage / target;
  if (wanted === 0) return { replicas: Math.ceil(ratio), usage };
  if (isWithin(ratio, tolerances)) return { replicas: wanted, usage };
  if (pods.length === 0) return { error: `unable to calculate ready pods: ${NO_PODS}` };
  const ready = pods.filter((pod) => pod.status?.phase === 'Running' && isPodReady(pod)).length;
  return { replicas: Math.min(MAX_REPLICAS, Math.ceil(ratio * ready)), usage };
}

/** By one value that is divided among the pods there are. */
export function replicasByShare({ counted, tolerances }: Scene, usage: number, target: number): Replicas {
  const replicas = isWithin(usage / (target * counted), tolerances) ? counted : Math.min(MAX_REPLICAS, Math.ceil(usage / target));
  return { replicas, usage: counted === 0 ? Number.MAX_SAFE_INTEGER : Math.ceil(usage / counted) };
}

/** What pods request of a resource, by their names. */
function requestsOf(pods: readonly Typed<Pod>[], resource: string, container: string): Map<string, number> | string {
  const requests = new Map<string, number>();
  for (const pod of pods) {
    const request = container === '' && isPodLevelRequestsSet(pod.spec?.resources) ? podLevelRequest(pod, resource) : containerRequests(pod, resource, container); // prettier-ignore
    if (typeof request === 'string') return request;
    requests.set(pod.metadata.name ?? '', request);
  }
  return requests;
}

function podLevelRequest(pod: Typed<Pod>, resource: string): number | string {
  const request = podRequests(pod).get(resource);
  return request ? Number(milliValueOf(request)) : `missing pod-level request for ${resource} in Pod ${pod.metadata.name ?? ''}`;
}

function containerRequests({ metadata: { name = '' }, spec = {} }: Typed<Pod>, resource: string, container: string): number | string {
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? []).filter(isSidecar)];
  const asked = container === '' ? all : all.filter((each) => each.name === container).slice(0, 1);
  if (container !== '' && asked.length === 0) return `container ${container} not found in Pod ${name}`;
  let sum = 0;
  for (const { name: of = '', resources } of asked) {
    const request = resources?.requests?.[resource];
    if (request === undefined) return `missing request for ${resource} in container ${of} of Pod ${name}`;
    sum += Number(milliValueOf(quantityOf(request)));
  }
  return sum;
}
