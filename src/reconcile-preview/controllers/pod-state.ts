import type { Pod, PodCondition, PodTemplateSpec } from '../../model/kinds/core-v1.ts';
import { deepEqual } from '../../model/json.ts';
import { without } from '../../model/without.ts';

/** What the questions below need to know of a pod. */
export type PodLike = Pick<Pod, 'metadata' | 'spec' | 'status'>;

/** Neither ended nor going. */
export const isPodActive = ({ metadata, status }: PodLike): boolean =>
  status?.phase !== 'Succeeded' && status?.phase !== 'Failed' && metadata?.deletionTimestamp === undefined;

/** Being deleted, and not ended yet. */
export const isPodTerminating = ({ metadata, status }: PodLike): boolean =>
  status?.phase !== 'Succeeded' && status?.phase !== 'Failed' && metadata?.deletionTimestamp !== undefined;

export const podCondition = ({ status }: PodLike, type: string): PodCondition | undefined =>
  status?.conditions?.find((condition) => condition.type === type);

export const isPodReady = (pod: PodLike): boolean => podCondition(pod, 'Ready')?.status === 'True';

/** When a pod became ready, in milliseconds since the epoch; undefined when it is not or nobody noted it. */
export function readySince(pod: PodLike): number | undefined {
  const condition = podCondition(pod, 'Ready');
  return condition?.status === 'True' && condition.lastTransitionTime ? Date.parse(condition.lastTransitionTime) : undefined;
}

/** Ready for at least `minReadySeconds`. */
export function isPodAvailable(pod: PodLike, minReadySeconds: number, now: number): boolean {
  if (!isPodReady(pod)) return false;
  if (minReadySeconds === 0) return true;
  const since = readySince(pod);
  return since !== undefined && since + minReadySeconds * 1000 <= now;
}

/** In how many milliseconds the next of these ready pods becomes available; undefined when none will. */
export function nextAvailability(pods: readonly PodLike[], minReadySeconds: number, now: number): number | undefined {
  const waits = pods.flatMap((pod) => readySince(pod) ?? []).map((since) => since + minReadySeconds * 1000 - now);
  const ahead = waits.filter((wait) => wait > 0);
  return minReadySeconds > 0 && ahead.length > 0 ? Math.min(...ahead) : undefined;
}

const HASH_LABEL = 'pod-template-hash';

/** Whether two templates are the same but for the hash label. */
export const equalIgnoreHash = (a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean =>
  deepEqual(withoutHash(a), withoutHash(b));

function withoutHash({ metadata = {}, ...rest }: PodTemplateSpec = {}): object {
  const labels = without(metadata.labels ?? {}, HASH_LABEL);
  return { ...rest, metadata: { ...metadata, labels: isEmpty(labels) ? undefined : labels } };
}

const isEmpty = (object: object): boolean => Object.keys(object).length === 0;
