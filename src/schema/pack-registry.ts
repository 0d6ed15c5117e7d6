import { gvkKey } from '../model/group-version-kind.ts';
import { invariant } from '../model/invariant.ts';
import { parseGoType } from './go-type.ts';
import { readPolicy, type PolicyObject } from './policy.ts';
import type { Field, Member, Resource, SchemaRegistry, StructType } from './registry.ts';
import type { Release } from './release.ts';

/** What `schemas/v1.NN.json` holds: the resources, and where in `types.jsonl` the line of each type starts, by package and name. */
export interface PackIndex {
  readonly release: Release;
  readonly resources: readonly PackedResource[];
  readonly types: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

interface PackedResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames?: readonly string[];
  readonly namespaced?: boolean;
  readonly verbs: readonly string[];
  readonly subresources?: readonly string[];
  readonly servedByDefault?: boolean;
  readonly type: string;
}

type PackedFacts = Omit<Field, 'json' | 'go' | 'type' | 'inline'>;
type PackedField = readonly [json: string, go: string, type: string, facts?: PackedFacts];
type PackedStruct = readonly [name: string, fields: readonly PackedField[], facts?: Pick<StructType, 'mapType'>];

/**
 * A registry over pack data, wherever it comes from: `lineAt` answers the line of `types.jsonl` that starts at a byte offset, `policyLines` the text of
 * `policy.jsonl`.
 */
export function createPackRegistry(index: PackIndex, lineAt: (offset: number) => string, policyLines: () => string): SchemaRegistry {
  const resources = index.resources.map(unpackResource);
  const byGvk = new Map(resources.map((resource) => [gvkKey(resource.gvk), resource]));
  const structs = new Map<string, StructType>();
  let policy: readonly PolicyObject[] | undefined;
  const offsetOf = (name: string): number | undefined => {
    const dot = name.lastIndexOf('.');
    const types = index.types[name.slice(0, dot)];
    return types && Object.hasOwn(types, name.slice(dot + 1)) ? types[name.slice(dot + 1)] : undefined;
  };
  const registry: SchemaRegistry = {
    release: index.release,
    resource: (gvk) => byGvk.get(gvkKey(gvk)),
    resources: () => resources,
    hasStruct: (name) => offsetOf(name) !== undefined,
    struct(name) {
      const known = structs.get(name);
      if (known) return known;
      const offset = offsetOf(name);
      invariant(offset !== undefined, `Kubernetes ${index.release} has no type ${name}`);
      const [found, packed, structFacts] = JSON.parse(lineAt(offset)) as PackedStruct;
      invariant(
        found === name,
        `schemas/types.jsonl is not the one that v${index.release}.json was made for: ${found} where ${name} should be`,
      );
      const fields = packed.map(([json, go, type, facts]): Field => ({
        json,
        go,
        type: parseGoType(type),
        ...(json === '' && { inline: true }),
        ...facts,
      }));
      const struct: StructType = { name, fields, byJson: membersOf(fields, registry), ...structFacts };
      structs.set(name, struct);
      return struct;
    },
    policy: () => (policy ??= readPolicy(policyLines(), index.release)),
  };
  return registry;
}

function membersOf(fields: readonly Field[], registry: SchemaRegistry): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const field of fields) {
    if (!field.inline) {
      members.set(field.json, { field, within: [] });
      continue;
    }
    for (const [json, member] of registry.struct(field.type.name).byJson) {
      if (!members.has(json)) members.set(json, { field: member.field, within: [field.go, ...member.within] });
    }
  }
  return members;
}

const unpackResource = ({
  group,
  version,
  kind,
  shortNames,
  namespaced,
  subresources,
  servedByDefault,
  ...rest
}: PackedResource): Resource => ({
  ...rest,
  gvk: { group, version, kind },
  shortNames: shortNames ?? [],
  namespaced: namespaced ?? false,
  subresources: subresources ?? [],
  servedByDefault: servedByDefault ?? false,
});
