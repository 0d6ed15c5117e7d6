import {
  LIST_COST,
  NOMINAL,
  CHECK_COST,
  ONE_TRAVERSAL,
  REGEX_FACTOR,
  SELECTOR_REQUIREMENTS,
  STRING_FACTOR,
  STRUCT_COST,
  TREE_TRAVERSAL,
} from './call-cost.ts';
import { exactly, NOTHING, plus, scaled, times, UNBOUNDED, union, UNKNOWN, type Range } from './cost-range.ts';
import { AUTHORIZER, DECISION, FORMAT, GROUP_CHECK, PATH_CHECK, QUANTITY, RESOURCE_CHECK, SEMVER, URL_TYPE } from './declarations.ts';
import type { Expr } from './expr.ts';
import { itemsPath, type SizePath } from './size-path.ts';
import { parametersOf, sameType, type CelType } from './types.ts';

/** A receiver or argument of a call. */
export interface Operand {
  readonly type: CelType;
  readonly expr: Expr;
  readonly path: SizePath;
  /** Undefined where nothing is known. */
  readonly size: Range | undefined;
}

export interface Call {
  readonly name: string;
  readonly overload: string;
  readonly target: Operand | undefined;
  readonly args: readonly Operand[];
}

/** What a call costs without its arguments, and how large its result is. */
export interface CallEstimate {
  readonly cost: Range;
  readonly size?: Range;
}

const ONE = exactly(1);
const COMPARED_AT_ONCE = [QUANTITY, AUTHORIZER, PATH_CHECK, GROUP_CHECK, RESOURCE_CHECK, DECISION, SEMVER];
const FORMAT_PATTERN_SIZE = 128;
const FORMAT_SIZE = 64;
/** Bytes of an address. */
const ADDRESS: Range = { min: 4, max: 16 };

const sizeOf = (operand: Operand | undefined): Range => operand?.size ?? UNKNOWN;
const traversal = (size: Range, repetitions = 1): Range => scaled(size, repetitions * STRING_FACTOR);
const search = (text: Range, pattern: Range): Range => times(traversal(plus(text, ONE)), scaled(pattern, REGEX_FACTOR));

/** Estimates by the libraries of lists and sets, then by Kubernetes; undefined where none of them has one. `sizeAt` knows sizes by declaration. */
export function estimateLibraryCall(call: Call, sizeAt: (path: SizePath) => Range | undefined): CallEstimate | undefined {
  return estimateListCall(call) ?? estimateKubernetesCall(call, sizeAt);
}

function estimateKubernetesCall(
  { name, overload, target, args }: Call,
  sizeAt: (path: SizePath) => Range | undefined,
): CallEstimate | undefined {
  const [first, second] = args;
  if (name === 'check') return { cost: exactly(CHECK_COST) };
  if (NOMINAL.has(name)) return { cost: ONE };
  if (name === '_==_') return estimateEquals(args);
  if (TREE_TRAVERSAL.has(name)) return target && { cost: estimateTree(name, target, sizeAt) };
  if (ONE_TRAVERSAL.has(name)) return estimateTraversal(name, target ?? first);
  switch (name) {
    case 'fieldSelector':
    case 'labelSelector': {
      const requirements = scaled(scaled(sizeOf(first), SELECTOR_REQUIREMENTS), LIST_COST + STRUCT_COST);
      return { cost: plus(plus(exactly(LIST_COST), traversal(sizeOf(first))), requirements) };
    }
    case 'replace':
      return target && { cost: traversal(sizeOf(target), 2), size: replacedSize(sizeOf(target), sizeOf(first), sizeOf(second)) };
    case 'split':
      return target && { cost: traversal(sizeOf(target), 2), size: { min: 0, max: integerOf(second) ?? sizeOf(target).max } };
    case 'join': {
      const size = target && joinedSize(target, first, sizeAt);
      return size && { cost: traversal(size), size };
    }
    case 'find':
    case 'findAll':
      return target && { cost: search(sizeOf(target), sizeOf(first)), size: { min: 0, max: sizeOf(target).max } };
    case 'ip':
      return { cost: overload === 'cidr_ip' ? ONE : traversal(sizeOf(first)) };
    case 'ip.isCanonical':
      return { cost: traversal(sizeOf(first), 2) };
    case 'containsIP':
    case 'containsCIDR': {
      const compared = traversal(plus(ADDRESS, ADDRESS));
      const masked = name === 'containsCIDR' ? plus(traversal(ADDRESS), ONE) : NOTHING;
      const parsed = overload.endsWith('_string') ? traversal(sizeOf(first)) : NOTHING;
      return { cost: plus(plus(compared, masked), parsed) };
    }
    case 'validate':
      return { cost: scaled(traversal(sizeOf(first)), FORMAT_PATTERN_SIZE * REGEX_FACTOR) };
    default:
      return undefined;
  }
}

