import type { ReadView } from '../cluster/store.ts';
import type { CustomResourceDefinition } from '../model/kinds/apiextensions-v1.ts';
import { typed } from '../admission/typed.ts';
import type { SchemaRegistry } from '../schema/registry.ts';

/** A resource as authorizers name it. */
export interface AccessResource {
  readonly group: string;
  readonly resource: string;
  /** Undefined when nobody serves it. */
  readonly namespaced: boolean | undefined;
}

interface Named extends AccessResource {
  readonly names: readonly string[];
}

/**
 * The resource of a name as `kubectl auth can-i` takes it: plural, singular, short name or kind, with or without its group (`deploy`, `deployments.apps`).
 * A name that nobody serves is taken as it stands, the part after its first dot being the group.
 */
export function findAccessResource(name: string, registry: SchemaRegistry, view: ReadView): AccessResource {
  const wanted = name.toLowerCase();
  const known = [...servedResources(registry), ...customResources(view)];
  const found =
    known.find(({ names }) => names.includes(wanted)) ??
    known.find(({ names, group }) => names.some((each) => `${each}.${group}` === wanted));
  if (found) return { group: found.group, resource: found.resource, namespaced: found.namespaced };
  const [resource = '', ...group] = name.split('.');
  return { group: group.join('.'), resource, namespaced: undefined };
}

/** Those of the core group come first, as they do for kubectl. */
const servedResources = (registry: SchemaRegistry): Named[] =>
  registry
    .resources()
    .filter(({ servedByDefault }) => servedByDefault)
    .map(({ gvk, plural, singular, shortNames, namespaced }) => ({
      group: gvk.group,
      resource: plural,
      namespaced,
      names: [plural, singular, ...shortNames, gvk.kind.toLowerCase()],
    }));

const customResources = (view: ReadView): Named[] =>
  view.list({ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }).map((object) => {
    const { group = '', names = {}, scope } = typed<CustomResourceDefinition>(object).spec ?? {};
    const { plural = '', singular = '', kind = '', shortNames = [] } = names;
    return { group, resource: plural, namespaced: scope === 'Namespaced', names: [plural, singular, ...shortNames, kind.toLowerCase()] };
  });
