import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareText, stringify, type JsonObject } from '../../model/json.ts';
import type { SourceFile } from '../../workspace/source-file.ts';
import { troublesOf } from '../views/problem-count.ts';
import { defineCommand } from '../command.ts';
import { CONDITIONS, readConditions } from '../conditions.ts';
import { definitionFiles, definitionsIn } from '../definitions.ts';
import { exitCodeOf, failsRun, type ExitCode } from '../exit-code.ts';
import { describeFileError } from '../read-source.ts';
import type { UsageError } from '../options.ts';
import { isUsageError, readFiles } from '../read-files.ts';
import { complain, readInputs } from '../read-inputs.ts';
import { resolveSettings, type Settings } from '../settings.ts';
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
  schedulerConfig,
} from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';

/** `drydock preview`: what becomes of manifests in a cluster. */
export const preview = defineCommand({
  name: 'preview',
  usage: '[OPTION…] PATH… | --steps DIR',
  description: [
    'Applies manifests, in a sensible order, to a simulated cluster with its controllers, scheduler and kubelets, lets it come to rest, and shows',
    'what there is then: workloads with their pods and placements, services, nodes, and what does not end well. Containers are taken to start and',
    'become ready. Without --cluster there are three worker nodes of 4 CPU, 8 Gi and 110 pods each.',
    'Of several equally good nodes the one is taken that kube-scheduler takes: zones in turn, nodes in the order in which they were added.',
  ],
  options: [
    output('text', 'json', 'yaml', 'sarif', 'github'),
    {
      name: 'get',
      type: 'value',
      placeholder: 'KIND[/NAME]',
      help: 'Print only these objects, as `kubectl get -o yaml` (or -o json) does.',
    },
    {
      name: 'html',
      type: 'value',
      placeholder: 'FILE',
      help: 'Write the whole preview as one self-contained page, besides what is printed.',
    },
    crds,
    cluster,
    asUser,
    asGroup,
    ...CONDITIONS,
    { name: 'against', type: 'list', placeholder: 'PATH', help: 'What is applied before: shows a change. Repeatable.' },
    {
      name: 'steps',
      type: 'flag',
      help: 'Apply the *.yaml of one directory one after the other to an empty cluster; Nodes are among them.',
    },
    {
      name: 'as-given',
      type: 'flag',
      help: 'Apply documents in the order given, not in one in which they can be (by kind, then by file name).',
    },
    kubernetesVersion,
    enableApi,
    ...admissionPlugins,
    schedulerConfig,
    failOn,
    config,
  ],
  examples: [
    { command: 'drydock preview examples/nginx.yaml', does: 'A Deployment with its ReplicaSet and Pod.' },
    { command: 'drydock preview --get pods -o yaml web.yaml', does: 'The pods that result, whole.' },
    {
      command: 'drydock preview --cluster nodes.yaml deploy/',
      does: 'On the nodes of a real cluster (kubectl get nodes -o yaml > nodes.yaml).',
    },
    {
      command: 'drydock preview --assume never-ready=deployment/web deploy/',
      does: 'What comes of a rollout whose pods do not become ready.',
    },
    { command: 'drydock preview -o github --against main/ deploy/', does: 'What does not end well, beside the lines of a pull request.' },
    { command: 'drydock preview --html preview.html deploy/', does: 'Writes a page to look at and to pass on.' },
    { command: 'drydock preview --steps -o json rollout/', does: 'Each step with its verdicts, objects and changes.' },
  ],
  async run({ values, operands, terminal, style, quiet, version }) {
    const settings = await resolveSettings(values, terminal.cwd);
    if (isUsageError(settings)) return settings;
    const schedulers = readFiles(
      settings.schedulerConfig === undefined ? [] : [settings.schedulerConfig],
      '--scheduler-config',
      terminal.cwd,
    );
    if (isUsageError(schedulers)) return schedulers;
    if (values.steps && values.html !== undefined) return { message: '--html shows one preview and does not go with --steps' };
    const conditions = await readConditions(values);
    if (isUsageError(conditions)) return conditions;
    if (values.steps && conditions.given !== undefined)
      return { message: `--${conditions.given} does not go with --steps`, hint: 'what happens there is in the files; see docs/preview.md' };
    const format = values.output ?? 'text';
    if (isFindingsFormat(format) && (values.steps || values.get !== undefined))
      return { message: `-o ${format} prints findings and does not go with --${values.steps ? 'steps' : 'get'}` };
    if (values.steps) return runSteps(operands, settings, schedulers[0], isFindingsFormat(format) ? 'text' : format, terminal);
    const paths = operands.length > 0 ? operands : settings.paths;
    if (paths.length === 0) return { message: 'nothing to preview: give files, directories, globs, or - for standard input' };
    const existing = readFiles(values.cluster, '--cluster', terminal.cwd);
    if (isUsageError(existing)) return existing;
    const definitions = await definitionFiles(settings, terminal.cwd);
    if ('message' in definitions) return definitions;
    const [inputs, before] = [await readInputs(paths, terminal, settings), await readInputs(values.against, terminal, settings)];
    complain([...inputs.problems, ...before.problems], terminal);
    const [{ previewSources }, { schemasWith }] = await Promise.all([
      import('../../workspace/preview.ts'),
      import('../../workspace/schemas.ts'),
    ]);
    const registry = schemasWith(settings.release, settings.enableApis);
    const result = previewSources({
      registry,
      files: inputs.files,
      against: before.files,
      cluster: existing,
      admission: settings.admission,
      schedulerConfig: schedulers[0],
      asGiven: values['as-given'],
      crds: definitionsIn(definitions, terminal.cwd),
      user: settings.user,
      ...conditions,
    });
    const exitCode = exitCodeOf({
      failed:
        result.diagnostics.some(({ severity }) => failsRun(severity, settings.failOn)) ||
        troublesOf(result).some(({ severity }) => failsRun(severity, settings.failOn)),
      unreadable: inputs.problems.length + before.problems.length > 0,
      bug: false,
    });
    const texts = new Map([...inputs.files, ...before.files, ...existing, ...schedulers].map(({ source, text }) => [source, text]));
    const textOf = (source: string): string | undefined => texts.get(source);
    if (values.html !== undefined) {
      const { previewPage } = await import('../views/html/page.ts');
      const error = writePage(resolve(terminal.cwd, values.html), previewPage(result, { textOf, release: settings.release, version }));
      if (error) return { message: `cannot write ${values.html}: ${describeFileError(error)}` };
    }
    if (values.get !== undefined) {
      const { findObjects } = await import('../../workspace/find-objects.ts');
      const found = findObjects(values.get, (result.whatIf ?? result).everything, registry);
      if (found.length === 0) return { message: `no object ${values.get} results` };
      await terminal.write(await objectsText(found, values.output === 'json'));
      return exitCode;
    }
    switch (format) {
      case 'text': {
        const { previewText } = await import('../views/preview.ts');
        await terminal.write(
          previewText(result, textOf, style, { quiet, version, columns: terminal.stdoutIsTerminal ? terminal.columns : Infinity }),
        );
        break;
      }
      case 'json':
        await terminal.write(`${stringify((await import('../views/preview-json.ts')).previewJson(result, textOf), { indent: 2 })}\n`);
        break;
      case 'yaml': {
        const { printYaml } = await import('../../workspace/print.ts');
        for (const object of result.objects) await terminal.write(`---\n${printYaml(object)}`);
        break;
      }
      case 'sarif':
      case 'github': {
        const [{ previewFindings }, { printFindings }] = await Promise.all([
          import('../views/preview-findings.ts'),
          import('../print-findings.ts'),
        ]);
        const files = [...texts].map(([source, text]) => ({ source, text }));
        const findings = previewFindings(result, files[0]?.source ?? '-');
        await terminal.write(await printFindings(files, findings, format, { style, quiet, version, failOn: settings.failOn }));
        break;
      }
    }
    return exitCode;
  },
});