/** Functions that read a text once; what they return is as long where it is a text. */
function estimateTraversal(name: string, text: Operand | undefined): CallEstimate {
  const size = sizeOf(text);
  const isSized = ['url', 'jsonpatch.escapeKey', 'lowerAscii', 'upperAscii', 'substring', 'trim'].includes(name);
  return { cost: traversal(size), ...(isSized ? { size } : {}) };
}

function estimateEquals([left, right]: readonly Operand[]): CallEstimate | undefined {
  if (!left || !right || !sameType(left.type, right.type)) return undefined;
  const { type } = left;
  if (type.kind === 'opaque') return type.name.startsWith('net.') ? { cost: ONE } : undefined;
  if (type.kind !== 'struct') return undefined;
  if (sameType(type, FORMAT)) return { cost: traversal({ min: 1, max: FORMAT_SIZE }) };
  if (sameType(type, URL_TYPE)) return { cost: traversal({ min: 1, max: right.size?.max ?? 1 }) };
  return COMPARED_AT_ONCE.some((each) => sameType(type, each)) ? { cost: ONE } : undefined;
}

/** The elements of a list, with the path where it is known. */
function elementsOf(list: Operand): { readonly type: CelType; readonly path: SizePath } | undefined {
  const [type] = parametersOf(list.type);
  return type && { type, path: itemsPath(list.path) };
}

function estimateTree(name: string, target: Operand, sizeAt: (path: SizePath) => Range | undefined): Range {
  const size = sizeOf(target);
  const element = elementsOf(target);
  if (!element) return name === 'includes' ? size : traversal(size);
  const isText = element.type.kind === 'string' || element.type.kind === 'bytes';
  return times(size, isText ? plus(ONE, traversal(sizeAt(element.path) ?? UNKNOWN)) : ONE);
}

function joinedSize(list: Operand, separator: Operand | undefined, sizeAt: (path: SizePath) => Range | undefined): Range {
  const count = sizeOf(list);
  const element = elementsOf(list);
  const items = element ? times(count, sizeAt(element.path) ?? UNKNOWN) : NOTHING;
  const gaps = { min: Math.max(0, count.min - 1), max: Math.max(0, count.max - 1) };
  return separator ? plus(items, times(sizeOf(separator), gaps)) : items;
}

/** The size of a text with its parts replaced as seldom or as often as can be. */
function replacedSize(text: Range, from: Range, to: Range): Range {
  const extreme = (size: number, part: number, replacement: number, isKept: boolean): number => {
    if (part === 0) return (size < UNBOUNDED ? size + 1 : size) * replacement + size;
    return isKept ? size : Math.ceil(size / part) * replacement;
  };
  return {
    min: Math.min(UNBOUNDED, extreme(text.min, from.max, to.min, from.max <= to.min)),
    max: Math.min(UNBOUNDED, extreme(text.max, from.min, to.max, to.max <= from.min)),
  };
}

/** The integer a literal stands for, unbounded below zero. */
function integerOf(operand: Operand | undefined): number | undefined {
  if (operand?.expr.kind !== 'constant' || typeof operand.expr.value !== 'bigint') return undefined;
  return operand.expr.value < 0n ? UNBOUNDED : Number(operand.expr.value);
}
/** The same, zero below zero. */
const countOf = (operand: Operand | undefined): number | undefined =>
  operand?.expr.kind === 'constant' && typeof operand.expr.value === 'bigint' ? Math.max(0, Number(operand.expr.value)) : undefined;

