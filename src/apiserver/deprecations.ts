import { gvkKey, type GroupVersionKind } from '../model/group-version-kind.ts';
import { deprecationText } from '../schema/lifecycle.ts';
import type { Release } from '../schema/release.ts';

/** A stable API that is deprecated all the same; its registry says so, not its type. */
const ENDPOINTS = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

/** The server's warning about a request to a deprecated API; undefined for all others. */
export function deprecationWarning(gvk: GroupVersionKind, release: Release): string | undefined {
  return gvkKey(gvk) === 'v1 Endpoints' ? ENDPOINTS : deprecationText(gvk, release);
}
