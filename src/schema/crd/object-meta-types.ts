import { invariant } from '../../model/invariant.ts';
import { parseGoType } from '../go-type.ts';
import type { Field, SchemaRegistry, StructType } from '../registry.ts';
import type { Release } from '../release.ts';

const META = 'k8s.io/apimachinery/pkg/apis/meta/v1';
/** Full name of the struct that `metadata` is. */
export const OBJECT_META = `${META}.ObjectMeta`;

const TIME = `${META}.Time`;
const ALWAYS = { always: true } as const;

/** The structs below `metadata` in declaration order: JSON name, Go name, type. They are the same in all releases. */
const STRUCTS: Readonly<Record<string, readonly Field[]>> = {
  [OBJECT_META]: [
    field('name', 'Name', 'string'),
    field('generateName', 'GenerateName', 'string'),
    field('namespace', 'Namespace', 'string'),
    field('selfLink', 'SelfLink', 'string'),
    field('uid', 'UID', 'k8s.io/apimachinery/pkg/types.UID=string'),
    field('resourceVersion', 'ResourceVersion', 'string'),
    field('generation', 'Generation', 'int64'),
    field('creationTimestamp', 'CreationTimestamp', TIME),
    field('deletionTimestamp', 'DeletionTimestamp', `*${TIME}`),
    field('deletionGracePeriodSeconds', 'DeletionGracePeriodSeconds', '*int64'),
    field('labels', 'Labels', 'map[string]string'),
    field('annotations', 'Annotations', 'map[string]string'),
    field('ownerReferences', 'OwnerReferences', `[]${META}.OwnerReference`),
    field('finalizers', 'Finalizers', '[]string'),
    field('managedFields', 'ManagedFields', `[]${META}.ManagedFieldsEntry`),
  ],
  [`${META}.OwnerReference`]: [
    field('apiVersion', 'APIVersion', 'string', ALWAYS),
    field('kind', 'Kind', 'string', ALWAYS),
    field('name', 'Name', 'string', ALWAYS),
    field('uid', 'UID', 'k8s.io/apimachinery/pkg/types.UID=string', ALWAYS),
    field('controller', 'Controller', '*bool'),
    field('blockOwnerDeletion', 'BlockOwnerDeletion', '*bool'),
  ],
  [`${META}.ManagedFieldsEntry`]: [
    field('manager', 'Manager', 'string'),
    field('operation', 'Operation', `${META}.ManagedFieldsOperationType=string`),
    field('apiVersion', 'APIVersion', 'string'),
    field('time', 'Time', `*${TIME}`),
    field('fieldsType', 'FieldsType', 'string'),
    field('fieldsV1', 'FieldsV1', `*${META}.FieldsV1`),
    field('subresource', 'Subresource', 'string'),
  ],
};

function field(json: string, go: string, type: string, facts: Partial<Field> = {}): Field {
  return { json, go, type: parseGoType(type), ...facts };
}

const registries = new Map<Release, SchemaRegistry>();

/** A registry that knows `metadata` only, so that custom resources need no schema pack. */
export function objectMetaTypes(release: Release): SchemaRegistry {
  const known = registries.get(release);
  if (known) return known;
  const structs = new Map(
    Object.entries(STRUCTS).map(([name, fields]): [string, StructType] => [
      name,
      { name, fields, byJson: new Map(fields.map((each) => [each.json, { field: each, within: [] }])) },
    ]),
  );
  const registry: SchemaRegistry = {
    release,
    resource: () => undefined,
    resources: () => [],
    policy: () => [],
    hasStruct: (name) => structs.has(name),
    struct(name) {
      const struct = structs.get(name);
      invariant(struct, `${name} is no part of metadata`);
      return struct;
    },
  };
  registries.set(release, registry);
  return registry;
}
