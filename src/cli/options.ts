import { closest } from '../text/closest.ts';

/** A command-line option. `flag` takes no value, `value` one, `list` one each time it is given. */
export interface Option {
  readonly name: string;
  readonly short?: string;
  readonly type: 'flag' | 'value' | 'list';
  /** What stands for the value in help: `FILE`. */
  readonly placeholder?: string;
  readonly choices?: readonly string[];
  readonly help: string;
}

type ValueOf<O extends Option> = O extends { readonly type: 'flag' }
  ? boolean
  : O extends { readonly type: 'list' }
    ? readonly string[]
    : (O extends { readonly choices: readonly (infer C extends string)[] } ? C : string) | undefined;

/** The values of a table of options: flags are false, lists empty and values undefined where not given. */
export type ValuesOf<T extends readonly Option[]> = { readonly [O in T[number] as O['name']]: ValueOf<O> };

/** Wrong usage: ends the command with exit code 2. */
export interface UsageError {
  readonly message: string;
  readonly hint?: string;
}

export interface Parsed<T extends readonly Option[]> {
  readonly values: ValuesOf<T>;
  readonly operands: readonly string[];
  readonly errors: readonly UsageError[];
}

/**
 * Reads arguments: `--name value`, `--name=value`, `-n value`, `-nvalue`; options and operands in any order; `-` is an operand; after `--` all are.
 * What is wrong comes back as errors, one each.
 */
export function parseOptions<const T extends readonly Option[]>(table: T, args: readonly string[]): Parsed<T> {
  const byName = new Map<string, Option>(
    table.flatMap((option) => [[`--${option.name}`, option] as const, ...(option.short ? [[`-${option.short}`, option] as const] : [])]),
  );
  const values = new Map<string, boolean | string | string[]>(
    table.flatMap((option) => (option.type === 'value' ? [] : [[option.name, option.type === 'flag' ? false : []]])),
  );
  const operands: string[] = [];
  const errors: UsageError[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (word === '--') {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    const { flag, inline } = splitOption(word);
    const option = byName.get(flag);
    if (!option) {
      errors.push(unknownOption(flag, [...byName.keys()]));
      continue;
    }
    if (option.type === 'flag') {
      if (inline !== undefined) errors.push({ message: `option ${flag} takes no value` });
      else values.set(option.name, true);
      continue;
    }
    const value = inline ?? args[i + 1];
    if (value === undefined || (inline === undefined && value.startsWith('--'))) {
      errors.push({ message: `option ${flag} needs a value${option.placeholder ? ` (${option.placeholder})` : ''}` });
      continue;
    }
    if (inline === undefined) i++;
    const problem = choiceError(option, flag, value);
    if (problem) errors.push(problem);
    else if (option.type === 'list') values.set(option.name, [...listOf(values.get(option.name)), value]);
    else values.set(option.name, value);
  }
  // The map was filled by the table that the type is derived from.
  return { values: Object.fromEntries(values) as unknown as ValuesOf<T>, operands, errors };
}

const listOf = (value: boolean | string | string[] | undefined): string[] => (Array.isArray(value) ? value : []);

function splitOption(word: string): { readonly flag: string; readonly inline: string | undefined } {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=');
    return equals < 0 ? { flag: word, inline: undefined } : { flag: word.slice(0, equals), inline: word.slice(equals + 1) };
  }
  if (word.length === 2) return { flag: word, inline: undefined };
  return { flag: word.slice(0, 2), inline: word.slice(2).replace(/^=/, '') };
}

function unknownOption(flag: string, known: readonly string[]): UsageError {
  const near = closest(flag.replace(/^-+/, '--'), known);
  return { message: `unknown option ${flag}`, ...(near && { hint: `did you mean ${near}?` }) };
}

function choiceError(option: Option, flag: string, value: string): UsageError | undefined {
  if (!option.choices || option.choices.includes(value)) return undefined;
  const near = closest(value, option.choices);
  return {
    message: `option ${flag} is one of ${option.choices.join(', ')}, not "${value}"`,
    ...(near && { hint: `did you mean ${near}?` }),
  };
}

/** The lines of help for a table of options. */
export function optionsHelp(table: readonly Option[]): string[] {
  const rows = table.map((option) => {
    const value = option.type === 'flag' ? '' : ` ${option.placeholder ?? option.choices?.join('|') ?? 'VALUE'}`;
    return { left: `${option.short ? `-${option.short}, ` : '    '}--${option.name}${value}`, help: option.help };
  });
  const width = Math.min(34, Math.max(...rows.map((row) => row.left.length)));
  return rows.map(({ left, help }) =>
    left.length > width ? `  ${left}\n  ${' '.repeat(width)}  ${help}` : `  ${left.padEnd(width)}  ${help}`,
  );
}
