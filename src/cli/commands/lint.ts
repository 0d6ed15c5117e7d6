import { defineCommand } from '../command.ts';
import { findingsOptions, runFindingsCommand } from '../findings-command.ts';

/** `drydock lint`: best practices only. */
export const lint = defineCommand({
  name: 'lint',
  usage: '[OPTION…] [PATH…]',
  description: [
    'Checks best practices. Rules are switched off or given another severity in drydock.yaml:',
    '    rules:\n      no-latest-tag: error\n      require-probes: off',
  ],
  options: findingsOptions,
  examples: [
    { command: 'drydock lint deploy/', does: 'Lint all manifests below deploy.' },
    { command: 'drydock lint -o github deploy/', does: 'Annotate a pull request.' },
  ],
  run: (context) => runFindingsCommand('lint', { api: false, lint: true }, context),
});
