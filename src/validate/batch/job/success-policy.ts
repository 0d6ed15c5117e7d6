import { invalid, required, tooLong, tooMany, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { SuccessPolicy, SuccessPolicyRule } from '../../../model/kinds/batch-v1.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { each, nonnegative } from '../../shared/checks.ts';

const MAX_RULES = 20;
const MAX_INDEXES_BYTES = 64 * 1024;

export function validateSuccessPolicy({ rules = [] }: SuccessPolicy, completions: number, at: FieldPath): FieldError[] {
  const path = child(at, 'rules');
  return [
    ...(rules.length === 0 ? [required(path, 'at least one rules must be specified when the successPolicy is specified')] : []),
    ...(rules.length > MAX_RULES ? [tooMany(path, rules.length, MAX_RULES)] : []),
    ...each(rules, path, (rule, rulePath) => validateRule(rule, completions, rulePath)),
  ];
}

function validateRule(
  { succeededCount: count, succeededIndexes: indexes }: SuccessPolicyRule,
  completions: number,
  at: FieldPath,
): FieldError[] {
  const [countPath, indexesPath] = [child(at, 'succeededCount'), child(at, 'succeededIndexes')];
  const counted = indexes === undefined ? undefined : countIndexes(indexes, completions);
  const total = counted?.total ?? 0;
  return [
    ...(count === undefined && indexes === undefined
      ? [required(at, 'at least one of succeededCount or succeededIndexes must be specified')]
      : []),
    ...(byteLength(indexes ?? '') > MAX_INDEXES_BYTES ? [tooLong(indexesPath, MAX_INDEXES_BYTES)] : []),
    ...(counted?.problem === undefined ? [] : [invalid(indexesPath, indexes, `error parsing succeededIndexes: ${counted.problem}`)]),
    ...nonnegative(count, countPath),
    ...((count ?? 0) > completions
      ? [invalid(countPath, count, `must be less than or equal to ${completions} (the number of specified completions)`)]
      : []),
    ...(counted && (count ?? 0) > total
      ? [
          invalid(
            countPath,
            count,
            `must be less than or equal to ${total} (the number of indexes in the specified succeededIndexes field)`,
          ),
        ]
      : []),
  ];
}

interface Counted {
  readonly total?: number;
  readonly problem?: string;
}

/** `0-2,5` is four indexes. */
function countIndexes(text: string, completions: number): Counted {
  if (text === '') return { total: 0 };
  let total = 0;
  let last: number | undefined;
  for (const part of text.split(',')) {
    const interval = parseInterval(part, completions);
    if (typeof interval === 'string') return { problem: interval };
    const [first, end] = interval;
    if (last !== undefined && last >= first) return { problem: `non-increasing order, previous: ${last}, current: ${first}` };
    total += end - first + 1;
    last = end;
  }
  return { total };
}

/** First and last index, or why there are none. */
function parseInterval(text: string, completions: number): readonly [number, number] | string {
  const limits = text.split('-');
  if (limits.length > 2)
    return `the fragment ${goQuote(text)} violates the requirement that an index interval can have at most two parts separated by '-'`;
  for (const limit of limits) {
    if (!/^[+-]?[0-9]+$/.test(limit)) return `cannot convert string to integer for index: ${goQuote(limit)}`;
    if (Number(limit) >= completions) return `too large index: ${goQuote(limit)}`;
  }
  const [first = 0, end = first] = limits.map(Number);
  return limits.length === 2 && first >= end ? `non-increasing order, previous: ${first}, current: ${end}` : [first, end];
}
