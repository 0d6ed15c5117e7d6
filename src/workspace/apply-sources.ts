import type { Answer } from '../apiserver/api-server.ts';
import { gvkOf, metadataText } from '../apiserver/find-resource.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { compareDiagnostics } from '../diagnostic/severity.ts';
import { compareText, type JsonObject } from '../model/json.ts';
import { preview, type Preview } from '../reconcile-preview/preview.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { readingDiagnostics } from '../yaml/locate.ts';
import { readDocuments, type YamlDocument } from '../yaml/read-documents.ts';
import { answerProblems, type KnownKinds } from './answer-problems.ts';
import { diagnosticsOf } from './located.ts';
import type { Definitions } from './neighbours.ts';
import { oncePerKind } from './once-per-kind.ts';
import type { PreviewInput } from './preview-input.ts';
import type { PreviewResult } from './preview-result.ts';
import { readSchedulerConfig } from './scheduler-config.ts';
import { servedVersions } from './served-versions.ts';
import type { SourceFile } from './source-file.ts';
import { collectCalls } from './webhook-calls.ts';

/** A document that was applied, and where it stands. */
export interface Applied {
  readonly file: SourceFile;
  readonly document: YamlDocument;
  readonly value: JsonObject;
}

/** A simulated cluster that manifests were applied to, with what was said of them. */
export interface AppliedPreview {
  readonly result: Preview<Applied>;
  readonly before: ReadDocuments;
  readonly after: ReadDocuments;
  readonly existing: ReadDocuments;
  /** Webhooks that writes would have been sent to. */
  readonly calls: PreviewResult['calls'];
  /** What is wrong with the scheduler's configuration. */
  readonly schedulerDiagnostics: readonly Diagnostic[];
}

/** Applies manifests to a simulated cluster and lets it come to rest. Unless their order is to be kept, files are taken by name, so that it makes no difference. */
export function applySources({
  registry,
  files,
  against = [],
  cluster = [],
  crds,
  user,
  admission = {},
  schedulerConfig,
  asGiven = false,
  assumptions = [],
  metrics = [],
  until,
}: PreviewInput): AppliedPreview {
  const inOrder = (given: readonly SourceFile[]): readonly SourceFile[] =>
    asGiven ? given : given.toSorted((a, b) => compareText(a.source, b.source));
  const [before, after, existing] = [readAll(inOrder(against)), readAll(inOrder(files)), readAll(inOrder(cluster))];
  const scheduler = schedulerConfig && readSchedulerConfig(schedulerConfig, registry);
  const calls = collectCalls();
  const result = preview<Applied>({
    registry,
    admission,
    scheduler: scheduler?.setup,
    asGiven,
    assumptions,
    metrics,
    until,
    onCall: calls.note,
    stages: against.length > 0 ? [before.applied, after.applied] : [after.applied],
    cluster: existing.applied.map(({ value }) => value),
    crds: crds ? definitionsFor([...before.applied, ...after.applied], crds) : [],
    user,
  });
  return { result, before, after, existing, calls: calls.all(), schedulerDiagnostics: scheduler?.diagnostics ?? [] };
}

/** What could not be read or taken over, and what the API server said to what was applied last. */
export function diagnosticsOfApplied(
  { result, before, after, existing, schedulerDiagnostics }: AppliedPreview,
  registry: SchemaRegistry,
): Diagnostic[] {
  const leftOut = result.leftOut.flatMap(({ value, reason }): Diagnostic[] => {
    const origin = existing.applied.find((each) => each.value === value);
    return origin
      ? [
          {
            code: 'input/cluster',
            severity: 'warning',
            message: `left out: ${reason}`,
            at: { source: origin.file.source, range: origin.document.range },
          },
        ]
      : [];
  });
  const answers = result.stages.at(-1)?.answers ?? [];
  const known: KnownKinds = { registry, versionsOf: (group, kind) => servedVersions(result.server.cluster, registry, group, kind) };
  return [
    ...before.diagnostics,
    ...after.diagnostics,
    ...existing.diagnostics,
    ...leftOut,
    ...schedulerDiagnostics,
    ...oncePerKind(answers.flatMap(({ document, answer }) => answerDiagnostics(document, answer, known))),
  ].sort(compareDiagnostics);
}

/** The CRDs of the kinds of documents, but for those that are among the documents. */
function definitionsFor(documents: readonly Applied[], crds: Definitions): JsonObject[] {
  const own = new Set(documents.map(({ value }) => nameOf(value)));
  const kinds = new Map(
    documents.map(({ value }) => {
      const { group, kind } = gvkOf(value);
      return [`${group}/${kind}`, { group, kind }] as const;
    }),
  );
  const found = [...kinds.values()].flatMap(({ group, kind }) => crds.definitionsOf(group, kind));
  return found.filter((value) => !own.has(nameOf(value)));
}

const nameOf = (value: JsonObject): string => `${String(value.kind)} ${metadataText(value, 'name')}`;

interface ReadDocuments {
  readonly applied: readonly Applied[];
  readonly diagnostics: readonly Diagnostic[];
}

function readAll(files: readonly SourceFile[]): ReadDocuments {
  const read = files.map((file) => ({ file, documents: readDocuments(file.source, file.text) }));
  return {
    applied: read.flatMap(({ file, documents }) =>
      documents.flatMap((document) =>
        document.value && document.strictError === undefined ? [{ file, document, value: document.value }] : [],
      ),
    ),
    diagnostics: read.flatMap(({ file, documents }) => readingDiagnostics(file.text, documents)),
  };
}

const answerDiagnostics = ({ file, document, value }: Applied, answer: Answer, known: KnownKinds): Diagnostic[] =>
  diagnosticsOf(
    file,
    document,
    // Those of all writes are told together.
    answerProblems(answer, value, known).filter(({ code }) => code !== 'admission/webhook'),
  );
