import type { PreviewResult } from '../../workspace/preview.ts';
import { textAt } from './object-fields.ts';

/** Tells what resulted from the manifests from what the cluster had already. */
export function objectsOfResult({
  objects,
}: PreviewResult): (kind: string) => (of: { readonly namespace: string; readonly name: string }) => boolean {
  const results = new Set(
    objects.map((object) => key(String(object.kind), textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name'))),
  );
  return (kind) =>
    ({ namespace, name }) =>
      results.has(key(kind, namespace, name));
}

const key = (kind: string, namespace: string, name: string): string => [kind, namespace, name].join('/');
