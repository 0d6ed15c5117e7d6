import { child, index, type FieldPath } from '../../../model/field-path.ts';
import type { Container, EphemeralContainer, PodSpec } from '../../../model/kinds/core-v1.ts';

export interface PlacedContainer {
  readonly container: Container | EphemeralContainer;
  readonly at: FieldPath;
}

/** All containers below the spec at `at`, in the API server's order: init, regular, ephemeral. */
export function containersOf(spec: PodSpec, at: FieldPath): PlacedContainer[] {
  const placed = (containers: readonly (Container | EphemeralContainer)[] | undefined, name: string): PlacedContainer[] =>
    (containers ?? []).map((container, i) => ({ container, at: index(child(at, name), i) }));
  return [
    ...placed(spec.initContainers, 'initContainers'),
    ...placed(spec.containers, 'containers'),
    ...placed(spec.ephemeralContainers, 'ephemeralContainers'),
  ];
}

/** The same without places. */
export const allContainers = (spec: PodSpec): (Container | EphemeralContainer)[] => [
  ...(spec.initContainers ?? []),
  ...(spec.containers ?? []),
  ...(spec.ephemeralContainers ?? []),
];

/** Whether an init container keeps running beside the others (a sidecar). */
export const isRestartable = (container: Container): boolean => container.restartPolicy === 'Always';
