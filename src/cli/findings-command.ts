import type { CommandContext } from './command.ts';
import type { ExitCode } from './exit-code.ts';
import { runFindings } from './findings-run.ts';
import { FORMATTERS } from './formatters/index.ts';
import { definitionFiles } from './definitions.ts';
import { resolveInputs } from './inputs.ts';
import { findNeighbours, NO_NEIGHBOURS } from './find-neighbours.ts';
import type { UsageError } from './options.ts';
import { isUsageError, readFiles } from './read-files.ts';
import { readOnce } from './read-source.ts';
import { resolveSettings } from './settings.ts';
import {
  admissionPlugins,
  asGroup,
  asUser,
  cluster,
  config,
  crds,
  enableApi,
  failOn,
  kubernetesVersion,
  output,
  setup,
} from './shared-options.ts';

/** Options of the commands that print findings. */
export const findingsOptions = [output(...FORMATTERS), failOn, kubernetesVersion, enableApi, setup, crds, cluster, config] as const;

/** Of those that ask the API server besides. */
export const requestOptions = [...findingsOptions, ...admissionPlugins, asUser, asGroup] as const;

/** Runs `check` or `lint`: all of it but which judges look. */
export async function runFindingsCommand(
  command: string,
  judges: { readonly api: boolean; readonly lint: boolean },
  { values, operands, terminal, style, quiet, version, entry }: CommandContext<typeof findingsOptions>,
): Promise<ExitCode | UsageError> {
  const settings = await resolveSettings(values, terminal.cwd, { checksRules: true });
  if (isUsageError(settings)) return settings;
  const setupFiles = readFiles(values.setup, '--setup', terminal.cwd);
  if (isUsageError(setupFiles)) return setupFiles;
  const clusterFiles = readFiles(values.cluster, '--cluster', terminal.cwd);
  if (isUsageError(clusterFiles)) return clusterFiles;
  const definitions = await definitionFiles(settings, terminal.cwd);
  if ('message' in definitions) return definitions;
  const paths = operands.length > 0 ? operands : settings.paths;
  if (paths.length === 0) return { message: 'nothing to look at: give files, directories, globs, or - for standard input' };
  const inputs = await resolveInputs(paths, { cwd: terminal.cwd, ignore: settings.ignore, ignoreFrom: settings.ignoreFrom });
  const once = readOnce(terminal);
  return runFindings(
    {
      task: 'findings',
      release: settings.release,
      enableApis: settings.enableApis,
      admission: settings.admission,
      setup: setupFiles,
      cluster: clusterFiles,
      crds: definitions,
      neighbours: judges.api ? await findNeighbours(inputs.files, once) : NO_NEIGHBOURS,
      cwd: terminal.cwd,
      user: settings.user,
      ...judges,
    },
    inputs,
    {
      terminal: once,
      entry,
      version,
      style,
      quiet,
      format: values.output ?? 'text',
      failOn: settings.failOn,
      rules: settings.rules,
      args: [command, ...operands],
      config: settings.config,
    },
  );
}