const isFindingsFormat = (format: string): format is 'sarif' | 'github' => format === 'sarif' || format === 'github';

function writePage(path: string, text: string): Error | undefined {
  try {
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** One object as it is, several as a List: what `kubectl get` prints. */
async function objectsText(objects: readonly JsonObject[], asJson: boolean): Promise<string> {
  const { printYaml } = await import('../../workspace/print.ts');
  const [first, ...more] = objects;
  const printed: JsonObject =
    first && more.length === 0 ? first : { apiVersion: 'v1', items: objects, kind: 'List', metadata: { resourceVersion: '' } };
  return asJson ? `${stringify(printed, { indent: 4, sorted: true })}\n` : printYaml(printed);
}

/** One directory, file after file, in the shape of a scenario's `expected.json`. */
async function runSteps(
  operands: readonly string[],
  { release, enableApis, admission }: Settings,
  schedulerFile: SourceFile | undefined,
  format: 'text' | 'json' | 'yaml',
  terminal: Terminal,
): Promise<ExitCode | UsageError> {
  const [directory, ...more] = operands;
  if (directory === undefined || more.length > 0) return { message: '--steps takes one directory' };
  const names = stepNames(resolve(terminal.cwd, directory));
  if (names instanceof Error) return { message: `cannot read ${directory}: ${describeFileError(names)}` };
  if (names.length === 0) return { message: `${directory} holds no *.yaml` };
  const files = readFiles(
    names.map((name) => join(directory, name)),
    '--steps',
    terminal.cwd,
  );
  if (isUsageError(files)) return files;
  const [{ previewSteps }, { schemasWith }, { readSchedulerConfig }] = await Promise.all([
    import('../../workspace/preview-steps.ts'),
    import('../../workspace/schemas.ts'),
    import('../../workspace/scheduler-config.ts'),
  ]);
  const registry = schemasWith(release, enableApis);
  const scheduler = schedulerFile && readSchedulerConfig(schedulerFile, registry);
  complain(scheduler?.diagnostics ?? [], terminal);
  const result = previewSteps(
    files.map(({ text }, i) => ({ source: names[i] ?? '', text })),
    registry,
    // The machine formats are a contract: what the files bring, and nothing else.
    { defaultNodes: format === 'text', admission, scheduler: scheduler?.setup },
  );
  if (format === 'json') await terminal.write(`${stringify(result, { indent: 1 })}\n`);
  else if (format === 'yaml') await terminal.write((await import('../../workspace/print.ts')).printYaml(result));
  else await terminal.write((await import('../views/steps.ts')).stepsText(result));
  return scheduler?.diagnostics.some(({ severity }) => severity === 'error') ? 2 : 0;
}

function stepNames(directory: string): string[] | Error {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.yaml'))
      .sort(compareText);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
