import { defineCustomResource } from '../apiserver/define-custom-resource.ts';
import { findResource } from '../apiserver/find-resource.ts';
import { strategyOf } from '../apiserver/strategy-of.ts';
import { createCluster } from '../cluster/create-cluster.ts';
import type { ObjectDiff } from '../diff/change.ts';
import { gvkText, type DiffContext } from '../diff/context.ts';
import { diff, type DiffOptions } from '../diff/diff.ts';
import { concealed } from '../diff/secrecy.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { GroupVersionKind } from '../model/group-version-kind.ts';
import type { JsonObject } from '../model/json.ts';
import type { CustomResource } from '../schema/crd/custom-resources.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { customResourceStrategy } from '../validate/custom-resource/strategy.ts';
import { ruleContext } from '../validate/feature-gates.ts';
import { readingDiagnostics } from '../yaml/locate.ts';
import { readDocuments, type YamlDocument } from '../yaml/read-documents.ts';
import { neighboursOfDocuments, type Definitions } from './neighbours.ts';
import { NOWHERE } from './policy-problem.ts';
import type { SourceFile } from './source-file.ts';

export { jsonPatches } from '../diff/json-patch.ts';
export { renderDiff, type Role } from '../diff/render.ts';
export type { ObjectDiff };

export interface Compared {
  readonly diffs: readonly ObjectDiff[];
  /** Documents that could not be read and so were left out. */
  readonly problems: readonly Diagnostic[];
}

export interface CompareOptions extends DiffOptions {
  /** CRDs by which custom resources are compared besides. */
  readonly crds?: Definitions;
}

/**
 * What differs between the objects of two sets of files and what applying the change does. Custom resources are compared by the CRDs of both sets; those
 * that are applied hold.
 */
export function compareSources(
  before: readonly SourceFile[],
  after: readonly SourceFile[],
  registry: SchemaRegistry,
  options: CompareOptions = {},
): Compared {
  const [old, next] = [readAll(before), readAll(after)];
  const defined = [old, next].map(({ documents }) => neighboursOfDocuments(documents, NOWHERE));
  const context = contextOf(registry, options.crds ? [options.crds, ...defined] : defined);
  return { diffs: diff(old.objects, next.objects, context, options), problems: [...old.problems, ...next.problems] };
}

/** What is known of kinds: built in, or by CRDs, of which the later ones hold. */
function contextOf(registry: SchemaRegistry, definitions: readonly Definitions[]): DiffContext {
  const cluster = createCluster();
  const customs = new Map<string, CustomResource | undefined>();
  const customOf = (gvk: GroupVersionKind): CustomResource | undefined => {
    const name = gvkText(gvk);
    if (!customs.has(name)) {
      const found = registry.resource(gvk) ? [] : definitions.flatMap((each) => each.definitionsOf(gvk.group, gvk.kind));
      for (const value of found) defineCustomResource(cluster, registry, value);
      customs.set(name, found.length === 0 ? undefined : findResource(gvk, registry, cluster.store)?.custom);
    }
    return customs.get(name);
  };
  return {
    registry,
    rules: ruleContext(registry.release),
    customOf,
    strategyOf(gvk) {
      const custom = customOf(gvk);
      return custom ? customResourceStrategy(custom) : strategyOf(gvk);
    },
  };
}

interface ReadObjects {
  readonly documents: readonly YamlDocument[];
  readonly objects: readonly JsonObject[];
  readonly problems: readonly Diagnostic[];
}

function readAll(files: readonly SourceFile[]): ReadObjects {
  const read = files.map(({ source, text }) => ({ text, documents: readDocuments(source, text) }));
  const documents = read.flatMap((each) => each.documents);
  return {
    documents,
    objects: documents.flatMap(({ value, strictError }) => (value && strictError === undefined ? [value] : [])),
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
