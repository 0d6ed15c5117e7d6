import {
  ERROR,
  isDyn,
  isDynOrError,
  opaqueType,
  listType,
  mapType,
  parametersOf,
  runtimeNameOf,
  sameType,
  typeText,
  typeType,
  DYN,
  type CelType,
} from './types.ts';

/** What type variables stand for, by their name. */
export type Substitution = ReadonlyMap<string, CelType>;

/** `substitution` with what makes `from` and `to` agree, or undefined when nothing does: whether a value of one can be given where the other is wanted. */
export function unify(substitution: Substitution, to: CelType, from: CelType): Substitution | undefined {
  const copy = new Map(substitution);
  return assign(copy, to, from) ? copy : undefined;
}

/** The same for lists of types of one length. */
export function unifyAll(substitution: Substitution, to: readonly CelType[], from: readonly CelType[]): Substitution | undefined {
  const copy = new Map(substitution);
  return assignAll(copy, to, from) ? copy : undefined;
}

const find = (map: Map<string, CelType>, type: CelType): CelType | undefined => map.get(typeText(type));

function assignAll(map: Map<string, CelType>, first: readonly CelType[], second: readonly CelType[]): boolean {
  return first.length === second.length && first.every((type, i) => assign(map, type, second[i] ?? ERROR));
}

function assign(map: Map<string, CelType>, first: CelType, second: CelType): boolean {
  if (second.kind === 'param') {
    const { valid, known } = bind(map, first, second);
    if (valid || known) return valid;
  }
  if (first.kind === 'param') return bind(map, second, first).valid;
  if (isDynOrError(first) || isDynOrError(second)) return true;
  if (first.kind === 'null') return isNullable(second);
  if (second.kind === 'null') return isNullable(first);
  switch (first.kind) {
    case 'type':
      return second.kind === 'type';
    case 'opaque':
    case 'list':
    case 'map':
      return (
        first.kind === second.kind &&
        runtimeNameOf(first) === runtimeNameOf(second) &&
        assignAll(map, parametersOf(first), parametersOf(second))
      );
    default:
      return first.kind === second.kind && runtimeNameOf(first) === runtimeNameOf(second);
  }
}

const isNullable = (type: CelType): boolean => NULLABLE.includes(type.kind) || ('isNullable' in type && type.isNullable === true);
const NULLABLE = ['opaque', 'struct', 'any', 'duration', 'timestamp', 'null'];

/** Lets the variable `param` stand for `type`, or for what is more general of `type` and what it stands for. */
function bind(map: Map<string, CelType>, type: CelType, param: CelType): { readonly valid: boolean; readonly known: boolean } {
  if (type.kind === param.kind && sameType(type, param)) return { valid: true, known: true };
  const current = find(map, param);
  if (current) {
    if (type.kind === current.kind && sameType(type, current)) return { valid: true, known: true };
    if (!assign(map, type, current)) return { valid: false, known: true };
    const general = moreGeneral(type, current);
    if (!occursIn(map, param, general)) map.set(typeText(param), general);
    return { valid: true, known: true };
  }
  if (occursIn(map, param, type)) return { valid: false, known: false };
  map.set(typeText(param), type);
  return { valid: true, known: false };
}

function occursIn(map: Map<string, CelType>, param: CelType, type: CelType): boolean {
  if (sameType(param, type)) return true;
  if (type.kind === 'param') {
    const target = find(map, type);
    return target !== undefined && occursIn(map, param, target);
  }
  return parametersOf(type).some((inner) => occursIn(map, param, inner));
}

/** The type that covers both; the first when both do. */
export const moreGeneral = (first: CelType, second: CelType): CelType => (coversAll(first, second) ? first : second);

function coversAll(first: CelType, second: CelType): boolean {
  if (isDyn(first) || first.kind === 'param') return true;
  if (isDyn(second) || second.kind === 'param' || first.kind !== second.kind) return false;
  switch (first.kind) {
    case 'type':
      return true;
    case 'opaque':
    case 'list':
    case 'map': {
      const [left, right] = [parametersOf(first), parametersOf(second)];
      return (
        runtimeNameOf(first) === runtimeNameOf(second) &&
        left.length === right.length &&
        left.every((type, i) => coversAll(type, right[i] ?? ERROR))
      );
    }
    default:
      return sameType(first, second);
  }
}

/** The type with its variables replaced; those that stand for nothing become `dyn` when `toDyn`. */
export function substitute(substitution: Substitution, type: CelType, toDyn: boolean): CelType {
  if (substitution.size === 0 && !toDyn) return type;
  const target = type.kind === 'param' ? substitution.get(type.name) : undefined;
  if (target) return substitute(substitution, target, toDyn);
  const inner = (parameter: CelType): CelType => substitute(substitution, parameter, toDyn);
  switch (type.kind) {
    case 'param':
      return toDyn ? DYN : type;
    case 'opaque':
      return type.parameters.length === 0 ? type : opaqueType(type.name, ...type.parameters.map(inner));
    case 'list':
      return listType(inner(type.parameters[0]));
    case 'map':
      return mapType(inner(type.parameters[0]), inner(type.parameters[1]));
    case 'type':
      return type.parameters[0] ? typeType(inner(type.parameters[0])) : type;
    default:
      return type;
  }
}
