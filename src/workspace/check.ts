import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { compareDiagnostics } from '../diagnostic/severity.ts';
import { readingDiagnostics } from '../yaml/locate.ts';
import { readDocuments, type YamlDocument } from '../yaml/read-documents.ts';
import { answerProblems } from './answer-problems.ts';
import type { RuleSetting } from './config.ts';
import { diagnosticsOf } from './located.ts';
import type { Simulation } from './simulation.ts';
import type { SourceFile } from './source-file.ts';
import { typeMetaProblem } from './type-meta.ts';

/** Severity or `off` by lint rule id or diagnostic code. */
export type RuleSettings = Readonly<Record<string, RuleSetting>>;

/** Which judges look at documents, and how grave their findings are to the user. */
export interface CheckSettings {
  /** Schema, validation and admission. */
  readonly api: boolean;
  /** Best practices. */
  readonly lint: boolean;
  readonly rules: RuleSettings;
}

export interface JudgedSource {
  readonly documents: readonly YamlDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A bug of ours that one document has brought to light; the others are still judged. */
export type OnBug = (error: unknown, subject: string) => void;

/** What kubectl and, with `api`, the API server object to in a source, in order of place. */
export function judgeSource(simulation: Simulation, file: SourceFile, { api }: Pick<CheckSettings, 'api'>, onBug: OnBug): JudgedSource {
  const documents = readDocuments(file.source, file.text);
  const diagnostics = readingDiagnostics(file.text, documents);
  for (const document of api ? documents : []) {
    try {
      diagnostics.push(...apiDiagnostics(simulation, file, document));
    } catch (error) {
      onBug(error, `${file.source}[${document.index}]`);
    }
  }
  return { documents, diagnostics: diagnostics.sort(compareDiagnostics) };
}

/** What the API server objects to in one document that can be read. */
export function apiDiagnostics(simulation: Simulation, file: SourceFile, document: YamlDocument): Diagnostic[] {
  const { value, strictError } = document;
  if (!value || strictError !== undefined) return [];
  const unsaid = typeMetaProblem(value);
  const problems = unsaid ? [unsaid] : answerProblems(simulation.ask(value), value, simulation, simulation.policySource);
  return diagnosticsOf(file, document, problems);
}

/** The findings with the severities that the user gives their codes, without those that are off. */
export function applySettings(diagnostics: readonly Diagnostic[], rules: RuleSettings): Diagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const setting = rules[diagnostic.code];
    if (setting === undefined) return [diagnostic];
    return setting === 'off' ? [] : [{ ...diagnostic, severity: setting }];
  });
}
