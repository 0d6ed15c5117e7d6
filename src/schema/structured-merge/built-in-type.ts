import { oncePerObject } from '../../model/once-per-object.ts';
import type { CollectionType, Field, GoType, SchemaRegistry } from '../registry.ts';
import { DEDUCED, UNTYPED, type ListMerge, type MergeType } from './merge-type.ts';

type Facts = Partial<Pick<Field, 'listType' | 'listMapKeys' | 'mapType' | 'patchStrategy' | 'patchMergeKey' | 'format'>>;

const atomicType = oncePerObject((registry: SchemaRegistry, struct: string) => structType(registry, struct, true));
const granularType = oncePerObject((registry: SchemaRegistry, struct: string) => structType(registry, struct, false));

/** How objects of a Go struct are merged; `mapType` is what a field says of it, in place of the struct itself. */
export function builtInType(
  registry: SchemaRegistry,
  struct: string,
  mapType: Facts['mapType'] = registry.struct(struct).mapType,
): MergeType {
  return (mapType === 'atomic' ? atomicType : granularType)(registry, struct);
}

function structType(registry: SchemaRegistry, name: string, isAtomic: boolean): MergeType {
  const { byJson } = registry.struct(name);
  if (byJson.size === 0) return { map: { isAtomic, member: () => DEDUCED, isField: () => false, defaultOf: () => undefined } };
  // types of members are made when a value has them
  const members = new Map<string, MergeType>();
  const member = (json: string): MergeType | undefined => {
    const field = byJson.get(json)?.field;
    let type = members.get(json);
    if (field && !type) members.set(json, (type = typeOf(registry, field.type, field)));
    return type;
  };
  return { map: { isAtomic, member, isField: (json) => byJson.has(json), defaultOf: (json) => defaultOf(byJson.get(json)?.field) } };
}

const ZERO_VALUES: Readonly<Partial<Record<GoType['kind'], unknown>>> = { string: '', bool: false, int32: 0, int64: 0, float64: 0 };

/** Fields that are always written stand for the zero value of their type when they are absent. */
function defaultOf(field: Field | undefined): unknown {
  if (field?.default !== undefined || !field?.always) return field?.default;
  return ZERO_VALUES[field.type.kind];
}

function typeOf(registry: SchemaRegistry, type: GoType, facts: Facts): MergeType {
  switch (type.kind) {
    case 'pointer':
      return typeOf(registry, type.element, facts);
    case 'struct':
      return builtInType(registry, type.name, facts.mapType);
    case 'slice':
      return { list: listOf(registry, type, facts) };
    case 'map': {
      const element = once(() => typeOf(registry, type.element, {}));
      return { map: { isAtomic: facts.mapType === 'atomic', member: element, isField: () => false, defaultOf: () => undefined } };
    }
    case 'string':
      return { scalar: facts.format === undefined ? 'string' : 'untyped' };
    case 'bytes':
      return { scalar: 'string' };
    case 'bool':
      return { scalar: 'boolean' };
    case 'int32':
    case 'int64':
    case 'float64':
      return { scalar: 'numeric' };
    case 'quantity':
    case 'time':
    case 'micro-time':
      return { scalar: 'untyped' };
    case 'raw':
      return UNTYPED;
    default:
      return DEDUCED;
  }
}

function listOf(registry: SchemaRegistry, { element }: CollectionType, facts: Facts): ListMerge {
  return { ...relationOf(facts), element: once(() => typeOf(registry, element, {})) };
}

/** What the list type says, else what the patch strategy does. */
function relationOf({ listType, listMapKeys = [], patchStrategy = [], patchMergeKey }: Facts): Pick<ListMerge, 'relation' | 'keys'> {
  if (listType !== undefined) return { relation: listType, keys: listType === 'map' ? listMapKeys : [] };
  if (!patchStrategy.includes('merge')) return { relation: 'atomic', keys: [] };
  return patchMergeKey === undefined ? { relation: 'set', keys: [] } : { relation: 'map', keys: [patchMergeKey] };
}

function once(make: () => MergeType): () => MergeType {
  let type: MergeType | undefined;
  return () => (type ??= make());
}
