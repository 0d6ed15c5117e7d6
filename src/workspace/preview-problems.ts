import type { Location, ObjectIdentity } from '../diagnostic/diagnostic.ts';
import { root } from '../model/field-path.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { objectText, type ObjectName } from '../reconcile-preview/network/finding.ts';
import { problemTrees, type ProblemTree } from '../reconcile-preview/problems/problem-trees.ts';
import { rootsOf, type Cause, type PreviewProblem, type ProblemPlace } from '../reconcile-preview/problems/problem.ts';
import { locateAt } from '../yaml/locate.ts';
import type { YamlDocument } from '../yaml/read-documents.ts';
import { readSyntaxTree, type SyntaxTree } from '../yaml/syntax-tree.ts';
import { identityOf } from './located.ts';
import type { SourceFile } from './source-file.ts';

/** Something that is not well, by upstream's word for it, and what it comes of. */
export interface TroubleCause {
  readonly object: ObjectName;
  readonly reason: string;
  readonly message: string;
  /** The same in few words, for where its causes are told beside it. */
  readonly effect?: string;
  /** Where it is to be mended, the first place before others; absent where nobody wrote anything of it. */
  readonly places?: readonly Location[];
  /** A finding of its own tells it already. */
  readonly isFinding?: true;
  /** The next step that makes it go away. */
  readonly remedy?: string;
  readonly causes: readonly TroubleCause[];
}

/** Something that does not end well. */
export interface PreviewTrouble extends TroubleCause {
  readonly severity: 'error' | 'warning';
}

/** A cause with what comes of it; at the top what nothing is behind. */
export interface TroubleTree extends Omit<TroubleCause, 'causes'> {
  readonly severity: 'error' | 'warning';
  readonly consequences: readonly TroubleTree[];
}

/** A document that was applied, and where it stands. */
interface Written {
  readonly file: SourceFile;
  readonly document: YamlDocument;
  readonly value: JsonObject;
}

/** Turns problems of a cluster into what users see of them, with their places in the documents given, the first of those of an object before others. */
export function createTroubles(written: readonly Written[]): {
  troubles(problems: readonly PreviewProblem[]): PreviewTrouble[];
  roots(problems: readonly PreviewProblem[]): TroubleTree[];
} {
  const locate = createLocator(written);
  const located = ({ object, reason, message, effect, places = [], isFinding, remedy }: Cause): Omit<TroubleCause, 'causes'> => {
    const found = places.flatMap((place) => locate(place) ?? []);
    return {
      object,
      reason,
      message,
      ...(effect !== undefined && { effect }),
      ...(found.length > 0 && { places: found }),
      ...(isFinding && { isFinding }),
      ...(remedy !== undefined && { remedy }),
    };
  };
  const known = new Map<Cause, TroubleCause>();
  const causeOf = (cause: Cause): TroubleCause => {
    const result = known.get(cause) ?? { ...located(cause), causes: cause.causes.map(causeOf) };
    known.set(cause, result);
    return result;
  };
  const treeOf = ({ cause, severity, consequences }: ProblemTree): TroubleTree => ({
    severity,
    ...located(cause),
    consequences: consequences.map(treeOf),
  });
  return {
    troubles: (problems) =>
      problems.map((problem) => {
        const remedy = problem.remedy ?? rootsOf(problem).flatMap((each) => each.remedy ?? [])[0];
        return { severity: problem.severity, ...causeOf(problem), ...(remedy !== undefined && { remedy }) };
      }),
    roots: (problems) => problemTrees(problems).map(treeOf),
  };
}

/** Finds where fields stand; undefined for objects that no document wrote. */
function createLocator(written: readonly Written[]): (place: ProblemPlace) => Location | undefined {
  const documents = new Map<string, Written>();
  for (const each of written) {
    for (const name of namesOf(each.value)) if (!documents.has(name)) documents.set(name, each);
  }
  const trees = new Map<Written, SyntaxTree>();
  return ({ object, path, onKey }) => {
    const found = documents.get(objectText(object));
    if (!found) return undefined;
    const tree = trees.get(found) ?? readSyntaxTree(found.file.text, found.document);
    trees.set(found, tree);
    const identity: ObjectIdentity | undefined = identityOf(found.document);
    const options = { code: 'preview/problem', severity: 'error', ...(identity && { object: identity }) } as const;
    return locateAt(tree, path, '', options, onKey || path === root ? 'key' : 'value').at;
  };
}

/** How the object of a document is called; without a namespace it may be in the default one or in none. */
function namesOf(value: JsonObject): string[] {
  const { namespace, name } = isObject(value.metadata) ? value.metadata : {};
  const [kind, own] = [String(value.kind), typeof name === 'string' ? name : ''];
  return (typeof namespace === 'string' ? [namespace] : ['', 'default']).map((each) => objectText({ kind, namespace: each, name: own }));
}
