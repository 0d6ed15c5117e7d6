import type { Entry } from './entry.ts';
import { closest } from '../text/closest.ts';
import { bugText } from './bug.ts';
import { COMMANDS } from './commands/index.ts';
import type { ExitCode } from './exit-code.ts';
import { commandHelp, generalHelp } from './help.ts';
import { parseOptions, type UsageError } from './options.ts';
import { config, failOn, GLOBAL_OPTIONS, kubernetesVersion } from './shared-options.ts';
import { createStyle, wantsColor } from './style.ts';
import type { Terminal } from './terminal.ts';

/** Options that may stand before the command's name. */
const LEADING_OPTIONS = [...GLOBAL_OPTIONS, kubernetesVersion, config, failOn] as const;

/** Runs one command line, without the names of node and script. Never throws: a bug becomes a message and exit code 3. */
export async function run(
  args: readonly string[],
  terminal: Terminal,
  { version, entry }: { readonly version: string; readonly entry: Entry },
): Promise<ExitCode> {
  const usageError = ({ message, hint }: UsageError, command = ''): ExitCode => {
    terminal.writeError(`drydock: ${message}${hint ? `; ${hint}` : ''}\nSee \`drydock${command} --help\`.\n`);
    return 2;
  };
  try {
    const { leading, name, rest } = splitAtCommand(args);
    const { values, errors } = parseOptions(LEADING_OPTIONS, leading);
    const style = createStyle(wantsColor(values.color ?? 'auto', terminal.stdoutIsTerminal, terminal.env));
    if (errors[0]) return usageError(errors[0]);
    if (values.version || (name === undefined && rest.includes('--version'))) {
      await terminal.write(`${version}\n`);
      return 0;
    }
    if (name === undefined || name === 'help') {
      const topic = name === undefined ? undefined : COMMANDS.find((command) => command.name === rest[0]);
      if (topic) await terminal.write(commandHelp(await topic.load(), style));
      else if (name === undefined && !values.help) return usageError({ message: 'no command given' });
      else await terminal.write(generalHelp(version, style));
      return 0;
    }
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (!command) return usageError(unknownCommand(name));
    const loaded = await command.load();
    const hasOwnVersion = loaded.options.some((option) => option.name === 'version');
    if (rest.includes('-V') || (rest.includes('--version') && !hasOwnVersion)) {
      await terminal.write(`${version}\n`);
      return 0;
    }
    const result = await loaded.execute([...leading, ...rest], { terminal, version, entry });
    if (result === 'help') {
      await terminal.write(commandHelp(loaded, style));
      return 0;
    }
    return typeof result === 'number' ? result : usageError(result, ` ${name}`);
  } catch (error) {
    terminal.writeError(bugText(error, { version, args }));
    return 3;
  }
}

function splitAtCommand(args: readonly string[]): {
  readonly leading: readonly string[];
  readonly name: string | undefined;
  readonly rest: readonly string[];
} {
  const takesValue = new Set<string>(
    LEADING_OPTIONS.filter(({ type }) => type !== 'flag').flatMap((option) => [
      `--${option.name}`,
      ...('short' in option ? [`-${option.short}`] : []),
    ]),
  );
  let i = 0;
  for (let word = args[i]; word?.startsWith('-'); word = args[i]) i += takesValue.has(word) ? 2 : 1;
  return { leading: args.slice(0, i), name: args[i], rest: args.slice(i + 1) };
}

function unknownCommand(name: string): UsageError {
  const near = closest(
    name,
    COMMANDS.map((command) => command.name),
  );
  return {
    message: `unknown command ${name}`,
    hint: near ? `did you mean ${near}?` : `commands are ${COMMANDS.map((command) => command.name).join(', ')}`,
  };
}
