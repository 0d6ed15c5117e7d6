import { child, fieldPath, index, key, valueAt, type FieldPath } from '../../../model/field-path.ts';
import type { Container, PodSpec } from '../../../model/kinds/core-v1.ts';
import { typed } from '../../typed.ts';
import type { PodLike, Violation } from './check.ts';
import type { ApplyingCheck } from './evaluate.ts';
import { PLACES, type CheckPlaces } from './places.ts';

/** A part of a pod that violates a check by itself. */
export interface Culprit {
  /** From the pod on: `spec.containers[0].securityContext.privileged`. The field may be missing where it ought to be. */
  readonly path: FieldPath;
  /** The container, when it is one. */
  readonly container?: FieldPath;
  /** What the check says of this part alone. */
  readonly violation: Violation;
}

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** The parts of a pod that a check objects to; empty when it objects to nothing. Found by asking the check about each part alone. */
export function culpritsOf(applying: ApplyingCheck, pod: PodLike): Culprit[] {
  const violation = applying.check(pod);
  if (!violation) return [];
  const { check } = applying;
  const places: Partial<CheckPlaces> = PLACES[applying.id] ?? {};
  const bare = { ...pod, metadata: { ...pod.metadata, annotations: {} }, spec: withoutParts(pod.spec) };
  const ofPod = (places.pod ?? []).flatMap((path): Culprit[] => {
    const alone = (places.pod ?? []).filter((other) => other !== path).reduce((spec, other) => without(spec, other), bare.spec);
    const found = valueAt(alone, fieldPath(...path)) === undefined ? undefined : check({ ...bare, spec: alone });
    return found ? [{ path: fieldPath('spec', ...path), violation: found }] : [];
  });
  // What the pod as a whole does wrong would be said of each of its parts again.
  const good = ofPod.length === 0 ? bare.spec : (places.pod ?? []).reduce((spec, path) => without(spec, path), bare.spec);
  const ask = (spec: Partial<PodSpec>, path: FieldPath, container?: FieldPath): Culprit[] => {
    const found = check({ ...bare, spec: { ...good, ...spec } });
    return found ? [{ path, ...(container && { container }), violation: found }] : [];
  };
  const ofContainers = LISTS.flatMap((list) =>
    (pod.spec[list] ?? []).flatMap((each, i) => {
      const container = index(fieldPath('spec', list), i);
      return ask({ containers: [typed<Container>(each)] }, fieldOf(each, places.container ?? [], container), container);
    }),
  );
  const ofVolumes = (pod.spec.volumes ?? []).flatMap((volume, i) => ask({ volumes: [volume] }, index(fieldPath('spec', 'volumes'), i)));
  const annotated = { ...bare, spec: places.annotatesContainers ? { ...good, containers: namesOnly(pod.spec) } : good };
  const looksAtAnnotations = places.annotations && !check(annotated);
  const ofAnnotations = Object.entries(pod.metadata.annotations ?? {}).flatMap(([name, value]): Culprit[] => {
    const found = check({ ...annotated, metadata: { ...bare.metadata, annotations: { [name]: value } } });
    return found ? [{ path: key(fieldPath('metadata', 'annotations'), name), violation: found }] : [];
  });
  const all = [...ofPod, ...ofContainers, ...ofVolumes, ...(looksAtAnnotations ? ofAnnotations : [])];
  return all.length > 0 ? all : [{ path: fieldPath('spec'), violation }];
}

const withoutParts = (spec: PodSpec): PodSpec => [...LISTS, 'volumes'].reduce((rest, part) => without(rest, [part]), spec);

const namesOnly = (spec: PodSpec): Container[] => LISTS.flatMap((list) => (spec[list] ?? []).map(({ name = '' }) => ({ name })));

/** A copy without the field at a path of one or two names. */
function without(spec: PodSpec, [first = '', ...rest]: readonly string[]): PodSpec {
  const copy: Record<string, unknown> = { ...spec };
  const inner = copy[first];
  if (rest.length > 0 && typeof inner === 'object' && inner !== null) copy[first] = without(inner, rest);
  else delete copy[first];
  return copy;
}

/** The first of a container's fields that it has; else the first, where it is missing. */
function fieldOf(container: object, fields: readonly (readonly string[])[], at: FieldPath): FieldPath {
  const found = fields.find((path) => valueAt(container, fieldPath(...path)) !== undefined) ?? fields[0];
  return found ? child(at, ...found) : at;
}
