import { isObject, type JsonObject } from '../model/json.ts';

/** What a cluster writes of the time of conditions. */
const CONDITION_TIMES = ['lastTransitionTime', 'lastHeartbeatTime', 'lastUpdateTime', 'lastProbeTime'] as const;

/**
 * The last instant that objects of a real cluster tell of, in milliseconds since the epoch: it is later there by now. Only what has happened counts, as when
 * something was made, changed or looked at. Undefined where they tell of none.
 */
export function latestTime(objects: readonly JsonObject[]): number | undefined {
  const times = objects.flatMap(timesOf).map((text) => (typeof text === 'string' ? Date.parse(text) : NaN));
  const latest = times.reduce((last, time) => (time > last ? time : last), -Infinity);
  return latest === -Infinity ? undefined : latest;
}

function timesOf({ metadata, spec, status, kind }: JsonObject): unknown[] {
  const { creationTimestamp, managedFields } = isObject(metadata) ? metadata : {};
  const { conditions } = isObject(status) ? status : {};
  return [
    creationTimestamp,
    ...objectsIn(managedFields).map(({ time }) => time),
    ...objectsIn(conditions).flatMap((condition) => CONDITION_TIMES.map((name) => condition[name])),
    ...(kind === 'Lease' && isObject(spec) ? [spec.renewTime] : []),
  ];
}

const objectsIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
