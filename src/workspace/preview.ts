import type { AdmissionConfiguration } from '../admission/configuration.ts';
import type { Answer } from '../apiserver/api-server.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { compareDiagnostics } from '../diagnostic/severity.ts';
import { parseApiVersion } from '../model/group-version-kind.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { preview } from '../reconcile-preview/preview.ts';
import { encode } from '../schema/encode.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { readingDiagnostics } from '../yaml/locate.ts';
import { readDocuments, type YamlDocument } from '../yaml/read-documents.ts';
import { answerProblems } from './answer-problems.ts';
import { diagnosticsOf } from './located.ts';
import { callText } from './webhook-calls.ts';
import type { SourceFile } from './source-file.ts';

export interface PreviewInput {
  readonly registry: SchemaRegistry;
  /** What is applied. */
  readonly files: readonly SourceFile[];
  /** What was applied before, when a change is previewed. */
  readonly against?: readonly SourceFile[];
  /** Nodes and objects that exist. */
  readonly cluster?: readonly SourceFile[];
  readonly admission?: AdmissionConfiguration;
  /** Keeps the order of the files and of the documents in them. */
  readonly asGiven?: boolean;
}

/** Something that does not end well, by upstream's word for it. */
export interface PreviewTrouble {
  readonly severity: 'error' | 'warning';
  readonly object: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly reason: string;
  readonly message: string;
}

export interface PreviewResult {
  /** Refusals and warnings of the API server, and documents that could not be read. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many documents were accepted, of how many. */
  readonly accepted: number;
  readonly documents: number;
  readonly troubles: readonly PreviewTrouble[];
  /** Whether the cluster came to rest. */
  readonly settled: boolean;
  /** All objects that resulted, as the API server prints them, ordered by group, kind, namespace, name. */
  readonly objects: readonly JsonObject[];
  /** All objects there are, with those of the cluster. */
  readonly everything: readonly JsonObject[];
  /** Whether nobody brought nodes, so that the default ones were taken. */
  readonly defaultNodes: boolean;
  /** Webhooks that writes would have been sent to, in words, and the objects; what they would have said is open. */
  readonly calls: readonly { readonly webhook: string; readonly objects: readonly string[] }[];
}

interface Applied {
  readonly file: SourceFile;
  readonly document: YamlDocument;
  readonly value: JsonObject;
}

/** Applies manifests to a simulated cluster and answers what there is once it rests. */
export function previewSources({
  registry,
  files,
  against = [],
  cluster = [],
  admission = {},
  asGiven = false,
}: PreviewInput): PreviewResult {
  const [before, after, existing] = [readAll(against), readAll(files), readAll(cluster)];
  const calls = new Map<string, Set<string>>();
  const result = preview<Applied>({
    registry,
    admission,
    asGiven,
    onCall: (call, object) => void setFor(calls, callText(call)).add(nameOf(object)),
    stages: against.length > 0 ? [before.applied, after.applied] : [after.applied],
    cluster: existing.applied.map(({ value }) => value),
  });
  const last = result.stages.at(-1);
  const answers = last?.answers ?? [];
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
  return {
    diagnostics: [
      ...before.diagnostics,
      ...after.diagnostics,
      ...existing.diagnostics,
      ...leftOut,
      ...answers.flatMap(({ document, answer }) => answerDiagnostics(document, answer, registry)),
    ].sort(compareDiagnostics),
    accepted: answers.filter(({ answer }) => answer.verdict === 'accepted').length,
    documents: answers.length + after.diagnostics.length,
    troubles: result.problems.map(({ severity, object, reason, message }) => ({ severity, object: identityOf(object), reason, message })),
    settled: last?.settled ?? true,
    objects: (last?.objects ?? []).map((object) => printed(object, registry)),
    everything: result.server.cluster.store.all().map((object) => printed(object, registry)),
    defaultNodes: result.defaultNodes,
    calls: [...calls].map(([webhook, objects]) => ({ webhook, objects: [...objects] })),
  };
}

function readAll(files: readonly SourceFile[]): { readonly applied: readonly Applied[]; readonly diagnostics: readonly Diagnostic[] } {
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

const answerDiagnostics = ({ file, document, value }: Applied, answer: Answer, registry: SchemaRegistry): Diagnostic[] =>
  diagnosticsOf(
    file,
    document,
    // Those of all writes are told together.
    answerProblems(answer, value, registry).filter(({ code }) => code !== 'admission/webhook'),
  );

function setFor(sets: Map<string, Set<string>>, key: string): Set<string> {
  const known = sets.get(key) ?? new Set();
  sets.set(key, known);
  return known;
}

/** `Pod shop/web-1`; before a name is made, what it will begin with. */
function nameOf({ kind, metadata: { namespace, name, generateName = '' } }: KubernetesObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name ?? `${generateName}…`}`;
}

const identityOf = ({ kind, metadata }: KubernetesObject): PreviewTrouble['object'] => ({
  kind,
  namespace: metadata.namespace ?? '',
  name: metadata.name ?? '',
});

/** As the API server prints it; custom resources have no Go type and are printed as they are. */
function printed(object: KubernetesObject, registry: SchemaRegistry): JsonObject {
  const { group = '', version = '' } = parseApiVersion(object.apiVersion) ?? {};
  const resource = registry.resource({ group, version, kind: object.kind });
  const out: unknown = resource ? encode(registry, resource.type, object) : object;
  return isObject(out) ? out : {};
}
