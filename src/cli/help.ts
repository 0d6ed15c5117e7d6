import type { Command } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { optionsHelp } from './options.ts';
import { GLOBAL_OPTIONS } from './shared-options.ts';
import type { Style } from './style.ts';

/** `drydock --help`. */
export function generalHelp(version: string, style: Style): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    `${style.bold('drydock')} ${version}: what a real Kubernetes control plane would say and do with manifests, offline.`,
    '',
    `${style.bold('Usage:')} drydock COMMAND [OPTION…] [PATH…]`,
    '',
    style.bold('Commands:'),
    ...COMMANDS.map(({ name, summary }) => `  ${style.cyan(name.padEnd(width))}  ${summary}`),
    '',
    style.bold('Options:'),
    ...optionsHelp(GLOBAL_OPTIONS),
    '',
    'PATH is a file, a directory, a glob, or - for standard input; YAML or JSON.',
    'Exit codes: 0 nothing found, 1 findings, 2 wrong usage or unreadable input, 3 a bug in Drydock.',
    '`drydock COMMAND --help` tells more.',
    '',
  ].join('\n');
}

/** `drydock COMMAND --help`. */
export function commandHelp(command: Command, style: Style): string {
  return [
    `${style.bold('Usage:')} drydock ${command.name} ${command.usage}`,
    '',
    ...command.description,
    '',
    style.bold('Options:'),
    ...optionsHelp([...command.options, ...GLOBAL_OPTIONS.filter(({ name }) => !command.options.some((option) => option.name === name))]),
    '',
    style.bold('Examples:'),
    ...command.examples.flatMap(({ command: line, does }) => [`  ${style.cyan(line)}`, `      ${does}`]),
    '',
  ].join('\n');
}