const allocating = (factor: number, size: Range): CallEstimate => ({ cost: plus(scaled(size, factor), exactly(1 + LIST_COST)), size });

function estimateListCall({ overload, target, args }: Call): CallEstimate | undefined {
  const [first, second] = args;
  const squared = (list: Operand | undefined, factor: number): CallEstimate => allocating(factor, times(sizeOf(list), sizeOf(list)));
  const crossed = (factor: number): CallEstimate => ({ cost: plus(scaled(times(sizeOf(first), sizeOf(second)), factor), ONE) });
  switch (overload) {
    case 'list_slice': {
      const length = (countOf(second) ?? sizeOf(target).max) - (countOf(first) ?? 0);
      return allocating(1, exactly(length < 0 ? UNBOUNDED : length));
    }
    case 'lists_range':
      return allocating(1, exactly(countOf(first) ?? UNBOUNDED));
    case 'list_reverse':
    case 'list_flatten':
      return allocating(1, sizeOf(target));
    case 'list_flatten_int':
      return allocating(countOf(first) ?? UNBOUNDED, sizeOf(target));
    case 'list_distinct':
      return squared(target, 2);
    case 'list_sets_contains_list':
    case 'list_sets_intersects_list':
      return crossed(1);
    case 'list_sets_equivalent_list':
      return crossed(2);
  }
  const sorted = /^list_(?<element>.+)_(?:sort|sortByAssociatedKeys)$/.exec(overload)?.groups?.['element'];
  if (sorted === undefined) return undefined;
  return squared(overload.endsWith('_sort') ? target : first, sorted === 'string' || sorted === 'bytes' ? 2 + STRING_FACTOR : 2);
}

const COMPARISONS = new Set([
  'equals', 'not_equals', ...['less', 'greater', 'less_equals', 'greater_equals'].flatMap((name) => [`${name}_string`, `${name}_bytes`]),
]); // prettier-ignore

/** Estimates for the functions of the language itself: one unit for what is not named. */
export function estimateStandardCall({ overload, target, args }: Call): CallEstimate {
  const [first, second] = args;
  if (COMPARISONS.has(overload)) {
    const max = Math.min(sizeOf(first).max, sizeOf(second).max);
    return { cost: traversal({ min: max > 0 ? 1 : 0, max }) };
  }
  const size = sizeOf(first);
  switch (overload) {
    case 'string_format':
      return { cost: traversal(sizeOf(target)) };
    case 'string_to_bytes':
      return { cost: traversal(size), size: { min: size.min, max: Math.min(UNBOUNDED, size.max * 4) } };
    case 'bytes_to_string':
      return { cost: traversal(size), size: { min: Math.floor(size.min / 4), max: size.max } };
    case 'strings_quote':
      // the largest size of all overflows to nothing, as it does upstream
      return { cost: traversal(size), size: { min: size.min + 2, max: size.max >= UNBOUNDED ? 0 : size.max * 2 + 2 } };
    case 'starts_with_string':
    case 'ends_with_string':
      return { cost: traversal(size) };
    case 'in_list':
      return { cost: sizeOf(second) };
    case 'matches':
      return { cost: search(size, sizeOf(second)) };
    case 'matches_string':
      return { cost: search(sizeOf(target), size) };
    case 'contains_string':
      return { cost: times(traversal(sizeOf(target)), traversal(size)) };
    case 'add_list':
      return { cost: ONE, size: plus(size, sizeOf(second)) };
    case 'add_string':
    case 'add_bytes': {
      const sum = plus(size, sizeOf(second));
      return { cost: traversal(sum), size: sum };
    }
    case 'conditional':
      return { cost: NOTHING, size: union(sizeOf(second), sizeOf(args[2])) };
    default:
      return { cost: ONE };
  }
}
