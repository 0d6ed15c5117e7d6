import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import { fieldPath, joined, root, valueAt, type FieldPath } from '../../model/field-path.ts';
import { parseApiVersion } from '../../model/group-version-kind.ts';
import { isObject } from '../../model/json.ts';
import type { PodTemplateSpec } from '../../model/kinds/core-v1.ts';
import { controllerOf } from '../controllers/ownership.ts';
import { getObject } from '../kind.ts';
import { DEPLOYMENT, REPLICA_SET } from '../kinds.ts';
import { objectName } from '../network/finding.ts';
import type { Cause, ProblemPlace } from './problem.ts';

/** What is behind the trouble of a workload's pods, where it is to be mended, and how. */
export type Unwell = Pick<Cause, 'causes' | 'places' | 'remedy'>;

/** Where kinds have the template of their pods. */
const TEMPLATES: Readonly<Record<string, FieldPath>> = {
  Pod: root,
  CronJob: fieldPath('spec', 'jobTemplate', 'spec', 'template'),
  ...Object.fromEntries(
    ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job'].map((kind) => [
      kind,
      fieldPath('spec', 'template'),
    ]),
  ),
};

/** The template of a workload's pods. */
export function templateOf(workload: KubernetesObject): PodTemplateSpec | undefined {
  const at = TEMPLATES[workload.kind];
  const template = at && valueAt(workload, at);
  return isObject(template) ? template : undefined;
}

/** The Deployment, or else the nearest controller, that an object belongs to. */
export function workloadOf(object: KubernetesObject, view: ReadView): KubernetesObject {
  const owner = ownerOf(object, view);
  if (!owner) return object;
  const parent = owner.kind === 'ReplicaSet' ? ownerOf(owner, view) : undefined;
  return parent?.kind === 'Deployment' ? parent : owner;
}

/** The controller of an object, where it is there. */
export function ownerOf(object: KubernetesObject, view: ReadView): KubernetesObject | undefined {
  const { apiVersion = '', kind = '', name = '', uid } = controllerOf(object) ?? {};
  const namespace = object.metadata.namespace ?? '';
  if (kind === REPLICA_SET.kind) return getObject(view, REPLICA_SET, namespace, name);
  if (kind === DEPLOYMENT.kind) return getObject(view, DEPLOYMENT, namespace, name);
  const owner = name === '' ? undefined : view.get({ group: parseApiVersion(apiVersion)?.group ?? '', kind, namespace, name });
  return owner?.metadata.uid === uid ? owner : undefined;
}

/** Owners may be written down in a circle. */
const MOST_OWNERS = 10;

/** Where a field of a pod was written: in the template of the uppermost controller that has one. */
export function podPlace(object: KubernetesObject, path: FieldPath, view: ReadView): ProblemPlace {
  let holder = object;
  for (let i = 0, above: KubernetesObject | undefined = object; above && i < MOST_OWNERS; i++) {
    if (TEMPLATES[above.kind]) holder = above;
    above = ownerOf(above, view);
  }
  return { object: objectName(holder), path: joined(TEMPLATES[holder.kind] ?? root, path) };
}
