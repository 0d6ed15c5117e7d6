import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stringify, compareText } from '../../model/json.ts';
import { bugsText, type Bug } from '../bug.ts';
import { defineCommand } from '../command.ts';
import { definitionFiles } from '../definitions.ts';
import { exitCodeOf } from '../exit-code.ts';
import { inputProblem, resolveInputs, type Input, type Inputs } from '../inputs.ts';
import { runJobs } from '../jobs.ts';
import type { UsageError } from '../options.ts';
import { createProgress } from '../progress.ts';
import { isUsageError, readFiles } from '../read-files.ts';
import { resolveSettings } from '../settings.ts';
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
} from '../shared-options.ts';
import { CONNECTIONS, SUBRESOURCES } from '../../workspace/verdicts.ts';
import type { AdmitSpec } from '../tasks/admit.ts';

/** `drydock admit`: the API server's answer to each object. */
export const admit = defineCommand({
  name: 'admit',
  usage: '[OPTION…] PATH… | --update DIR | --update OLD NEW | --delete PATH… | --connect SUBRESOURCE PATH…',
  description: [
    'Shows what the API server would answer to creating each object: accepted or rejected with the whole Status, warnings, and with --object',
    'the object as it would be stored, with defaults and built-in admission. Objects are judged one by one, as dry runs: none sees the others.',
    'Namespaces and service accounts that objects name are taken as existing unless --bare is given; what else exists is said with --setup.',
  ],
  options: [
    output('text', 'json', 'jsonl', 'yaml'),
    { name: 'object', type: 'flag', help: 'Print the object as it would be stored; with -o yaml nothing else.' },
    {
      name: 'update',
      type: 'flag',
      help: 'Judge replacements: pairs X.old.* and X.new.* of a directory, or the file OLD by the file NEW.',
    },
    {
      name: 'subresource',
      type: 'value',
      choices: SUBRESOURCES,
      placeholder: 'NAME',
      help: 'With --update: replace this subresource, as kubectl replace --subresource does: status, approval or resize (of pods).',
    },
    { name: 'delete', type: 'flag', help: 'Judge deletions: the objects are there, and somebody wants them gone.' },
    {
      name: 'connect',
      type: 'value',
      choices: CONNECTIONS,
      placeholder: 'SUBRESOURCE',
      help: 'Judge connections to the objects, as kubectl exec makes one: exec, attach, portforward or proxy.',
    },
    setup,
    crds,
    cluster,
    asUser,
    asGroup,
    { name: 'bare', type: 'flag', help: 'Do not take namespaces and service accounts that objects name as existing.' },
    kubernetesVersion,
    enableApi,
    ...admissionPlugins,
    failOn,
    config,
  ],
  examples: [
    { command: 'drydock admit deploy/', does: 'Verdicts for all manifests below deploy.' },
    { command: 'drydock admit --object -o yaml web.yaml', does: 'The objects with all defaults filled in.' },
    { command: 'drydock admit --setup crds.yaml -o jsonl shop.yaml', does: 'Custom resources judged by their CRDs, as JSON Lines.' },
    {
      command: 'drydock admit --as jane --setup roles.yaml web.yaml',
      does: 'Whether jane may create it, by the roles and bindings of a file.',
    },
    { command: 'drydock admit --update old.yaml new.yaml', does: 'Whether the change of an existing object is allowed.' },
    {
      command: 'drydock admit --update --subresource resize pod.yaml larger.yaml',
      does: 'Whether a running pod may get more CPU and memory.',
    },
    { command: 'drydock admit --delete --as jane --setup policies.yaml web.yaml', does: 'Whether jane may delete it, also by policies.' },
  ],
  async run({ values, operands, terminal, style, quiet, version, entry }) {
    const settings = await resolveSettings(values, terminal.cwd);
    if (isUsageError(settings)) return settings;
    const setupFiles = readFiles(values.setup, '--setup', terminal.cwd);
    if (isUsageError(setupFiles)) return setupFiles;
    const clusterFiles = readFiles(values.cluster, '--cluster', terminal.cwd);
    if (isUsageError(clusterFiles)) return clusterFiles;
    const definitions = await definitionFiles(settings, terminal.cwd);
    if ('message' in definitions) return definitions;
    const paths = operands.length > 0 ? operands : settings.paths;
    if (paths.length === 0) return { message: 'nothing to look at: give files, directories, globs, or - for standard input' };
    const { subresource = '', connect } = values;
    if (Number(values.update) + Number(values.delete) + Number(connect !== undefined) > 1)
      return { message: '--update, --delete and --connect exclude each other' };
    if (subresource !== '' && !values.update) return { message: '--subresource goes with --update' };
    const pairs = values.update ? updatePairs(paths, terminal.cwd) : undefined;
    if (pairs && 'message' in pairs) return pairs;
    const inputs = pairs ?? { ...(await resolveInputs(paths, { cwd: terminal.cwd, ...settings })), replacements: {} };
    const format = values.output ?? 'text';
    const spec: AdmitSpec = {
      task: 'admit',
      release: settings.release,
      enableApis: settings.enableApis,
      admission: settings.admission,
      setup: setupFiles,
      cluster: clusterFiles,
      crds: definitions,
      user: settings.user,
      bare: values.bare,
      request: values.delete ? 'delete' : (connect ?? 'write'),
      subresource,
      object: values.object,
      format: format === 'json' ? 'jsonl' : format,
      color: style.enabled,
      failOn: settings.failOn,
      replacements: inputs.replacements,
      cwd: terminal.cwd,
    };
    const complain = (text: string): void => terminal.writeError(`drydock: ${text}\n`);
    const asArray = format === 'json';
    const bugs: Bug[] = [];
    let failed = false;
    let unreadable = inputs.problems.length + (settings.config?.problems ?? []).length > 0;
    let done = 0;
    let separator = '[\n  ';
    const progress = createProgress(terminal, 'judged', inputs.files.length, quiet);
    for (const { message, note } of [...(settings.config?.problems ?? []), ...inputs.problems])
      complain(note === undefined ? message : `${message} (${note})`);
    const write = async (text: string): Promise<void> => {
      if (!asArray) return terminal.write(text);
      for (const line of text.split('\n').filter(Boolean)) {
        await terminal.write(separator + line);
        separator = ',\n  ';
      }
    };
    // Sources that cannot be read are unreadable documents to programs, as the control plane's own line format has it.
    if (format !== 'text' && format !== 'yaml') {
      for (const { at, message } of inputs.problems)
        await write(`${stringify({ source: at.source, index: 0, verdict: 'unreadable', error: message })}\n`);
    }
    await runJobs(spec, inputs.files, {
      terminal,
      entry,
      onSetup: (problems) => {
        for (const { at, message } of problems) complain(`${at.source}: ${message}`);
        return Promise.resolve();
      },
      onResult: async (result) => {
        progress.tick(done++);
        failed ||= result.failed;
        unreadable ||= result.unreadable;
        bugs.push(...result.bugs);
        for (const { message, note } of result.report.diagnostics) complain(note === undefined ? message : `${message} (${note})`);
        await write(result.output);
      },
    });
    progress.clear();
    if (asArray) await terminal.write(separator.startsWith('[') ? '[]\n' : '\n]\n');
    if (bugs.length > 0) terminal.writeError(bugsText(bugs, { version, args: ['admit', ...operands] }));
    return exitCodeOf({ failed, unreadable, bug: bugs.length > 0 });
  },
});

