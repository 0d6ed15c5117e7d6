import type { Diagnostic, DiagnosticCode, ObjectIdentity, Severity } from '../diagnostic/diagnostic.ts';
import { fieldErrorBody, fieldErrorText, type FieldError } from '../model/field-error.ts';
import { pathText, root, type FieldPath } from '../model/field-path.ts';
import type { StatusCause } from '../model/status.ts';
import type { TextRange } from '../text/offset.ts';
import { lineEnd } from './lines.ts';
import { parsePathText } from './path-text.ts';
import type { DuplicateKey, YamlDocument } from './read-documents.ts';
import { resolveAlias, scalarOf, type SyntaxNode } from './syntax-node.ts';
import { firstLine, placeOf, type Place, type SyntaxTree } from './syntax-tree.ts';

/** What a diagnostic has besides message and place. */
export interface LocateOptions {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly object?: ObjectIdentity;
  readonly note?: string;
}

/** The diagnostic of what decoding, validation or admission objects to, at the field it means. */
export function locate(tree: SyntaxTree, error: FieldError, options: LocateOptions): Diagnostic {
  const isRoot = error.path === root || error.path.element === undefined;
  return located(tree, isRoot ? fieldErrorBody(error) : fieldErrorText(error), error.path, rangeOfError(tree, error), options);
}

/** The diagnostic of one reason of a refusal; `value` is the object that was refused, for paths that can be read in more than one way. */
export function locateCause(
  tree: SyntaxTree,
  { field = '', message = '' }: StatusCause,
  value: unknown,
  options: LocateOptions,
): Diagnostic {
  const path = parsePathText(field, value);
  return located(tree, field === '' || field === '<nil>' ? message : `${field}: ${message}`, path, rangeOfPath(tree, path), options);
}

/** A finding in words of our own about the field at `path`; `on` says whether its key or its value is meant. */
export function locateAt(
  tree: SyntaxTree,
  path: FieldPath,
  message: string,
  options: LocateOptions,
  on: 'key' | 'value' = 'value',
): Diagnostic {
  return located(tree, message, path, rangeOfPath(tree, path, on), options);
}

function located(
  { source }: SyntaxTree,
  message: string,
  path: FieldPath,
  range: TextRange,
  { code, severity, object, note }: LocateOptions,
): Diagnostic {
  const isRoot = path.element === undefined;
  return {
    code,
    severity,
    message,
    ...(note !== undefined && { note }),
    at: { source, range, ...(object && { object }), ...(!isRoot && { path: pathText(path) }) },
  };
}

/** Errors about a name or presence rather than a value. */
const ABOUT_THE_KEY: ReadonlySet<FieldError['type']> = new Set([
  'FieldValueForbidden',
  'FieldValueRequired',
  'FieldValueTooMany',
  'FieldValueTooFew',
]);

function rangeOfError(tree: SyntaxTree, { type, path, value }: FieldError): TextRange {
  const place = placeOf(tree, path);
  const member = place?.isFound ? memberMeant(place.node, value) : undefined;
  return member ?? rangeOfPath(tree, path, ABOUT_THE_KEY.has(type) ? 'key' : 'value');
}

/** The API server names the map when one of its keys or values is wrong, and says which by value. */
function memberMeant(node: SyntaxNode, value: unknown): TextRange | undefined {
  const holder = resolveAlias(node);
  if (typeof value !== 'string' || holder?.kind !== 'mapping') return undefined;
  const named = holder.entries.findLast(({ name }) => name === value);
  if (named) return named.key.range;
  return holder.entries.findLast(({ value: member }) => member.kind === 'scalar' && scalarOf(member).value === value)?.value.range;
}

/**
 * Where to point for a path: at the value when it is a scalar, else at the key; a field that is not there is shown at the key of
 * the nearest parent; an item of a list and the object itself by their first line.
 */
function rangeOfPath(tree: SyntaxTree, path: FieldPath, on: 'key' | 'value' = 'value'): TextRange {
  const place = placeOf(tree, path);
  return place ? rangeOfPlace(tree, place, on) : firstLine(tree);
}

function rangeOfPlace(tree: SyntaxTree, { node, entry, path, isFound }: Place, on: 'key' | 'value'): TextRange {
  const isShort = node.kind === 'scalar' || node.kind === 'alias';
  const isWritten = node.range.end > node.range.start;
  if (entry && !(isFound && on === 'value' && isShort && isWritten)) return entry.key.range;
  if (path.element === undefined) return firstLine(tree);
  return isShort && isWritten ? oneLine(tree, node.range) : firstLineOf(tree, node.range);
}

const oneLine = ({ text }: SyntaxTree, { start, end }: TextRange): TextRange => ({ start, end: lineEnd(text, start, end) });

/** The first line of an item; the dash of one that is empty. */
function firstLineOf(tree: SyntaxTree, range: TextRange): TextRange {
  if (range.end > range.start) return oneLine(tree, range);
  return { start: Math.max(range.start - 1, tree.range.start), end: range.start };
}

/** What reading the documents of a file has found: text that is no YAML, and keys that are there twice. A list is reported once. */
export function readingDiagnostics(
  text: string,
  documents: readonly YamlDocument[],
  severityOfDuplicates: Severity = 'error',
): Diagnostic[] {
  return documents.flatMap((document, i) => {
    if (document.error !== undefined) return [syntaxDiagnostic(text, document, document.error)];
    const isFurtherItem = documents[i - 1]?.index === document.index && document.item !== undefined;
    return isFurtherItem
      ? []
      : (document.duplicateKeys ?? []).map((duplicate) => duplicateKeyDiagnostic(document.source, duplicate, severityOfDuplicates));
  });
}

function syntaxDiagnostic(text: string, { source, range, errorAt = range.start }: YamlDocument, error: string): Diagnostic {
  const start = Math.min(errorAt, Math.max(text.length - 1, 0));
  const note = adviceFor(error, text, start);
  const end = Math.max(lineEnd(text, start, Math.max(range.end, start)), Math.min(start + 1, text.length));
  return {
    code: 'yaml/syntax',
    severity: 'error',
    message: error,
    ...(note !== undefined && { note }),
    at: { source, range: { start, end } },
  };
}

/** What most often is behind a message that says little. */
function adviceFor(error: string, text: string, at: number): string | undefined {
  if (error.startsWith('json: cannot unmarshal')) return 'A manifest is a mapping with apiVersion and kind.';
  if (error.includes('found character that cannot start any token')) {
    if (text[at] === '\t') return 'YAML indents with spaces, never with tabs.';
    if (text[at] === '%' || text[at] === '@' || text[at] === '`') return `A value that begins with ${text[at]} has to be quoted.`;
  }
  if (text.slice(at, at + 2) === '{{' || (error.includes('invalid map key') && text.slice(Math.max(at - 1, 0), at + 2).includes('{{'))) {
    return 'This looks like a template that has not been rendered: kubectl takes {{ … }} for a mapping.';
  }
  if (error.includes('mapping values are not allowed'))
    return 'A text with a colon and a blank in it has to be quoted; or the line is indented too deep.';
  if (error.includes("could not find expected ':'")) return 'A colon is missing, or the line is not indented like those around it.';
  return undefined;
}

function duplicateKeyDiagnostic(source: string, { key, range, first }: DuplicateKey, severity: Severity): Diagnostic {
  return {
    code: 'yaml/duplicate-key',
    severity,
    message: `key ${key} already set in map`,
    note: 'kubectl refuses the document when it reads strictly, as it does by default; readers that do not take the last one.',
    at: { source, range },
    related: [{ at: { source, range: first }, message: 'first defined here' }],
  };
}
