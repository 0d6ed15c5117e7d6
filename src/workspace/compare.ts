import { strategyOf } from '../apiserver/strategy-of.ts';
import type { ObjectDiff } from '../diff/change.ts';
import { diff, type DiffOptions } from '../diff/diff.ts';
import { concealed } from '../diff/secrecy.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { ruleContext } from '../validate/feature-gates.ts';
import { readingDiagnostics } from '../yaml/locate.ts';
import { readDocuments } from '../yaml/read-documents.ts';
import type { SourceFile } from './source-file.ts';

export { jsonPatches } from '../diff/json-patch.ts';
export { renderDiff, type Role } from '../diff/render.ts';
export type { ObjectDiff };

export interface Compared {
  readonly diffs: readonly ObjectDiff[];
  /** Documents that could not be read and so were left out. */
  readonly problems: readonly Diagnostic[];
}

/** What differs between the objects of two sets of files and what applying the change does. */
export function compareSources(
  before: readonly SourceFile[],
  after: readonly SourceFile[],
  registry: SchemaRegistry,
  options: DiffOptions = {},
): Compared {
  const [old, next] = [readAll(before), readAll(after)];
  const context = { registry, rules: ruleContext(registry.release), strategyOf };
  return { diffs: diff(old.objects, next.objects, context, options), problems: [...old.problems, ...next.problems] };
}

function readAll(files: readonly SourceFile[]): { readonly objects: readonly JsonObject[]; readonly problems: readonly Diagnostic[] } {
  const read = files.map(({ source, text }) => ({ text, documents: readDocuments(source, text) }));
  return {
    objects: read
      .flatMap(({ documents }) => documents)
      .flatMap(({ value, strictError }) => (value && strictError === undefined ? [value] : [])),
    problems: read.flatMap(({ text, documents }) => readingDiagnostics(text, documents)),
  };
}

/** Differences as plain data: identity, changes by path, consequences. Values of Secrets only with `secrets`. */
export const diffJson = (diffs: readonly ObjectDiff[], secrets: boolean): unknown[] =>
  diffs.map((each) => ({
    ...each.gvk,
    ...(each.namespace !== '' && { namespace: each.namespace }),
    name: each.name,
    change: each.kind,
    consequence: each.consequence,
    ...(each.note !== undefined && { note: each.note }),
    changes: each.changes
      .map((change) => (secrets ? change : concealed(change, each)))
      .map(({ kind, path, before, after, consequence, note }) => ({ kind, path, before, after, consequence, note })),
  }));