type Pairs = Inputs & { readonly replacements: Readonly<Record<string, string>> };

/** `--update DIR…` pairs `X.old.*` with `X.new.*`; `--update OLD NEW` the two files. */
function updatePairs(paths: readonly string[], cwd: string): Pairs | UsageError {
  const isDirectory = (path: string): boolean => existsSync(resolve(cwd, path)) && statSync(resolve(cwd, path)).isDirectory();
  if (!paths.some(isDirectory)) {
    const [old, next] = paths;
    if (old === undefined || next === undefined || paths.length > 2)
      return { message: '--update takes a directory with pairs X.old.* and X.new.*, or two files: OLD NEW' };
    return { files: [{ source: old, size: 0 }], problems: [], replacements: { [old]: next } };
  }
  const files: Input[] = [];
  const problems: Inputs['problems'][number][] = [];
  const replacements: Record<string, string> = {};
  for (const path of paths) {
    const names = isDirectory(path) ? readdirSync(resolve(cwd, path)).filter((name) => name.includes('.old.')) : [];
    if (names.length === 0) problems.push(inputProblem('input/no-match', path, `${path} holds no pair X.old.*, X.new.*`));
    for (const name of names.sort(compareText)) {
      const source = join(path, name);
      files.push({ source, size: statSync(resolve(cwd, source)).size });
      replacements[source] = source.replace('.old.', '.new.');
    }
  }
  return { files, problems, replacements };
}
