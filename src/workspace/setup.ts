import type { AdmissionConfiguration } from '../admission/configuration.ts';
import type { Answer, ApiServer } from '../apiserver/api-server.ts';
import { createApiServer } from '../apiserver/create-api-server.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { TextRange } from '../text/offset.ts';
import { readDocuments } from '../yaml/read-documents.ts';
import { splitDocuments } from '../yaml/reader/split-documents.ts';
import type { SourceFile } from './source-file.ts';

export interface SetupOptions {
  readonly admission: AdmissionConfiguration;
  /** Whether namespaces and service accounts that objects name are taken as existing. */
  readonly ensure: boolean;
}

/**
 * Writes the objects of files through the API. CRDs, most of what large setups weigh, wait until a kind of their group is asked for, and are judged
 * then as if they had been written in their turn. Answers what is refused or cannot be read, in the order of the documents, once somebody asks.
 */
export function writeSetup(server: ApiServer, files: readonly SourceFile[], options: SetupOptions): () => readonly Diagnostic[] {
  const judged = new Map<string, Judgement[]>();
  const findings = files.flatMap((file) =>
    partsOf(file).map((part): (() => readonly Diagnostic[]) => {
      const group = definedGroup(file.text.slice(part.start, part.end));
      if (group === undefined) return always(writePart(server, file, part, options));
      const judgement = deferPart(server, file, part, { ...options, group, earlier: [...(judged.get(group) ?? [])] });
      judged.set(group, [...(judged.get(group) ?? []), judgement]);
      return () => judgement().problems;
    }),
  );
  let problems: readonly Diagnostic[] | undefined;
  return () => (problems ??= findings.flatMap((find) => find()));
}

/** What came of the CRDs of a document; `definitions` are all of their group. */
type Judgement = () => { readonly problems: readonly Diagnostic[]; readonly definitions: readonly KubernetesObject[] };

const always =
  <T>(value: T): (() => T) =>
  () =>
    value;

interface DeferOptions extends SetupOptions {
  readonly group: string;
  /** What stands before it about the same group. */
  readonly earlier: readonly Judgement[];
}

function deferPart(server: ApiServer, file: SourceFile, part: TextRange, { group, earlier, ...options }: DeferOptions): Judgement {
  const { cluster, registry } = server;
  const scratch = cluster.fork();
  // the uid that the first object of the part takes
  cluster.source.uid();
  let result: ReturnType<Judgement> | undefined;
  const judge: Judgement = () => {
    if (result) return result;
    // from the first on, since each would ask for the one before
    for (const before of earlier) before();
    const problems = writePart(createApiServer({ cluster: scratch, registry, admission: options.admission }), file, part, options);
    return (result = { problems, definitions: scratch.store.definitions(group) });
  };
  cluster.store.defer(group, () => judge().definitions);
  return judge;
}

const writePart = (server: ApiServer, file: SourceFile, part: TextRange, { ensure }: SetupOptions): Diagnostic[] =>
  eachDocument(file, part, 'setup', (value) => refusalOf(server.createOrReplace(value, { ensure })));

const API_VERSION = /^apiVersion:[ \t]*["']?apiextensions\.k8s\.io\//m;
const DEFINITION = /^kind:[ \t]*["']?CustomResourceDefinition["']?[ \t\r]*$/m;
const GROUP = /^( +)group:[ \t]*["']?([\w.-]+)["']?[ \t\r]*$/gm;

/**
 * The group that a document's CRD defines a kind of, read from lines as everybody writes them; undefined where it may be something else.
 * Far faster than reading it.
 */
function definedGroup(text: string): string | undefined {
  if (!DEFINITION.test(text) || !API_VERSION.test(text)) return undefined;
  const found = [...text.matchAll(GROUP)];
  const outermost = Math.min(...found.map(([, indent = '']) => indent.length));
  const groups = new Set(found.flatMap(([, indent = '', group = '']) => (indent.length === outermost ? [group] : [])));
  const [group] = groups;
  return groups.size === 1 ? group : undefined;
}

/** The documents of a file; the whole where it cannot be split. */
function partsOf({ text }: SourceFile): readonly TextRange[] {
  const split = splitDocuments(text.endsWith('\n') ? text : `${text}\n`);
  return 'parts' in split ? split.parts : [{ start: 0, end: text.length }];
}

/** Does something with all objects of a part of a file. What cannot be read, and what `act` says is wrong, becomes a finding. */
export function eachDocument(
  { source, text }: SourceFile,
  part: TextRange,
  option: 'cluster' | 'setup',
  act: (value: JsonObject) => string | undefined,
): Diagnostic[] {
  return readDocuments(source, text.slice(part.start, part.end)).flatMap(({ value, error, strictError, range }): Diagnostic[] => {
    const unreadable = error ?? strictError;
    const problem = value && unreadable === undefined ? act(value) : unreadable;
    if (problem === undefined) return [];
    const at = { source, range: { start: part.start + range.start, end: part.start + range.end } };
    return [{ code: `input/${option}`, severity: 'warning', message: `${option}: ${problem}`, at }];
  });
}

function refusalOf(answer: Answer): string | undefined {
  switch (answer.verdict) {
    case 'accepted':
      return undefined;
    case 'rejected':
      return answer.status.message;
    case 'unknown-kind':
      return answer.error;
  }
}
