import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { createLineIndex, type LineIndex } from '../../text/line-index.ts';
import type { AdmissionConfiguration } from '../../workspace/config.ts';
import { isObject } from '../../model/json.ts';
import { createSimulation } from '../../workspace/simulation.ts';
import { schemasWith, type Release } from '../../workspace/schemas.ts';
import type { SourceFile } from '../../workspace/source-file.ts';
import type { UserInfo } from '../../workspace/user.ts';
import {
  judgeDocument,
  judgeUpdate,
  readDocuments,
  unreadableVerdict,
  type Request,
  verdictText,
  type Verdict,
  type YamlDocument,
} from '../../workspace/verdicts.ts';
import { printYaml } from '../../workspace/print.ts';
import { bugOf, type Bug } from '../bug.ts';
import { definitionsIn } from '../definitions.ts';
import { failsRun, type FailOn } from '../exit-code.ts';
import { inputProblem } from '../inputs.ts';
import { readSourceFile, type SourceText } from '../read-source.ts';
import { createStyle } from '../style.ts';
import { verdictBlock } from '../views/verdict.ts';
import type { Task, TaskResult } from './task.ts';

/** Asks the API server about every document, each as if it were alone. */
export interface AdmitSpec {
  readonly task: 'admit';
  readonly release: Release;
  readonly enableApis: readonly string[];
  readonly admission: AdmissionConfiguration;
  readonly setup: readonly SourceFile[];
  readonly cluster: readonly SourceFile[];
  /** Files with CRDs by which custom resources are judged besides. */
  readonly crds: readonly string[];
  /** Who sends the documents. */
  readonly user: UserInfo | undefined;
  readonly bare: boolean;
  /** What is asked about each document. */
  readonly request: Request;
  /** Of a replacement: what is written instead of the object itself. */
  readonly subresource: string;
  /** With the object as it would be stored. */
  readonly object: boolean;
  /** `yaml` prints objects, or verdicts when no objects are asked for. */
  readonly format: 'text' | 'jsonl' | 'yaml';
  readonly color: boolean;
  readonly failOn: FailOn;
  /** For each source, the one that replaces it: its documents are judged as updates. */
  readonly replacements: Readonly<Record<string, string>>;
  readonly cwd: string;
}

export function createAdmitTask(spec: AdmitSpec): Task {
  const simulation = createSimulation({
    registry: schemasWith(spec.release, spec.enableApis),
    setup: spec.setup,
    cluster: spec.cluster,
    crds: definitionsIn(spec.crds, spec.cwd),
    bare: spec.bare,
    admission: spec.admission,
    user: spec.user,
  });
  const style = createStyle(spec.color);

  function print(verdict: Verdict, text: string, lines: LineIndex): string {
    switch (spec.format) {
      case 'jsonl':
        return `${verdictText(verdict.line)}\n`;
      case 'yaml':
        if (!spec.object) return `---\n${printYaml(verdict.line)}`;
        return verdict.line.object === undefined ? '' : `---\n${printYaml(verdict.line.object)}`;
      case 'text':
        return verdictBlock(verdict, text, lines, style);
    }
  }

  function collect(source: string, read: SourceText, judge: (text: string, problems: Diagnostic[]) => Iterable<Verdict | Bug>): TaskResult {
    const problem = read.problem ? inputProblem(read.problem.code, source, read.problem.message, read.problem.note) : undefined;
    const verdicts: Verdict[] = [];
    const bugs: Bug[] = [];
    const irreplaceable: Diagnostic[] = [];
    for (const result of read.text === undefined ? [unreadableVerdict(source, problem?.message ?? '')] : judge(read.text, irreplaceable)) {
      if ('stack' in result) bugs.push(result);
      else verdicts.push(result);
    }
    const text = read.text ?? '';
    const lines = createLineIndex(spec.format === 'text' ? text : '');
    return {
      source,
      output: verdicts.map((verdict) => print(verdict, text, lines)).join(''),
      report: { source, text: undefined, documents: verdicts.length, diagnostics: problem ? [problem] : irreplaceable },
      documents: [],
      failed: irreplaceable.length > 0 || verdicts.some(({ line }) => fails(line.verdict, line.warnings ?? [], spec.failOn)),
      unreadable: problem !== undefined,
      bugs,
    };
  }

  return {
    get setupProblems() {
      return simulation.problems;
    },
    setup: simulation.setup,
    run(source, read) {
      const next = spec.replacements[source];
      if (next === undefined)
        return collect(source, read, (text) =>
          guarded(readDocuments(source, text), (document) => judgeDocument(simulation, document, spec)),
        );
      if (read.text === undefined) return collect(source, read, () => []);
      const before = readDocuments(source, read.text);
      return collect(next, readSourceFile(next, spec.cwd), (text, problems) => {
        const after = readDocuments(next, text);
        return guarded(after, (document) => {
          const old = replacedBy(document, before, after.length);
          const verdict = old ? judgeUpdate(simulation, old, document, spec) : judgeDocument(simulation, document, spec);
          if (old && !verdict) problems.push(irreplaceableProblem(source, judgeDocument(simulation, old)));
          return verdict;
        });
      });
    },
  };
}

/** The document that one of `count` documents replaces; undefined where it is new. */
const replacedBy = (document: YamlDocument, before: readonly YamlDocument[], count: number): YamlDocument | undefined =>
  before.length === 1 && count === 1 ? before[0] : before.find((each) => identityOf(each) === identityOf(document));

/** What is refused as a new object cannot be replaced: there is no verdict, and this says why. */
function irreplaceableProblem(source: string, { line: { status, error } }: Verdict): Diagnostic {
  const why = error ?? (isObject(status) && typeof status.message === 'string' ? status.message : 'its kind is not served');
  return inputProblem('input/irreplaceable', source, `${source}: there is nothing to replace, since the object is refused: ${why}`);
}

/** Judges documents one by one; a bug met in one does not keep the others from their verdicts. */
function* guarded(documents: readonly YamlDocument[], judge: (document: YamlDocument) => Verdict | undefined): Generator<Verdict | Bug> {
  for (const document of documents) {
    let result: Verdict | Bug | undefined;
    try {
      result = judge(document);
    } catch (error) {
      result = bugOf(error, `${document.source}[${document.index}]`);
    }
    if (result) yield result;
  }
}

function fails(verdict: Verdict['line']['verdict'], warnings: readonly string[], failOn: FailOn): boolean {
  if (verdict === 'rejected' || verdict === 'unreadable') return failsRun('error', failOn);
  return (verdict === 'unknown-kind' || warnings.length > 0) && failsRun('warning', failOn);
}

/** Group, kind, namespace and name, for pairing the documents of two files. */
function identityOf({ value }: YamlDocument): string {
  const metadata = value?.metadata;
  const field = (name: string): unknown =>
    typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata) ? Reflect.get(metadata, name) : undefined;
  const group = String(value?.apiVersion ?? '').replace(/\/?[^/]*$/, '');
  return JSON.stringify([group, String(value?.kind ?? ''), String(field('namespace') ?? ''), String(field('name') ?? '')]);
}
