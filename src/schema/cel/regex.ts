import type { RE2JS } from 're2js';
import { compileGoRegexp } from '../go-regexp.ts';
import { celError, type Value } from './value.ts';
import { spend } from './work-limit.ts';

/** An expression as Go compiles it, or what Go says of it. Matching takes linear time. */
export type Regex = RE2JS | { readonly error: string };

const compiled = new Map<string, Regex>();
const MAX_KEPT = 2000;
/** Go refuses larger programs; this keeps the memory of repetitions such as `(a{1000}){1000}` bounded, too. */
const MAX_LENGTH = 100_000;

export function compileRegex(pattern: string): Regex {
  const known = compiled.get(pattern);
  if (known) return known;
  if (compiled.size >= MAX_KEPT) compiled.clear();
  const regex = compile(pattern);
  compiled.set(pattern, regex);
  return regex;
}

function compile(pattern: string): Regex {
  if (pattern.length > MAX_LENGTH) return { error: 'error parsing regexp: expression too large' };
  try {
    return compileGoRegexp(pattern);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Matching looks at each character with every part of the expression that may be at it; what is written briefly, as `(a?){1000}`, may have thousands. */
const PARTS_PER_STEP = 10;

/** Whether the expression is found anywhere in the text. */
export function matches(text: string, pattern: string): Value {
  const regex = compileRegex(pattern);
  if ('error' in regex) return celError(regex.error);
  spendOn(text, regex);
  return regex.test(text);
}

/** Up to `limit` matches from the left that do not overlap; all when it is negative. */
export function findAll(text: string, regex: RE2JS, limit: number): string[] {
  spendOn(text, regex);
  const found: string[] = [];
  const matcher = regex.matcher(text);
  while ((limit < 0 || found.length < limit) && matcher.find()) {
    found.push(matcher.group() ?? '');
    // each search may go to the end of the text before it knows
    spend((text.length - matcher.end()) / PARTS_PER_STEP);
  }
  return found;
}

const spendOn = (text: string, regex: RE2JS): void => {
  spend((text.length * regex.programSize()) / PARTS_PER_STEP);
};
