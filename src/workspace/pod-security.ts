import { culpritsOf } from '../admission/plugins/PodSecurity/culprits.ts';
import { checksOf, violationText } from '../admission/plugins/PodSecurity/evaluate.ts';
import { PLACES } from '../admission/plugins/PodSecurity/places.ts';
import { podAndPathOf } from '../admission/plugins/PodSecurity/pod-of.ts';
import { isLevel, readVersion, type LevelVersion } from '../admission/plugins/PodSecurity/policy.ts';
import { remedyFor } from '../admission/plugins/PodSecurity/remedies.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { compareDiagnostics } from '../diagnostic/severity.ts';
import { fixFiles, type FixResult } from '../lint/fix.ts';
import { joined } from '../model/field-path.ts';
import { parseApiVersion } from '../model/group-version-kind.ts';
import { decode } from '../schema/decode.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { setValue } from '../yaml/edit.ts';
import { locateAt, readingDiagnostics } from '../yaml/locate.ts';
import { readDocuments, type YamlDocument } from '../yaml/read-documents.ts';
import { readSyntaxTree } from '../yaml/syntax-tree.ts';
import type { JudgedSource } from './check.ts';
import { identityOf } from './located.ts';
import type { SourceFile } from './source-file.ts';

export type { LevelVersion };

/** Reads `restricted` and `v1.30`; undefined for levels that ask for nothing and for texts that are none. */
export function parseLevel(level: string, version = 'latest'): LevelVersion | undefined {
  const read = readVersion(version);
  return isLevel(level) && level !== 'privileged' && read !== undefined ? { level, version: read } : undefined;
}

/** What the pods that documents are or would make violate of a Pod Security Standard: part by part, each with its place, and a fix where something is only missing. */
export function judgePodSecurity(registry: SchemaRegistry, file: SourceFile, level: LevelVersion): JudgedSource {
  const documents = readDocuments(file.source, file.text);
  const found = documents.flatMap((document) => (document.strictError === undefined ? violations(registry, file, document, level) : []));
  return { documents, diagnostics: [...readingDiagnostics(file.text, documents), ...found].sort(compareDiagnostics) };
}

function violations(registry: SchemaRegistry, { text }: SourceFile, document: YamlDocument, level: LevelVersion): Diagnostic[] {
  const { value } = document;
  const { group, version } = (typeof value?.apiVersion === 'string' && parseApiVersion(value.apiVersion)) || {};
  if (!value || group === undefined || version === undefined || typeof value.kind !== 'string') return [];
  const resource = registry.resource({ group, version, kind: value.kind });
  const decoded = resource && decode(registry, resource, value);
  const found = decoded?.error === undefined && decoded ? podAndPathOf(resource, decoded.object) : undefined;
  if (!found) return [];
  const { pod, path: podAt } = found;
  const all = checksOf(level, Number(registry.release.split('.')[1])).flatMap((applying) =>
    culpritsOf(applying, pod).map((culprit) => ({ applying, culprit })),
  );
  if (all.length === 0) return [];
  const tree = readSyntaxTree(text, document);
  const object = identityOf(document);
  return all.map(({ applying: { id }, culprit }): Diagnostic => {
    const note = PLACES[id]?.advice;
    const diagnostic = locateAt(tree, joined(podAt, culprit.path), violationText([culprit.violation]), {
      code: 'admission/pod-security',
      severity: 'error',
      ...(object && { object }),
      ...(note !== undefined && { note }),
    });
    const remedy = remedyFor(id, culprit, pod);
    const edits = remedy ? setValue(tree, joined(podAt, remedy.path), remedy.value) : [];
    // Whether the program minds is for its author to know.
    return remedy && edits.length > 0 ? { ...diagnostic, fixes: [{ title: remedy.title, safety: 'unsafe', edits }] } : diagnostic;
  });
}

/** Files in which what is only missing is set, as far as the API server takes the result. */
export const fixPodSecurity = (registry: SchemaRegistry, files: readonly SourceFile[], level: LevelVersion): FixResult =>
  fixFiles(files, (current) => current.flatMap((file) => judgePodSecurity(registry, file, level).diagnostics), { unsafe: true });
