import { fieldPath } from '../model/field-path.ts';
import { goQuote } from '../model/go-text.ts';
import { deepEqual } from '../model/json.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';
import type { Resource } from '../schema/registry.ts';
import { isDns1123Subdomain, isQualifiedName } from '../validate/shared/names.ts';
import { validateGenericObjectMeta } from '../validate/shared/object-meta.ts';
import type { KindStrategy } from '../validate/strategy.ts';
import type { MutableObject } from './server-context.ts';

/** What the server does with any custom resource, whatever its schema: status is apart when it is a subresource, every other change counts a generation. */
export function customResourceStrategy({ gvk, namespaced, subresources }: Resource): KindStrategy<MutableObject> {
  const hasStatus = subresources.includes('status');
  return {
    gvk,
    defaults: () => undefined,
    prepareForCreate(object) {
      if (hasStatus) delete object.status;
      object.metadata.generation = 1;
    },
    prepareForUpdate(object, old) {
      if (hasStatus) keepStatus(object, old);
      const isChanged = !deepEqual({ ...object, metadata: undefined }, { ...old, metadata: undefined });
      if (isChanged) object.metadata.generation = (old.metadata.generation ?? 0) + 1;
    },
    validate: ({ metadata }) => validateGenericObjectMeta(metadata, { namespaced, format: isDns1123Subdomain }, fieldPath('metadata')),
    validateUpdate: () => [],
    warnings: ({ metadata }, old) => addedFinalizers(metadata, old?.metadata).flatMap(finalizerWarnings),
  };
}

function keepStatus(object: MutableObject, old: MutableObject): void {
  if (old.status === undefined) delete object.status;
  else object.status = old.status;
}

const STANDARD_FINALIZERS: readonly string[] = ['kubernetes', 'orphan', 'foregroundDeletion'];

const addedFinalizers = ({ finalizers = [] }: ObjectMeta, old: ObjectMeta = {}): string[] =>
  [...new Set(finalizers)].filter((name) => !old.finalizers?.includes(name)).sort();

/** What built-in kinds refuse in a finalizer's name is only warned about here. */
function finalizerWarnings(name: string): string[] {
  const at = `metadata.finalizers: ${goQuote(name)}`;
  const syntax = isQualifiedName(name).map((message) => `${at}: ${message}`);
  if (name.includes('/') || STANDARD_FINALIZERS.includes(name)) return syntax;
  const path = name.includes('.') ? ' including a path (/)' : '';
  return [...syntax, `${at}: prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`];
}
