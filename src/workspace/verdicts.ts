import type { Answer, Connection } from '../apiserver/api-server.ts';
import { verdictLine, type VerdictLine } from '../apiserver/verdict.ts';
import { goJson } from '../model/go-text.ts';
import { compareText, isObject, type JsonObject } from '../model/json.ts';
import { readDocuments, type YamlDocument } from '../yaml/read-documents.ts';
import type { Simulation } from './simulation.ts';

/** A document of a source and what the API server says to it; no answer where the document cannot be read, or where there is nothing to ask. */
export interface Verdict {
  readonly document: YamlDocument;
  readonly answer: Answer | undefined;
  readonly line: VerdictLine;
}

export { readDocuments, type VerdictLine, type YamlDocument };

/** What the API server says to creating (or replacing) the object of one document, alone. `object` asks for the object as stored. */
export function judgeDocument(
  simulation: Simulation,
  document: YamlDocument,
  { object = false, request = 'write' }: { readonly object?: boolean; readonly request?: Request } = {},
): Verdict {
  const answer = document.value && document.strictError === undefined ? ask(simulation, document.value, request) : undefined;
  return { document, answer, line: lineOf(simulation, document, answer, object) };
}

/** What is asked about documents: whether their objects can be written, can go, or can be connected to. */
export type Request = 'write' | 'delete' | Connection;

export const CONNECTIONS = ['exec', 'attach', 'portforward', 'proxy'] as const satisfies readonly Connection[];

/** Subresources that take the whole object. */
export const SUBRESOURCES = ['status', 'approval', 'resize'] as const;

/** What it says to replacing `before` by `document`; undefined when `before` itself is refused, so that there is nothing to replace. */
export function judgeUpdate(
  simulation: Simulation,
  before: YamlDocument,
  document: YamlDocument,
  { object = false, subresource = '' }: { readonly object?: boolean; readonly subresource?: string } = {},
): Verdict | undefined {
  if (!before.value || before.strictError !== undefined) return undefined;
  if (!document.value || document.strictError !== undefined)
    return { document, answer: undefined, line: lineOf(simulation, document, undefined, object) };
  const answer = simulation.askUpdate(before.value, document.value, subresource);
  return answer && { document, answer, line: lineOf(simulation, document, answer, object) };
}

function ask(simulation: Simulation, value: JsonObject, request: Request): Answer {
  switch (request) {
    case 'write':
      return simulation.ask(value);
    case 'delete':
      return simulation.askDelete(value);
    default:
      return simulation.askConnect(value, request);
  }
}

function lineOf({ registry }: Simulation, document: YamlDocument, answer: Answer | undefined, object: boolean): VerdictLine {
  const { source, index, value, error, strictError } = document;
  const problem = error ?? strictError;
  return verdictLine({ source, index, ...(value && { value }), ...(problem !== undefined && { error: problem }) }, answer, {
    object,
    registry,
  });
}

/** For a source that cannot be read at all. */
export const unreadableVerdict = (source: string, error: string): Verdict => ({
  document: { source, index: 0, range: { start: 0, end: 0 }, error },
  answer: undefined,
  line: { source, index: 0, verdict: 'unreadable', error },
});

/** A verdict as one line of JSON, byte for byte as Go prints it: fields in their order, those of `status` and `object` sorted. */
export const verdictText = (line: VerdictLine): string =>
  goJson(Object.fromEntries(Object.entries(line).map(([name, value]) => [name, sorted(value)])));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort(compareText);
  return Object.fromEntries(keys.map((name) => [name, sorted(value[name])]));
}
