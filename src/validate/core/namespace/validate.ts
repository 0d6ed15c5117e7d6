import type { FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { Namespace } from '../../../model/kinds/core-v1.ts';
import { isDns1123Label } from '../../shared/names.ts';
import { clusterScoped, validateFinalizerName, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';

export const validateNamespace = ({ metadata, spec }: Namespace): FieldError[] => [
  ...validateObjectMeta(metadata, clusterScoped(isDns1123Label), fieldPath('metadata')),
  ...(spec?.finalizers ?? []).flatMap((name) => validateFinalizerName(name, fieldPath('spec', 'finalizers'))),
];

export const validateNamespaceUpdate = (namespace: Namespace, old: Namespace): FieldError[] => [
  ...validateNamespace(namespace),
  ...validateObjectMetaUpdate(namespace.metadata, old.metadata, fieldPath('metadata')),
];
