import { sizeOf } from './library/standard.ts';
import { patternSizeOf } from './library/formats.ts';
import { elementsOf, isList, isMap, isOpaque, isOptional, type Value } from './value.ts';

/** What operations cost, in upstream's units. */
export const SELECT_COST = 1;
export const LIST_COST = 10;
export const MAP_COST = 30;
export const STRUCT_COST = 40;
export const STRING_FACTOR = 0.1;
export const REGEX_FACTOR = 0.25;
/** How many requirements a selector has for each of its characters. */
export const SELECTOR_REQUIREMENTS = 0.5;

/** A size of 1 for what has none. */
function sizeForCost(value: Value | undefined): number {
  if (value === undefined) return 1;
  if (isOptional(value) && value.value !== undefined) return sizeForCost(value.value);
  return sizeOf(value) ?? 1;
}
const plainSize = (value: Value | undefined): number => (value === undefined ? 1 : (sizeOf(value) ?? 1));
const traversal = (value: Value | undefined, times = 1): number => Math.ceil(plainSize(value) * times * STRING_FACTOR);
const search = (text: Value | undefined, pattern: Value | undefined): number =>
  Math.ceil((1 + plainSize(text)) * STRING_FACTOR) * Math.ceil(plainSize(pattern) * REGEX_FACTOR);

/** Functions that cost 1: builders and accessors. */
export const NOMINAL = new Set([
  'serviceAccount', 'path', 'group', 'resource', 'subresource', 'namespace', 'name', 'allowed', 'reason', 'error', 'errored',
  'masked', 'prefixLength', 'family', 'isUnspecified', 'isLoopback', 'isLinkLocalMulticast', 'isLinkLocalUnicast', 'isGlobalUnicast', 'format.named',
  'sign', 'asInteger', 'isInteger', 'asApproximateFloat', 'isGreaterThan', 'isLessThan', 'compareTo', 'add', 'sub', 'major', 'minor', 'patch',
  'getScheme', 'getHostname', 'getHost', 'getPort', 'getEscapedPath', 'getQuery',
]); // prettier-ignore
/** Functions that read a text once. */
export const ONE_TRAVERSAL = new Set([
  'url', 'lowerAscii', 'upperAscii', 'substring', 'trim', 'jsonpatch.escapeKey', 'cidr', 'isIP', 'isCIDR', 'quantity', 'isQuantity', 'semver', 'isSemver',
]); // prettier-ignore
/** Functions that look at each element of a list. */
export const TREE_TRAVERSAL = new Set(['isSorted', 'sum', 'max', 'min', 'indexOf', 'lastIndexOf', 'includes']);
/** An authorization check costs so much that an expression can make two. */
export const CHECK_COST = 350_000;

/** Costs by Kubernetes' estimator, by name of the function; undefined where it has none. */
function kubernetesCost(name: string, overload: string, args: readonly Value[], result: () => Value): number | undefined {
  const [first, second] = args;
  if (NOMINAL.has(name)) return 1;
  if (TREE_TRAVERSAL.has(name)) return first === undefined ? 0 : treeCost(first);
  if (ONE_TRAVERSAL.has(name)) return traversal(first);
  switch (name) {
    case 'check':
      return CHECK_COST;
    case 'fieldSelector':
    case 'labelSelector': {
      const size = plainSize(second);
      return LIST_COST + Math.ceil(size * STRING_FACTOR) + Math.ceil(Math.ceil(size * SELECTOR_REQUIREMENTS) * (LIST_COST + STRUCT_COST));
    }
    case 'replace':
    case 'split':
    case 'ip.isCanonical':
      return traversal(first, 2);
    case 'join':
      return traversal(result(), 2);
    case 'find':
    case 'findAll':
      return search(first, second);
    case 'ip':
      return overload === 'cidr_ip' ? 1 : traversal(first);
    case 'containsIP':
      return traversal(first, 2) + (overload === 'cidr_contains_ip_string' ? traversal(second) : 0);
    case 'containsCIDR':
      return traversal(first, 2) + traversal(first) + 1 + (overload === 'cidr_contains_cidr_string' ? traversal(second) : 0);
    case 'validate': {
      const size = first !== undefined && isOpaque(first) ? patternSizeOf(first.value) : undefined;
      return size === undefined ? undefined : Math.ceil((1 + plainSize(second)) * STRING_FACTOR) * Math.ceil(size * REGEX_FACTOR);
    }
    case '_==_':
      return first !== undefined && isOpaque(first) ? 1 : undefined;
    default:
      return undefined;
  }
}

