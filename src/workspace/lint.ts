import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { fixFiles, type FixResult } from '../lint/fix.ts';
import { lint, type LintFile } from '../lint/engine.ts';
import { RULES } from '../lint/rules/index.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { readDocuments } from '../yaml/read-documents.ts';
import type { RuleSettings } from './check.ts';
import type { SourceFile } from './source-file.ts';

export type { FixResult, LintFile };

export interface LintSettings {
  readonly registry: SchemaRegistry;
  readonly rules: RuleSettings;
}

const PREFIX = 'lint/';

/** What best practices say of all files together. */
export const lintFiles = (files: readonly LintFile[], { registry, rules }: LintSettings): Diagnostic[] =>
  lint(files, { registry, settings: byRuleId(rules) });

/** Rules may be named with or without `lint/`. */
const byRuleId = (rules: RuleSettings): RuleSettings =>
  Object.fromEntries(Object.entries(rules).map(([name, setting]) => [name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name, setting]));

/** Files with all fixes applied that may be: those of rules, and what `diagnose` offers besides. */
export function fixSources(
  files: readonly SourceFile[],
  settings: LintSettings,
  options: { readonly unsafe: boolean },
  diagnose: (file: SourceFile) => readonly Diagnostic[],
): FixResult {
  const findings = (current: readonly SourceFile[]): Diagnostic[] => [
    ...current.flatMap(diagnose),
    ...lintFiles(
      current.map((file) => ({ ...file, documents: readDocuments(file.source, file.text) })),
      settings,
    ),
  ];
  return fixFiles(files, findings, options);
}

/** Ids of all rules. */
export const ruleIds = (): ReadonlySet<string> => new Set(RULES.map(({ id }) => id));

/** What a rule asks for, by code; undefined for codes that are no rule's. */
export function describeRule(code: string): { readonly summary: string } | undefined {
  const rule = RULES.find(({ id }) => code === PREFIX + id);
  return rule && { summary: rule.docs.summary };
}
