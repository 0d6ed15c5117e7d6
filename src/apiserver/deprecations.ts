import { gvkKey, type GroupVersionKind } from '../model/group-version-kind.ts';
import { isSince, type Release } from '../schema/release.ts';

/** Kinds that every request is warned about, since when, and the text. */
const DEPRECATED: Readonly<Record<string, { readonly since: Release; readonly text: string }>> = {
  'v1 Endpoints': { since: '1.34', text: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice' },
};

/** The server's warning about a deprecated kind; undefined for all others. */
export function deprecationWarning(gvk: GroupVersionKind, release: Release): string | undefined {
  const found = DEPRECATED[gvkKey(gvk)];
  return found && isSince(release, found.since) ? found.text : undefined;
}
