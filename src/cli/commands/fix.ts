import { defineCommand } from '../command.ts';
import { definitionFiles, definitionsIn } from '../definitions.ts';
import { exitCodeOf } from '../exit-code.ts';
import { isUsageError } from '../read-files.ts';
import { complain, readInputs } from '../read-inputs.ts';
import { resolveSettings } from '../settings.ts';
import { config, crds, kubernetesVersion, output } from '../shared-options.ts';
import { writeFixes } from '../write-fixes.ts';

/** `drydock fix`: applies what findings offer. */
export const fix = defineCommand({
  name: 'fix',
  usage: '[OPTION…] [PATH…]',
  description: [
    'Mends what has a safe fix, in place; comments and layout stay. Safe fixes leave what runs as it is; --unsafe applies the others, too:',
    'look at the result. Standard input is printed mended. With --dry-run nothing is written, and the exit code is 1 when something would be.',
  ],
  options: [
    output('text', 'json'),
    { name: 'unsafe', type: 'flag', help: 'Apply fixes that change what runs, too.' },
    { name: 'dry-run', type: 'flag', help: 'Only tell what would be mended.' },
    crds,
    kubernetesVersion,
    config,
  ],
  examples: [
    { command: 'drydock fix deploy/', does: 'Mend all manifests below deploy.' },
    { command: 'drydock fix --unsafe --dry-run deploy/', does: 'Tell everything that could be mended.' },
  ],
  async run({ values, operands, terminal, style, quiet }) {
    const settings = await resolveSettings(values, terminal.cwd, { checksRules: true });
    if (isUsageError(settings)) return settings;
    const paths = operands.length > 0 ? operands : settings.paths;
    if (paths.length === 0) return { message: 'nothing to mend: give files, directories, globs, or - for standard input' };
    const definitions = await definitionFiles(settings, terminal.cwd);
    if ('message' in definitions) return definitions;
    const { files, problems } = await readInputs(paths, terminal, settings);
    complain([...(settings.config?.problems ?? []), ...problems], terminal);
    const [{ fixSources }, { judgeSource }, { createSimulation }, { neighboursOfSources }, { loadSchemas }] = await Promise.all([
      import('../../workspace/lint.ts'),
      import('../../workspace/check.ts'),
      import('../../workspace/simulation.ts'),
      import('../../workspace/neighbours.ts'),
      import('../../workspace/schemas.ts'),
    ]);
    const simulation = createSimulation({
      registry: loadSchemas(settings.release),
      crds: definitionsIn(definitions, terminal.cwd),
    }).among(neighboursOfSources(files.map(({ source, text }) => ({ source, read: () => text }))));
    const result = fixSources(
      files,
      { registry: simulation.registry, rules: settings.rules },
      { unsafe: values.unsafe },
      (file) =>
        judgeSource(simulation, file, { api: true }, (error) => {
          throw error;
        }).diagnostics,
    );
    const unwritten = await writeFixes(result, files, {
      terminal,
      style,
      quiet,
      asJson: values.output === 'json',
      dryRun: values['dry-run'],
    });
    const failed = values['dry-run'] && result.applied.length > 0;
    return exitCodeOf({ failed, unreadable: problems.length > 0 || unwritten, bug: false });
  },
});
