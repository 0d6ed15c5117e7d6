import { compareText } from '../../model/json.ts';
import { pathText } from '../../model/field-path.ts';
import { objectText } from '../network/finding.ts';
import { causeKey, type Cause, type PreviewProblem, type ProblemPlace } from './problem.ts';

/** A cause with what comes of it. */
export interface ProblemTree {
  readonly cause: Cause;
  /** As bad as the worst that comes of it. */
  readonly severity: PreviewProblem['severity'];
  readonly consequences: readonly ProblemTree[];
}

/**
 * Problems by what they come of: each root once, with everything that comes of it below. Errors first, then what has the most consequences. What has several
 * causes stands below each of them.
 */
export function problemTrees(problems: readonly PreviewProblem[]): ProblemTree[] {
  const nodes = new Map<string, { cause: Cause; severity: PreviewProblem['severity']; readonly effects: Set<string> }>();
  const add = (cause: Cause, severity: PreviewProblem['severity']): string => {
    const key = causeKey(cause);
    const known = nodes.get(key);
    const node = known ?? { cause, severity, effects: new Set<string>() };
    if (severity === 'error') node.severity = severity;
    if (!known) nodes.set(key, node);
    else if (cause.places && (node.cause.places?.length ?? 0) < MOST_PLACES)
      node.cause = { ...node.cause, places: mergedPlaces(node.cause.places ?? [], cause.places) };
    for (const deeper of cause.causes) {
      const deeperKey = add(deeper, severity);
      nodes.get(deeperKey)?.effects.add(key);
    }
    return key;
  };
  for (const problem of problems) add(problem, problem.severity);
  const treeOf = (key: string, above: ReadonlySet<string>): ProblemTree[] => {
    const node = nodes.get(key);
    if (!node || above.has(key)) return [];
    const path = new Set([...above, key]);
    return [{ cause: node.cause, severity: node.severity, consequences: [...node.effects].flatMap((each) => treeOf(each, path)) }];
  };
  return [...nodes]
    .filter(([, { cause }]) => cause.causes.length === 0)
    .flatMap(([key]) => treeOf(key, new Set()))
    .sort(byWeight);
}

/** So many places are told of one cause. */
const MOST_PLACES = 50;

/** All that name a missing object are places of it. */
const mergedPlaces = (some: readonly ProblemPlace[], others: readonly ProblemPlace[]): ProblemPlace[] => [
  ...new Map([...some, ...others].map((place) => [`${objectText(place.object)} ${pathText(place.path)}`, place])).values(),
];

const byWeight = (a: ProblemTree, b: ProblemTree): number =>
  Number(b.severity === 'error') - Number(a.severity === 'error') ||
  sizeOf(b) - sizeOf(a) ||
  compareText(objectText(a.cause.object), objectText(b.cause.object)) ||
  compareText(a.cause.reason, b.cause.reason) ||
  compareText(a.cause.message, b.cause.message);

const sizeOf = ({ consequences }: ProblemTree): number => consequences.reduce((sum, each) => sum + 1 + sizeOf(each), 0);
