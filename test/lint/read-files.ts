import { lint, type LintFile, type LintOptions } from '../../src/lint/engine.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { createLineIndex } from '../../src/text/line-index.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';

export const registry = loadSchemas('1.37');

export const fileOf = (source: string, text: string): LintFile => ({ source, text, documents: readDocuments(source, text) });

/** Findings of one file. */
export const lintText = (text: string, options: Omit<LintOptions, 'registry'> = {}): Diagnostic[] =>
  lint([fileOf('test.yaml', text)], { registry, ...options });

/** `lint/no-latest-tag:12`: code and line of each finding. */
export const codesAndLines = (text: string, findings: readonly Diagnostic[]): string[] => {
  const lines = createLineIndex(text);
  return findings.map(({ code, at }) => `${code}:${lines.positionAt(at.range.start).line}`);
};
