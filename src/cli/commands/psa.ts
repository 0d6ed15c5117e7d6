import { defineCommand } from '../command.ts';
import { exitCodeOf } from '../exit-code.ts';
import { runFindings } from '../findings-run.ts';
import { FORMATTERS } from '../formatters/index.ts';
import { resolveInputs } from '../inputs.ts';
import { NO_NEIGHBOURS } from '../find-neighbours.ts';
import { isUsageError } from '../read-files.ts';
import { complain, readInputs } from '../read-inputs.ts';
import { resolveSettings } from '../settings.ts';
import { config, failOn, kubernetesVersion, output } from '../shared-options.ts';
import { writeFixes } from '../write-fixes.ts';

/** `drydock psa`: what pods and workloads violate of a Pod Security Standard. */
export const psa = defineCommand({
  name: 'psa',
  usage: '[OPTION…] [PATH…]',
  description: [
    'Shows what keeps pods, and the pods of workloads, from a level of the Pod Security Standards: which check fails, where, and what to do. The words',
    'are those of the API server. Labels of namespaces do not matter here; `drydock check` asks what they enforce.',
    'With --fix what is only missing is set in place (allowPrivilegeEscalation, capabilities, runAsNonRoot, seccompProfile); comments and layout stay.',
    'What the manifests say otherwise stays, too. Look at the result: a program may mind.',
  ],
  options: [
    output(...FORMATTERS),
    { name: 'level', type: 'value', choices: ['baseline', 'restricted'], placeholder: 'LEVEL', help: 'baseline or restricted (default).' },
    {
      name: 'version',
      type: 'value',
      placeholder: 'v1.NN',
      help: 'The rules as that release has them; latest (default) is the release that is simulated.',
    },
    { name: 'fix', type: 'flag', help: 'Set what is only missing.' },
    failOn,
    kubernetesVersion,
    config,
  ],
  examples: [
    { command: 'drydock psa deploy/', does: 'What keeps the workloads below deploy from the level restricted.' },
    { command: 'drydock psa --level baseline --version v1.30 web.yaml', does: 'The same for baseline, by the rules of 1.30.' },
    { command: 'drydock psa --fix web.yaml', does: 'Sets what is only missing.' },
  ],
  async run({ values, operands, terminal, style, quiet, version, entry }) {
    const settings = await resolveSettings(values, terminal.cwd);
    if (isUsageError(settings)) return settings;
    const paths = operands.length > 0 ? operands : settings.paths;
    if (paths.length === 0) return { message: 'nothing to look at: give files, directories, globs, or - for standard input' };
    const { fixPodSecurity, parseLevel } = await import('../../workspace/pod-security.ts');
    const level = parseLevel(values.level ?? 'restricted', values.version?.replace(/^(?=1\.)/, 'v'));
    if (!level) return { message: `unknown version ${values.version ?? ''} of the Pod Security Standards: give latest or v1.NN` };
    if (values.fix) {
      const { loadSchemas } = await import('../../workspace/schemas.ts');
      const { files, problems } = await readInputs(paths, terminal, settings);
      complain([...(settings.config?.problems ?? []), ...problems], terminal);
      const result = fixPodSecurity(loadSchemas(settings.release), files, level);
      const unwritten = await writeFixes(result, files, { terminal, style, quiet, asJson: values.output === 'json', dryRun: false });
      return exitCodeOf({ failed: false, unreadable: problems.length > 0 || unwritten, bug: false });
    }
    return runFindings(
      {
        task: 'findings',
        release: settings.release,
        enableApis: settings.enableApis,
        admission: settings.admission,
        setup: [],
        cluster: [],
        crds: [],
        neighbours: NO_NEIGHBOURS,
        cwd: terminal.cwd,
        user: undefined,
        api: false,
        lint: false,
        podSecurity: level,
      },
      await resolveInputs(paths, { cwd: terminal.cwd, ignore: settings.ignore, ignoreFrom: settings.ignoreFrom }),
      {
        terminal,
        entry,
        version,
        style,
        quiet,
        format: values.output ?? 'text',
        failOn: settings.failOn,
        rules: settings.rules,
        args: ['psa', ...operands],
        config: settings.config,
        fixCommands: { safe: 'drydock psa --fix', unsafe: 'drydock psa --fix' },
      },
    );
  },
});
