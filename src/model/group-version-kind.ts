/** Group (empty for core), version and kind of an object. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** `apps/v1`, `v1` → group and version. Text with more than one slash yields undefined, as the API machinery refuses it. */
export function parseApiVersion(apiVersion: string): { readonly group: string; readonly version: string } | undefined {
  const slash = apiVersion.indexOf('/');
  if (slash < 0) return { group: '', version: apiVersion };
  if (apiVersion.includes('/', slash + 1)) return undefined;
  return { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export const apiVersionOf = ({ group, version }: { readonly group: string; readonly version: string }): string =>
  group === '' ? version : `${group}/${version}`;

/** `apps/v1 Deployment`: a key for maps. */
export const gvkKey = (gvk: GroupVersionKind): string => `${apiVersionOf(gvk)} ${gvk.kind}`;

/** `Deployment.apps`, `Pod`: the kind as the API server names it where the version does not matter. */
export const groupKindText = ({ group, kind }: GroupVersionKind): string => (group === '' ? kind : `${kind}.${group}`);
