import type { Diagnostic, Fix, ObjectIdentity } from '../diagnostic/diagnostic.ts';
import { isObject } from '../model/json.ts';
import { locateAt } from '../yaml/locate.ts';
import type { YamlDocument } from '../yaml/read-documents.ts';
import { entryNamed, resolveAlias } from '../yaml/syntax-node.ts';
import { placeOf, readSyntaxTree, type SyntaxTree } from '../yaml/syntax-tree.ts';
import type { Problem } from './problem.ts';
import type { SourceFile } from './source-file.ts';

/** The findings that problems of a document are, with their places in the text. The text is parsed for places only when there are problems. */
export function diagnosticsOf({ text }: SourceFile, document: YamlDocument, problems: readonly Problem[]): Diagnostic[] {
  if (problems.length === 0) return [];
  const tree = readSyntaxTree(text, document);
  const object = identityOf(document);
  return problems.map((problem) => {
    const { code, severity, message, note, path, onKey, others = [] } = problem;
    const options = { code, severity, ...(object && { object }), ...(note !== undefined && { note }) };
    const found = locateAt(tree, path, message, options, onKey ? 'key' : 'value');
    const related = [
      ...others.map((other) => ({ at: locateAt(tree, other.path, other.message, options).at, message: other.message })),
      ...(problem.related ?? []),
    ];
    const diagnostic = related.length > 0 ? { ...found, related } : found;
    const fix = renameFix(tree, problem);
    return fix ? { ...diagnostic, fixes: [fix] } : diagnostic;
  });
}

/** The object that a document is, as far as it says so. */
export function identityOf({ value }: Pick<YamlDocument, 'value'>): ObjectIdentity | undefined {
  if (!value || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return undefined;
  const metadata = isObject(value.metadata) ? value.metadata : {};
  const name = metadata.name ?? metadata.generateName;
  return {
    apiVersion: value.apiVersion,
    kind: value.kind,
    ...(typeof metadata.namespace === 'string' && { namespace: metadata.namespace }),
    name: typeof name === 'string' ? name : '',
  };
}

/** Gives the field its better name, unless that is taken. Unsafe: the field takes effect then, which it did not before. */
function renameFix(tree: SyntaxTree, { path, rename }: Problem): Fix | undefined {
  const place = rename === undefined ? undefined : placeOf(tree, path);
  if (rename === undefined || !place?.isFound || !place.entry || !path.parent) return undefined;
  const holder = placeOf(tree, path.parent)?.node;
  const mapping = holder && resolveAlias(holder);
  if (mapping?.kind !== 'mapping' || entryNamed(mapping, rename)) return undefined;
  return { title: `Rename to ${rename}`, safety: 'unsafe', edits: [{ range: place.entry.key.range, text: rename }] };
}
