import type { AdmissionConfiguration } from '../admission/configuration.ts';
import { refusalText } from '../apiserver/refusal-text.ts';
import type { ApiServer } from '../apiserver/api-server.ts';
import { createApiServer } from '../apiserver/create-api-server.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { TextRange } from '../text/offset.ts';
import { readDocuments } from '../yaml/read-documents.ts';
import { splitDocuments } from '../yaml/reader/split-documents.ts';
import { definitionText } from './definition-text.ts';
import type { SourceFile } from './source-file.ts';

export interface SetupOptions {
  readonly admission: AdmissionConfiguration;
  /** Whether namespaces and service accounts that objects name are taken as existing. */
  readonly ensure: boolean;
}

/** What is wrong with a document of a setup, by its place among all of them. */
export interface SetupFinding {
  readonly part: number;
  readonly problems: readonly Diagnostic[];
}

/**
 * The objects of files, written through the API. CRDs, most of what large setups weigh, wait until a kind of their group is asked for, and are judged
 * then as if they had been written in their turn.
 */
export interface Setup {
  /** What is refused or cannot be read, in the order of the documents. All of them are judged for it. */
  problems(): readonly Diagnostic[];
  /** The same for one of `count` shares, which together are the whole. */
  judge(share: number, count: number): readonly SetupFinding[];
  /** Takes what came of all shares somewhere else: no CRD is validated again. */
  trust(findings: readonly SetupFinding[]): void;
}

export function writeSetup(server: ApiServer, files: readonly SourceFile[], options: SetupOptions): Setup {
  const written: SetupFinding[] = [];
  const deferred: DeferredPart[] = [];
  const waiting = new Map<string, DeferredPart[]>();
  let known: ReadonlyMap<number, readonly Diagnostic[]> | undefined;
  let parts = 0;
  for (const file of files) {
    for (const range of partsOf(file)) {
      const part = parts++;
      const group = definitionText(file.text.slice(range.start, range.end))?.group;
      if (group === undefined) written.push({ part, problems: writePart(server, file, range, options) });
      else {
        const earlier = waiting.get(group) ?? [];
        const own = { ...options, part, group, earlier: [...earlier], known: () => known };
        const one = deferPart(server, file, range, own);
        waiting.set(group, [...earlier, one]);
        deferred.push(one);
      }
    }
  }
  const findings = (some: readonly DeferredPart[]): SetupFinding[] =>
    some.map(({ part, judge }) => ({ part, problems: judge().problems })).filter(({ problems }) => problems.length > 0);
  const all = (): SetupFinding[] => [...written, ...findings(deferred)].sort((a, b) => a.part - b.part);
  let problems: readonly Diagnostic[] | undefined;
  return {
    problems: () => (problems ??= all().flatMap((finding) => finding.problems)),
    judge: (share, count) => [...(share === 0 ? written : []), ...findings(shareOf([...waiting.values()], share, count))],
    trust(found) {
      known = new Map(found.map((finding) => [finding.part, finding.problems]));
    },
  };
}

/** Groups are shared out so that each share has about as much to read. */
function shareOf(groups: readonly (readonly DeferredPart[])[], share: number, count: number): DeferredPart[] {
  const sizes = Array.from({ length: count }, () => 0);
  const own: DeferredPart[] = [];
  const sized = groups.map((parts) => ({ parts, size: parts.reduce((sum, { size }) => sum + size, 0) }));
  for (const { parts, size } of sized.sort((a, b) => b.size - a.size)) {
    const least = sizes.indexOf(Math.min(...sizes));
    sizes[least] = (sizes[least] ?? 0) + size;
    if (least === share) own.push(...parts);
  }
  return own;
}

/** A document with a CRD; `definitions` are all of its group once it was written. */
interface DeferredPart {
  readonly part: number;
  readonly size: number;
  judge(): { readonly problems: readonly Diagnostic[]; readonly definitions: readonly KubernetesObject[] };
}

interface DeferOptions extends SetupOptions {
  readonly part: number;
  readonly group: string;
  /** What stands before it about the same group. */
  readonly earlier: readonly DeferredPart[];
  /** What is wrong with parts, where that is known. */
  known(): ReadonlyMap<number, readonly Diagnostic[]> | undefined;
}

function deferPart(server: ApiServer, file: SourceFile, range: TextRange, options: DeferOptions): DeferredPart {
  const { part, group, earlier, known, admission } = options;
  const { cluster, registry } = server;
  const scratch = cluster.fork();
  // the uid that the first object of the part takes
  cluster.source.uid();
  let result: ReturnType<DeferredPart['judge']> | undefined;
  const judge: DeferredPart['judge'] = () => {
    if (result) return result;
    // from the first on, since each would ask for the one before
    for (const before of earlier) before.judge();
    const refused = known()?.get(part);
    const isValid = known() !== undefined;
    const problems = refused ?? writePart(createApiServer({ cluster: scratch, registry, admission }), file, range, { ...options, isValid });
    return (result = { problems, definitions: scratch.store.definitions(group) });
  };
  cluster.store.defer(group, () => judge().definitions);
  return { part, size: range.end - range.start, judge };
}

const writePart = (
  server: ApiServer,
  file: SourceFile,
  part: TextRange,
  { ensure, isValid = false }: SetupOptions & { readonly isValid?: boolean },
): Diagnostic[] => eachDocument(file, part, 'setup', (value) => refusalText(server.createOrReplace(value, { ensure, isValid })));

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
