import { isObject } from '../model/json.ts';
import type { GroupKind, KubernetesObject } from './object.ts';

export const DEFINITIONS: GroupKind = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };

export const isDefinitions = ({ group, kind }: GroupKind): boolean => kind === DEFINITIONS.kind && group === DEFINITIONS.group;

/** The API group whose kinds a CRD of this name defines: names are `plural.group`. */
export const groupOfName = (name: string): string => name.slice(name.indexOf('.') + 1);

const indexed = new WeakMap<readonly KubernetesObject[], ReadonlyMap<string, readonly KubernetesObject[]>>();

/** Those of a list of CRDs that define kinds of a group, in its order. Lists never change, so they are looked through once. */
export function definitionsOfGroup(definitions: readonly KubernetesObject[], group: string): readonly KubernetesObject[] {
  let byGroup = indexed.get(definitions);
  if (!byGroup) indexed.set(definitions, (byGroup = groupAll(definitions)));
  return byGroup.get(group) ?? [];
}

function groupAll(definitions: readonly KubernetesObject[]): Map<string, readonly KubernetesObject[]> {
  const byGroup = new Map<string, KubernetesObject[]>();
  for (const definition of definitions) {
    const group = definedGroup(definition);
    const known = byGroup.get(group);
    if (known) known.push(definition);
    else byGroup.set(group, [definition]);
  }
  return byGroup;
}

const definedGroup = ({ spec }: KubernetesObject): string => (isObject(spec) && typeof spec.group === 'string' ? spec.group : '');
