import jsonPatch, { type Operation } from 'fast-json-patch';
import { apiVersionOf } from '../model/group-version-kind.ts';
import type { ObjectDiff } from './change.ts';

/** The JSON Patch (RFC 6902) of one object that is in both sets. */
export interface ObjectPatch {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly patch: readonly Operation[];
}

/**
 * What `kubectl patch --type=json` takes to make the old objects, as the API server has them with their defaults, the new ones.
 * Objects that are new or gone have no patch, and Secrets only with `secrets`, since a patch holds their values.
 */
export const jsonPatches = (diffs: readonly ObjectDiff[], { secrets = false }: { readonly secrets?: boolean } = {}): ObjectPatch[] =>
  diffs.flatMap(({ gvk, namespace, name, before, after }) => {
    const isSecret = gvk.group === '' && gvk.kind === 'Secret';
    if (!before || !after || (isSecret && !secrets)) return [];
    const patch = jsonPatch.compare(before, after);
    return [{ apiVersion: apiVersionOf(gvk), kind: gvk.kind, ...(namespace !== '' && { namespace }), name, patch }];
  });
