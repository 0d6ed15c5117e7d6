import { fieldPath, root, valueAt, type FieldPath } from '../../../model/field-path.ts';
import { isObject } from '../../../model/json.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { Resource } from '../../../schema/registry.ts';
import type { AdmissionRequest } from '../../plugin.ts';
import { typed } from '../../typed.ts';
import type { PodLike } from './check.ts';

/** Where the kinds that make pods have their template. */
const TEMPLATES: Readonly<Record<string, FieldPath>> = {
  'podtemplates.': fieldPath('template'),
  'replicationcontrollers.': fieldPath('spec', 'template'),
  'replicasets.apps': fieldPath('spec', 'template'),
  'deployments.apps': fieldPath('spec', 'template'),
  'statefulsets.apps': fieldPath('spec', 'template'),
  'daemonsets.apps': fieldPath('spec', 'template'),
  'jobs.batch': fieldPath('spec', 'template'),
  'cronjobs.batch': fieldPath('spec', 'jobTemplate', 'spec', 'template'),
};

const keyOf = ({ resource }: Pick<AdmissionRequest, 'resource'>): string => `${resource.plural}.${resource.gvk.group}`;

/** Whether a request is about a kind that makes pods. */
export const hasTemplate = (request: AdmissionRequest): boolean => request.subresource === '' && Object.hasOwn(TEMPLATES, keyOf(request));

/** The pod that an object of this resource is or would make, and where it stands in the object; undefined for other resources. */
export function podAndPathOf(resource: Resource, object: object): { readonly pod: PodLike; readonly path: FieldPath } | undefined {
  const path = keyOf({ resource }) === 'pods.' ? root : TEMPLATES[keyOf({ resource })];
  const pod = podIn(object, path);
  return path && pod && { pod, path };
}

function podIn(object: object | undefined, path: FieldPath | undefined): PodLike | undefined {
  const found = object && path ? valueAt(object, path) : undefined;
  return isObject(found) ? podLike(typed<Pod>(found)) : undefined;
}

export const podLike = ({ metadata = {}, spec = {} }: Pod): PodLike => ({ metadata, spec });
