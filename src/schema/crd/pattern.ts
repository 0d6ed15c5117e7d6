import { compileGoRegexp } from '../go-regexp.ts';

/** A regular expression as Go has it, or why it is none. Matching takes time linear in the text. */
export type Pattern = { readonly test: (text: string) => boolean; readonly error?: undefined } | { readonly error: string };

const compiled = new Map<string, Pattern>();
const MAX_KEPT = 2_000;

export function compilePattern(source: string): Pattern {
  const known = compiled.get(source);
  if (known) return known;
  if (compiled.size >= MAX_KEPT) compiled.clear();
  const pattern = compile(source);
  compiled.set(source, pattern);
  return pattern;
}

function compile(source: string): Pattern {
  try {
    const expression = compileGoRegexp(source);
    return { test: (text) => expression.test(text) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
