import type { Entry } from './entry.ts';
import type { ExitCode } from './exit-code.ts';
import type { Option, UsageError, ValuesOf } from './options.ts';
import { parseOptions } from './options.ts';
import { GLOBAL_OPTIONS } from './shared-options.ts';
import { createStyle, wantsColor, type Style } from './style.ts';
import type { Terminal } from './terminal.ts';

/** What a command gets to run with. */
export interface CommandContext<T extends readonly Option[]> {
  readonly values: ValuesOf<T>;
  /** Path arguments and the like. */
  readonly operands: readonly string[];
  readonly terminal: Terminal;
  /** Colours of standard output. */
  readonly style: Style;
  readonly quiet: boolean;
  /** Drydock's version. */
  readonly version: string;
  readonly entry: Entry;
}

/** A subcommand as its file describes it. */
export interface CommandDefinition<T extends readonly Option[]> {
  readonly name: string;
  /** After the name: `[PATH…]`. */
  readonly usage: string;
  /** Lines of help. */
  readonly description: readonly string[];
  readonly options: T;
  readonly examples: readonly { readonly command: string; readonly does: string }[];
  run(context: CommandContext<T>): Promise<ExitCode | UsageError>;
}

/** A subcommand whose options have been given away. */
export interface Command extends Omit<CommandDefinition<readonly Option[]>, 'run'> {
  execute(
    args: readonly string[],
    world: { readonly terminal: Terminal; readonly version: string; readonly entry: Entry },
  ): Promise<ExitCode | UsageError | 'help'>;
}

/** Makes a definition runnable: reads its options and the global ones from the arguments. */
export function defineCommand<const T extends readonly Option[]>(definition: CommandDefinition<T>): Command {
  // A command may mean something else by the name of a global option.
  const isOwn = ({ name }: Option): boolean => definition.options.some((option) => option.name === name);
  const table: readonly Option[] = [...definition.options, ...GLOBAL_OPTIONS.filter((option) => !isOwn(option))];
  return {
    ...definition,
    async execute(args, { terminal, version, entry }) {
      const { values: global } = parseOptions(GLOBAL_OPTIONS, args);
      if (global.help) return 'help';
      const { values, operands, errors } = parseOptions(table, args);
      const [error] = errors;
      if (error) return error;
      const style = createStyle(wantsColor(global.color ?? 'auto', terminal.stdoutIsTerminal, terminal.env));
      // The table holds the command's options, so its values are theirs and more.
      const own = values as unknown as ValuesOf<T>;
      return definition.run({ values: own, operands, terminal, style, quiet: global.quiet, version, entry });
    },
  };
}
