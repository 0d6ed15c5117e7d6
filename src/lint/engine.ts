import type { Diagnostic, DiagnosticCode, ObjectIdentity, Related, Severity } from '../diagnostic/diagnostic.ts';
import { compareDiagnostics } from '../diagnostic/severity.ts';
import { apiVersionOf } from '../model/group-version-kind.ts';
import type { JsonObject } from '../model/json.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { locateAt } from '../yaml/locate.ts';
import type { YamlDocument } from '../yaml/read-documents.ts';
import type { SyntaxTree } from '../yaml/syntax-tree.ts';
import { editsFor } from './edits-for.ts';
import { RULES } from './rules/index.ts';
import type { Rule } from './rule.ts';
import { runRules, subjectOf, type RuleFinding, type Subject } from './run-rules.ts';
import { isInScalar } from './scalar-ranges.ts';
import { createTrees, type Trees } from './trees.ts';
import { suppress, UNUSED_SUPPRESSION } from './suppress.ts';

/** A file and its documents as `readDocuments` gave them. Documents that cannot be read are passed over. */
export interface LintFile {
  readonly source: string;
  readonly text: string;
  readonly documents: readonly YamlDocument[];
}

/** The settings of a rule: another severity, or not at all. */
export type RuleSetting = Severity | 'off';

export interface LintOptions {
  readonly registry: SchemaRegistry;
  /** By rule id; rules that are not named keep their own severity. */
  readonly settings?: Readonly<Record<string, RuleSetting>>;
  /** Objects that exist already: rules see them and have nothing to say about them. */
  readonly known?: readonly JsonObject[];
  /** All rules by default. */
  readonly rules?: readonly Rule[];
}

const severityOf = ({ id, severity }: Rule, settings: Readonly<Record<string, RuleSetting>>): Severity => {
  const setting = settings[id];
  return setting === undefined || setting === 'off' ? severity : setting;
};

/** The code of a rule's findings. */
export const codeOf = (rule: Pick<Rule, 'id'>): DiagnosticCode => `lint/${rule.id}`;

/** What the rules say of all objects of `files`, without what comments suppress, in the order of all output. */
export function lint(files: readonly LintFile[], options: LintOptions): Diagnostic[] {
  const { registry, settings = {}, known = [], rules = RULES } = options;
  const running = rules.filter(({ id }) => settings[id] !== 'off');
  const subjects = files.flatMap((file) => file.documents.flatMap((document) => subjectIn(file, document, registry) ?? []));
  const others = known.flatMap((object) => subjectOf(object, undefined, registry) ?? []);
  const byFile = new Map<LintFile, Diagnostic[]>(files.map((file) => [file, []]));
  const trees = treesOf();
  for (const found of runRules(running, subjects, { registry, known: others })) {
    byFile.get(found.subject.origin.file)?.push(diagnosticOf(found, severityOf(found.rule, settings), trees));
  }
  const all = [...RULES, ...rules].map(codeOf);
  const hintsOff = settings[UNUSED_SUPPRESSION.slice('lint/'.length)] === 'off';
  return files
    .flatMap((file) => suppress(byFile.get(file) ?? [], { ...file, isInScalar: isInScalar(file) }, running.map(codeOf), all))
    .filter(({ code }) => !hintsOff || code !== UNUSED_SUPPRESSION)
    .sort(compareDiagnostics);
}

/** Where an object was found. */
interface Origin {
  readonly file: LintFile;
  readonly document: YamlDocument;
}

function subjectIn(file: LintFile, document: YamlDocument, registry: SchemaRegistry): Subject<Origin> | undefined {
  return document.value && subjectOf(document.value, { file, document }, registry);
}

/** The trees of all files. */
function treesOf(): (file: LintFile) => Trees {
  const known = new Map<LintFile, Trees>();
  return (file) => {
    let trees = known.get(file);
    if (!trees) known.set(file, (trees = createTrees(file.text)));
    return trees;
  };
}

function diagnosticOf(
  { rule, subject, finding, related }: RuleFinding<Origin>,
  severity: Severity,
  treesOfFile: (file: LintFile) => Trees,
): Diagnostic {
  const treeOf = ({ file, document }: Origin): SyntaxTree => treesOfFile(file).treeOf(document);
  const { file, document } = subject.origin;
  const tree = treeOf(subject.origin);
  const options = { code: codeOf(rule), severity, object: identityOf(subject), ...(finding.note !== undefined && { note: finding.note }) };
  const places = (finding.related ?? []).flatMap(({ path, message }, i): Related[] => {
    const other = related[i];
    return other ? [{ at: locateAt(treeOf(other.origin), path, message, { ...options, object: identityOf(other) }).at, message }] : [];
  });
  const edits = finding.fix && treesOfFile(file).mayTryFix(document) && editsFor(tree, finding.fix.edits);
  const safety = finding.fix?.safety ?? (rule.fix === 'safe' ? 'safe' : 'unsafe');
  return {
    ...locateAt(tree, finding.path, finding.message, options),
    ...(places.length > 0 && { related: places }),
    ...(finding.fix && edits && { fixes: [{ title: finding.fix.title, safety, edits }] }),
  };
}

const identityOf = ({ gvk, namespace, name }: Subject<unknown>): ObjectIdentity => ({
  apiVersion: apiVersionOf(gvk),
  kind: gvk.kind,
  ...(namespace !== '' && { namespace }),
  name,
});
