import { goTypeName, missingListMethod } from './go-type-name.ts';
import { sizeOf } from './library/standard.ts';
import { patternSizeOf } from './library/formats.ts';
import { elementsOf, isList, isMap, isOpaque, isOptional, type Value } from './value.ts';
import { EvaluationEnded } from './work-limit.ts';

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

/** What a call costs: always the same, or by its arguments and its result, which is only asked for where the cost depends on it. */
export type CallCost = number | ((args: readonly Value[], result: () => Value) => number);

/** What calls of a function cost, by the overload where the checker knew it (else empty). */
export const costOf = (name: string, overload: string): CallCost =>
  libraryCost(overload) ?? kubernetesCost(name, overload) ?? standardCost(overload);

const evaluated = (cost: CallCost, args: readonly Value[], result: () => Value): number =>
  typeof cost === 'number' ? cost : cost(args, result);

/** Costs by Kubernetes' estimator; undefined where it has none. */
function kubernetesCost(name: string, overload: string): CallCost | undefined {
  if (NOMINAL.has(name)) return 1;
  if (TREE_TRAVERSAL.has(name)) return ([first]) => (first === undefined ? 0 : treeCost(first));
  if (ONE_TRAVERSAL.has(name)) return ([first]) => traversal(first);
  switch (name) {
    case 'check':
      return CHECK_COST;
    case 'fieldSelector':
    case 'labelSelector':
      return ([, selector]) => {
        const size = plainSize(selector);
        return LIST_COST + Math.ceil(size * STRING_FACTOR) + Math.ceil(Math.ceil(size * SELECTOR_REQUIREMENTS) * (LIST_COST + STRUCT_COST));
      };
    case 'replace':
    case 'split':
    case 'ip.isCanonical':
      return ([first]) => traversal(first, 2);
    case 'join':
      return (_, result) => traversal(result(), 2);
    case 'find':
    case 'findAll':
      return ([first, second]) => search(first, second);
    case 'ip':
      return overload === 'cidr_ip' ? 1 : ([first]) => traversal(first);
    case 'containsIP':
      return ([first, second]) => traversal(first, 2) + (overload === 'cidr_contains_ip_string' ? traversal(second) : 0);
    case 'containsCIDR':
      return ([first, second]) =>
        traversal(first, 2) + traversal(first) + 1 + (overload === 'cidr_contains_cidr_string' ? traversal(second) : 0);
    case 'validate': {
      const standard = standardCost(overload);
      return (args, result) => {
        const [first, second] = args;
        const size = first !== undefined && isOpaque(first) ? patternSizeOf(first.value) : undefined;
        if (size === undefined) return evaluated(standard, args, result);
        return Math.ceil((1 + plainSize(second)) * STRING_FACTOR) * Math.ceil(size * REGEX_FACTOR);
      };
    }
    case '_==_': {
      const standard = standardCost(overload);
      return (args, result) => (args[0] !== undefined && isOpaque(args[0]) ? 1 : evaluated(standard, args, result));
    }
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
/** Servers take what they look at for a list before they know, and end the evaluation where it is none: an error, or of another type. */
function selfCompare(list: Value = null): number {
  if (!isList(list))
    throw new EvaluationEnded(
      `internal error: interface conversion: ${goTypeName(list)} is not traits.Lister: missing method ${missingListMethod(list)}`,
    );
  const [first] = list.length > 0 ? [list.at(0)] : [];
  const factor = typeof first === 'string' || first instanceof Uint8Array ? 2 + STRING_FACTOR : 2;
  const size = plainSize(list);
  return allocating(factor, size * size);
}

/** Costs of cel-go's libraries of lists and sets, by overload. */
function libraryCost(overload: string): CallCost | undefined {
  switch (overload) {
    case 'list_slice':
    case 'list_reverse':
    case 'lists_range':
      return (_, result) => allocating(1, plainSize(result()));
    case 'list_flatten':
      return ([first]) => allocating(1, plainSize(first));
    case 'list_flatten_int':
      return ([first, second = null]) => {
        if (typeof second !== 'bigint')
          throw new EvaluationEnded(`internal error: interface conversion: ref.Val is ${goTypeName(second)}, not types.Int`);
        return allocating(Number(second), plainSize(first));
      };
    case 'list_distinct':
      return ([first]) => selfCompare(first);
    case 'list_sets_contains_list':
    case 'list_sets_intersects_list':
      return ([first, second]) => 1 + plainSize(first) * plainSize(second);
    case 'list_sets_equivalent_list':
      return ([first, second]) => 1 + plainSize(first) * plainSize(second) * 2;
    default:
      if (/^list_.*_sort$/.test(overload)) return ([first]) => selfCompare(first);
      return /^list_.*_sortByAssociatedKeys$/.test(overload) ? ([, second]) => selfCompare(second) : undefined;
  }
}

const COMPARISONS = new Set([
  'equals',
  'not_equals',
  ...['less', 'greater', 'less_equals', 'greater_equals'].flatMap((name) => [`${name}_string`, `${name}_bytes`]),
]);

/** Costs of the language itself, by overload. */
function standardCost(overload: string): CallCost {
  if (COMPARISONS.has(overload)) return ([first, second]) => Math.ceil(Math.min(sizeForCost(first), sizeForCost(second)) * STRING_FACTOR);
  switch (overload) {
    case 'starts_with_string':
    case 'ends_with_string':
      return ([, second]) => Math.ceil(sizeForCost(second) * STRING_FACTOR);
    case 'string_to_bytes':
    case 'bytes_to_string':
    case 'strings_quote':
    case 'string_format':
      return ([first]) => Math.ceil(sizeForCost(first) * STRING_FACTOR);
    case 'in_list':
      return ([, second]) => sizeForCost(second);
    case 'add_string':
    case 'add_bytes':
      return ([first, second]) => Math.ceil((sizeForCost(first) + sizeForCost(second)) * STRING_FACTOR);
    case 'matches':
    case 'matches_string':
      return ([first, second]) => Math.ceil((1 + sizeForCost(first)) * STRING_FACTOR) * Math.ceil(sizeForCost(second) * REGEX_FACTOR);
    case 'contains_string':
      return ([first, second]) => Math.ceil(sizeForCost(first) * STRING_FACTOR) * Math.ceil(sizeForCost(second) * STRING_FACTOR);
    default:
      return 1;
  }
}
