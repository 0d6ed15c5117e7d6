import type { GroupKind } from '../cluster/object.ts';
import type { ReadView } from '../cluster/store.ts';
import { isServed } from './establish.ts';
import { parseApiVersion, type GroupVersionKind } from '../model/group-version-kind.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { customResourceOf, customResourcesOf, type CustomResource } from '../schema/crd/custom-resources.ts';
import type { Resource, SchemaRegistry } from '../schema/registry.ts';

/** Where a document goes: the resource, and whether its kind is spelt as the server does. Clients' mappers also find kinds in lower case. */
export interface Route {
  readonly resource: Resource;
  /** What the CRD of a custom resource says. */
  readonly custom?: CustomResource;
  /** The kind as the document has it. */
  readonly kind: string;
  /** It is the kind of lists of the resource's objects: clients find it, the server has no such resource. */
  readonly isList?: boolean;
}

/** Group, version and kind as a client reads them: all empty when the API version is malformed, no version when there is none. */
export function gvkOf(object: JsonObject): GroupVersionKind {
  const { apiVersion, kind } = object;
  const parsed = parseApiVersion(typeof apiVersion === 'string' ? apiVersion : '');
  return parsed ? { ...parsed, kind: typeof kind === 'string' ? kind : '' } : { group: '', version: '', kind: '' };
}

/** What a client's REST mapper says of a kind that no resource has. */
export function noMatchText({ group, version, kind }: GroupVersionKind): string {
  return `no matches for kind "${kind}" in version "${group === '' ? version : `${group}/${version}`}"`;
}

/** The served resource of a document's kind: built in and on by default, or defined by a CRD in the store. */
export function findResource(gvk: GroupVersionKind, registry: SchemaRegistry, store: ReadView): Route | undefined {
  const exact = registry.resource(gvk);
  if (exact?.servedByDefault) return { resource: exact, kind: gvk.kind };
  const custom = customResource(gvk, registry, store);
  if (custom) return { resource: { ...custom.resource, gvk }, custom, kind: gvk.kind };
  if (gvk.kind === '') return undefined;
  const similar = registry.resources().find((each) => each.servedByDefault && isMeantBy(gvk, each));
  if (similar) return { resource: similar, kind: gvk.kind };
  const element = gvk.kind.endsWith('List') ? registry.resource({ ...gvk, kind: gvk.kind.slice(0, -'List'.length) }) : undefined;
  return element?.servedByDefault ? { resource: element, kind: gvk.kind, isList: true } : undefined;
}

/** Without an API version a document means the core group; in lower case a kind is found, too. */
function isMeantBy({ group, version, kind }: GroupVersionKind, { gvk }: Resource): boolean {
  if (gvk.group !== group || (version !== '' && gvk.version !== version)) return false;
  return gvk.kind === kind || gvk.kind.toLowerCase() === kind;
}

/** A kind that a CRD of the store serves; of several with the same kind, the first. */
function customResource(gvk: GroupVersionKind, { release }: SchemaRegistry, store: ReadView): CustomResource | undefined {
  for (const crd of store.definitions(gvk.group)) {
    const custom = customResourceOf(crd, gvk, release);
    if (custom && isServed(crd)) return custom;
  }
  return undefined;
}

/** A text field of `metadata` as a client reads it: empty when it is missing or something else. */
export function metadataText(object: JsonObject, field: string): string {
  const value = isObject(object.metadata) ? object.metadata[field] : undefined;
  return typeof value === 'string' ? value : '';
}

/** The served resources of a kind whatever their version, as a client's REST mapper finds them: built-in ones or those that CRDs of the store define. */
export function resourcesOfKind({ group, kind }: GroupKind, registry: SchemaRegistry, store: ReadView): readonly Omit<Route, 'kind'>[] {
  const builtIn = registry.resources().filter(({ gvk, servedByDefault }) => servedByDefault && gvk.group === group && gvk.kind === kind);
  if (builtIn.length > 0) return builtIn.map((resource) => ({ resource }));
  return store.list({ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }).flatMap((crd) =>
    isServed(crd)
      ? customResourcesOf(crd, registry.release)
          .filter(({ resource: { gvk } }) => gvk.group === group && gvk.kind === kind)
          .map((custom) => ({ resource: custom.resource, custom }))
      : [],
  );
}