/** What it costs to walk a value as a tree. */
function treeCost(value: Value): number {
  if (typeof value === 'string') return Math.trunc(new TextEncoder().encode(value).length * STRING_FACTOR);
  if (value instanceof Uint8Array) return Math.trunc(value.length * STRING_FACTOR);
  if (isList(value)) return elementsOf(value).reduce<number>((sum, item) => sum + treeCost(item), 0);
  if (isMap(value)) return value.keys().reduce<number>((sum, key) => sum + treeCost(key) + treeCost(value.find(key) ?? null), 0);
  return 1;
}

const allocating = (factor: number, size: number): number => Math.trunc(size * (factor < 0 ? 1 : factor)) + 1 + LIST_COST;
function selfCompare(list: Value | undefined): number {
  const [first] = list !== undefined && isList(list) && list.length > 0 ? [list.at(0)] : [];
  const factor = typeof first === 'string' || first instanceof Uint8Array ? 2 + STRING_FACTOR : 2;
  const size = plainSize(list);
  return allocating(factor, size * size);
}

/** Costs of cel-go's libraries of lists and sets, by overload. */
function libraryCost(overload: string, args: readonly Value[], result: () => Value): number | undefined {
  const [first, second] = args;
  switch (overload) {
    case 'list_slice':
    case 'list_reverse':
      return allocating(1, plainSize(result()));
    case 'lists_range':
      return allocating(1, typeof first === 'bigint' ? Number(first) : 0);
    case 'list_flatten':
      return allocating(1, plainSize(first));
    case 'list_flatten_int':
      return allocating(typeof second === 'bigint' ? Number(second) : 1, plainSize(first));
    case 'list_distinct':
      return selfCompare(first);
    case 'list_sets_contains_list':
    case 'list_sets_intersects_list':
      return 1 + plainSize(first) * plainSize(second);
    case 'list_sets_equivalent_list':
      return 1 + plainSize(first) * plainSize(second) * 2;
    default:
      if (/^list_.*_sort$/.test(overload)) return selfCompare(first);
      return /^list_.*_sortByAssociatedKeys$/.test(overload) ? selfCompare(second) : undefined;
  }
}

const COMPARISONS = new Set(['less', 'greater', 'less_equals', 'greater_equals'].flatMap((name) => [`${name}_string`, `${name}_bytes`]));

const SIZED_NAMES = new Set([
  ...TREE_TRAVERSAL, ...ONE_TRAVERSAL,
  'check', 'fieldSelector', 'labelSelector', 'replace', 'split', 'join', 'find', 'findAll', 'ip', 'ip.isCanonical', 'containsIP', 'containsCIDR', 'validate', '_==_',
]); // prettier-ignore
const SIZED_OVERLOADS = new Set([
  ...COMPARISONS, 'equals', 'not_equals', 'starts_with_string', 'ends_with_string', 'string_to_bytes', 'bytes_to_string', 'strings_quote', 'string_format',
  'in_list', 'add_string', 'add_bytes', 'matches', 'matches_string', 'contains_string',
]); // prettier-ignore

/** The cost of a call where it does not depend on its arguments. */
export function fixedCostOf(name: string, overload: string): number | undefined {
  if (NOMINAL.has(name)) return 1;
  return SIZED_NAMES.has(name) || SIZED_OVERLOADS.has(overload) || /^lists?_/.test(overload) ? undefined : 1;
}

/**
 * The cost of a call by its function, the overload where the checker knew it (else empty), its arguments and its result, which is only asked for where the
 * cost depends on it.
 */
export function callCost(name: string, overload: string, args: readonly Value[], result: () => Value): number {
  const [first, second] = args;
  const known = libraryCost(overload, args, result) ?? kubernetesCost(name, overload, args, result);
  if (known !== undefined) return known;
  if (overload === 'equals' || overload === 'not_equals' || COMPARISONS.has(overload))
    return Math.ceil(Math.min(sizeForCost(first), sizeForCost(second)) * STRING_FACTOR);
  switch (overload) {
    case 'starts_with_string':
    case 'ends_with_string':
      return Math.ceil(sizeForCost(second) * STRING_FACTOR);
    case 'string_to_bytes':
    case 'bytes_to_string':
    case 'strings_quote':
    case 'string_format':
      return Math.ceil(sizeForCost(first) * STRING_FACTOR);
    case 'in_list':
      return sizeForCost(second);
    case 'add_string':
    case 'add_bytes':
      return Math.ceil((sizeForCost(first) + sizeForCost(second)) * STRING_FACTOR);
    case 'matches':
    case 'matches_string':
      return Math.ceil((1 + sizeForCost(first)) * STRING_FACTOR) * Math.ceil(sizeForCost(second) * REGEX_FACTOR);
    case 'contains_string':
      return Math.ceil(sizeForCost(first) * STRING_FACTOR) * Math.ceil(sizeForCost(second) * STRING_FACTOR);
    default:
      return 1;
  }
}
