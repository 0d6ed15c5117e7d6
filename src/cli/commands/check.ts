import { defineCommand } from '../command.ts';
import { requestOptions, runFindingsCommand } from '../findings-command.ts';

/** `drydock check`: all findings. */
export const check = defineCommand({
  name: 'check',
  usage: '[OPTION…] [PATH…]',
  description: [
    'Finds everything that is wrong or unwise in manifests: YAML syntax, fields the schema does not know, what the API server and its built-in',
    'admission refuse or warn about, and broken best practices, each with file, line and column.',
    'Without PATH the paths of drydock.yaml are checked.',
  ],
  options: requestOptions,
  examples: [
    { command: 'drydock check deploy/', does: 'Check all manifests below deploy.' },
    { command: 'kustomize build . | drydock check -', does: 'Check what another tool prints.' },
    { command: 'drydock check -o sarif . > drydock.sarif', does: 'For code scanning.' },
    { command: 'drydock check --fail-on warning -k 1.35 deploy/', does: 'Fail on warnings too, for a Kubernetes 1.35 cluster.' },
  ],
  run: (context) => runFindingsCommand('check', { api: true, lint: true }, context),
});
