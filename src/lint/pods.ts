import { child, fieldPath, index, type FieldPath } from '../model/field-path.ts';
import type { Container, EphemeralContainer, PodSpec, PodTemplateSpec } from '../model/kinds/core-v1.ts';
import type { LabelSelector, ObjectMeta } from '../model/kinds/meta-v1.ts';

/** What Pods and the kinds that make pods have in common, as far as rules ask; `selector` is a map of labels in a ReplicationController. */
export interface PodBearing {
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
  readonly spec?: PodSpec & {
    readonly replicas?: number;
    readonly selector?: LabelSelector;
    readonly template?: PodTemplateSpec;
    readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplateSpec } };
  };
}

/** The pods an object is or makes. */
export interface PodPart {
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  /** Where `metadata` and `spec` stand. */
  readonly at: FieldPath;
  readonly specAt: FieldPath;
}

export function podOf({ kind, metadata = {}, spec }: PodBearing): PodPart {
  if (kind === 'Pod') return { metadata, spec: spec ?? {}, at: fieldPath(), specAt: fieldPath('spec') };
  const [template, at] =
    kind === 'CronJob'
      ? [spec?.jobTemplate?.spec?.template, fieldPath('spec', 'jobTemplate', 'spec', 'template')]
      : [spec?.template, fieldPath('spec', 'template')];
  return { metadata: template?.metadata ?? {}, spec: template?.spec ?? {}, at, specAt: child(at, 'spec') };
}

/** A container of a pod. `init` containers end before the others start; `sidecar`s are init containers that keep running. */
export interface ContainerPart {
  readonly role: 'container' | 'init' | 'sidecar' | 'ephemeral';
  readonly container: Container | EphemeralContainer;
  readonly name: string;
  readonly path: FieldPath;
}

/** All containers in the order in which the API server goes through them. */
export function containersOf(object: PodBearing): ContainerPart[] {
  const { spec, specAt } = podOf(object);
  const part = (role: ContainerPart['role'], list: string, container: Container | EphemeralContainer, i: number): ContainerPart => ({
    role,
    container,
    name: container.name ?? '',
    path: index(child(specAt, list), i),
  });
  return [
    ...(spec.initContainers ?? []).map((each, i) => part(each.restartPolicy === 'Always' ? 'sidecar' : 'init', 'initContainers', each, i)),
    ...(spec.containers ?? []).map((each, i) => part('container', 'containers', each, i)),
    ...(spec.ephemeralContainers ?? []).map((each, i) => part('ephemeral', 'ephemeralContainers', each, i)),
  ];
}

/** The containers that run for as long as the pod does. */
export const runningContainersOf = (object: PodBearing): ContainerPart[] =>
  containersOf(object).filter(({ role }) => role === 'container' || role === 'sidecar');

/** Whether pods run on Windows by their own word, where several settings of Linux mean nothing. */
export const isWindows = ({ spec }: PodPart): boolean =>
  spec.os?.name === 'windows' || spec.nodeSelector?.['kubernetes.io/os'] === 'windows';
