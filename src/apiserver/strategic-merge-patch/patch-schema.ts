import { pointee, type Field, type GoType, type SchemaRegistry } from '../../schema/registry.ts';

/** What patching needs to know of a struct or map: how each of its fields is merged. */
export interface PatchSchema {
  field(key: string): PatchField;
}

export interface PatchField {
  /** `merge` and `replace` as the field's tag says; none means that maps are merged and lists replaced. */
  readonly strategy: 'merge' | 'replace' | undefined;
  /** Patches list the fields that stay; those not listed go (unions such as a volume's source). */
  readonly retainKeys: boolean;
  /** The field by which elements of a list of maps are known; empty for scalars. */
  readonly mergeKey: string;
  /** Of the map, or of the elements of the list. */
  readonly inner: PatchSchema;
}

/** Where nothing is known: maps are merged, lists replaced. */
const UNTYPED: PatchField = {
  strategy: undefined,
  retainKeys: false,
  mergeKey: '',
  get inner() {
    return untyped;
  },
};
const untyped: PatchSchema = { field: () => UNTYPED };

/** The merge rules of a struct, by its full name; untyped when the release has none of that name. */
export function patchSchemaOf(registry: SchemaRegistry, structName: string): PatchSchema {
  return registry.hasStruct(structName) ? schemaOf(registry, { kind: 'struct', name: structName }) : untyped;
}

function schemaOf(registry: SchemaRegistry, type: GoType): PatchSchema {
  if (type.kind !== 'struct') return untyped;
  return {
    field(key) {
      const field = registry.struct(type.name).byJson.get(key)?.field;
      return field ? fieldOf(registry, field) : UNTYPED;
    },
  };
}

function fieldOf(registry: SchemaRegistry, { type, patchStrategy = [], patchMergeKey = '' }: Field): PatchField {
  const own = pointee(type);
  return {
    strategy: patchStrategy.find((each) => each !== 'retainKeys'),
    retainKeys: patchStrategy.includes('retainKeys'),
    mergeKey: patchMergeKey,
    inner: schemaOf(registry, pointee(own.kind === 'slice' ? own.element : own)),
  };
}
