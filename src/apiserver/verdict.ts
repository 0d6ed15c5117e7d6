import type { JsonObject } from '../model/json.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { Answer, Refused } from './api-server.ts';
import { metadataText } from './find-resource.ts';
import { printObject } from './print-object.ts';
import { resourceNotFound } from './routing-status.ts';

/** A document as it was read: where it stands, and its value or why it has none. */
export interface JudgedDocument {
  readonly source: string;
  readonly index: number;
  readonly value?: JsonObject;
  /** Why it could not be read. */
  readonly error?: string;
}

/** One line of `admit -o jsonl`: fields in a fixed order, absent where they are empty. */
export interface VerdictLine {
  readonly source: string;
  readonly index: number;
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly verdict: 'accepted' | 'rejected' | 'unknown-kind' | 'unreadable';
  readonly code?: number;
  readonly status?: unknown;
  readonly warnings?: readonly string[];
  readonly error?: string;
  readonly object?: unknown;
}

/** What the API server said to a document; no answer means that it could not be read. `object` asks for the stored object as the server prints it. */
export function verdictLine(
  document: JudgedDocument,
  answer: Answer | undefined,
  { object, registry }: { readonly object: boolean; readonly registry: SchemaRegistry },
): VerdictLine {
  const { source, index, value = {}, error = '' } = document;
  const identity = { apiVersion: textOf(value.apiVersion), kind: textOf(value.kind) };
  const namespace =
    answer && answer.verdict !== 'unknown-kind' && answer.resource.namespaced ? answer.namespace : metadataText(value, 'namespace');
  const line = { source, index, ...given({ ...identity, namespace, name: metadataText(value, 'name') }) };
  if (!answer) return { ...line, verdict: 'unreadable', ...given({ error }) };
  if (answer.verdict === 'unknown-kind') return { ...line, verdict: 'unknown-kind', error: answer.error };
  const { code, warnings } = answer;
  const warned = warnings.length > 0 ? { warnings } : {};
  if (answer.verdict === 'rejected') return { ...line, verdict: 'rejected', code, status: bodyOf(answer), ...warned };
  return {
    ...line,
    verdict: 'accepted',
    code,
    ...warned,
    ...(object && { object: printObject(registry, answer.resource, answer.object) }),
  };
}

/** The part of the API server that serves custom resources has no Status for URLs that it does not know. */
const bodyOf = ({ resource, status }: Refused): unknown =>
  resource.type === '' && status.message === resourceNotFound().message ? '404 page not found\n' : status;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The texts that are not empty. */
function given<T extends Readonly<Record<string, string>>>(texts: T): Partial<T> {
  const result: Partial<T> = {};
  for (const key in texts) if (texts[key] !== '') result[key] = texts[key];
  return result;
}
