import { compareText, type JsonObject } from '../../model/json.ts';
import type { PreviewResult, Rollout } from '../../workspace/preview.ts';
import { printable, type Style } from '../style.ts';
import { durationText } from './duration.ts';
import { textAt } from './object-fields.ts';
import { foldFacts } from './fold-facts.ts';
import { isNotable, rolloutLines } from './rollout.ts';
import { runtimeTexts } from './runtime-class.ts';
import { statusLines } from './status.ts';
import { workloadState, workloadStateText } from './workload-state.ts';
import { workloadTrees, type WorkloadTree } from './workload-tree.ts';

interface LinesContext {
  readonly style: Style;
  /** Columns to break long lines at; `Infinity` where nobody looks at them. */
  readonly columns: number;
  /** When the preview ends, in virtual milliseconds since the epoch. */
  readonly now: number;
  /** By kind, namespace and name. */
  readonly rollouts: ReadonlyMap<string, Rollout>;
  readonly runtimeOf: (pod: JsonObject) => string | undefined;
}

/** Workloads down to their pods: how far they have come, how old they are, their status, and how they got there. */
export function workloadLines(result: PreviewResult, style: Style, columns: number): string[] {
  const rollouts = new Map(result.rollouts().map((rollout) => [keyOf(rollout.workload), rollout]));
  const context = { style, columns, now: result.now, rollouts, runtimeOf: runtimeTexts(result.everything) };
  return workloadTrees(result.objects).flatMap((tree) => treeLines(tree, 1, context));
}

const keyOf = ({ kind, namespace, name }: Rollout['workload']): string => [kind, namespace, name].join('/');

function treeLines({ object, isDetailed, children }: WorkloadTree, depth: number, context: LinesContext): string[] {
  const { style, columns, rollouts, runtimeOf } = context;
  const [namespace, name] = [textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')];
  const title = `${String(object.kind)} ${style.bold(depth === 1 && namespace !== '' ? `${namespace}/${name}` : name)}`;
  const line = `${'  '.repeat(depth)}${title}  ${workloadStateText(object, style)}${style.dim(ageText(object, context.now))}`;
  const details = isDetailed ? [runtimeOf(object) ?? [], statusLines(object, style)].flat() : [];
  const indent = '  '.repeat(depth + 2);
  const rollout = rollouts.get(keyOf({ kind: String(object.kind), namespace, name }));
  const [crowd, others] = crowdOf(children);
  return [
    line,
    ...details.flatMap((detail) => foldFacts(detail, columns - indent.length).map((part) => `${indent}${style.dim(part)}`)),
    ...(rollout && isNotable(rollout) ? rolloutLines(rollout, columns - indent.length, style).map((part) => `${indent}${part}`) : []),
    ...(crowd.length > 0 ? [`${'  '.repeat(depth + 1)}${crowdText(crowd, style)}`] : []),
    ...groupsOf(others, context).flatMap((group) => groupLines(group, depth + 1, context)),
  ];
}

/** Pods of which all the same is to be said, where they are many; everything else alone. */
function groupsOf(children: readonly WorkloadTree[], { style }: LinesContext): WorkloadTree[][] {
  if (children.length <= MOST_PODS) return children.map((child) => [child]);
  const groups = new Map<string, WorkloadTree[]>();
  for (const child of children) {
    const { object } = child;
    const key = object.kind === 'Pod' ? sameness(object, style) : textAt(object, 'metadata', 'uid');
    const known = groups.get(key);
    if (known) known.push(child);
    else groups.set(key, [child]);
  }
  return [...groups.values()].flatMap((group) => (group.length > MOST_PODS ? [group] : group.map((child) => [child])));
}

/** What is said of a pod but for where it is and since when. */
const sameness = (pod: JsonObject, style: Style): string =>
  [workloadState(pod).more, ...statusLines(pod, style).flatMap((line) => line.split(' · ').filter((fact) => !OWN_FACT.test(fact)))].join(
    '\n',
  );

const OWN_FACT = /^(hostIP|podIP|startTime) /;

/** The first whole, the others by how many they are. */
function groupLines([first, ...others]: readonly WorkloadTree[], depth: number, context: LinesContext): string[] {
  if (!first) return [];
  const more = `${'  '.repeat(depth)}${others.length} more ${context.style.bold('Pods')} of which the same is to be said`;
  return [...treeLines(first, depth, context), ...(others.length > 0 ? [more] : [])];
}

/** Since when it has been there; empty for what has just come. */
function ageText(object: JsonObject, now: number): string {
  const seconds = Math.floor((now - Date.parse(textAt(object, 'metadata', 'creationTimestamp'))) / 1000);
  return seconds > 0 ? `  age ${durationText(seconds)}` : '';
}

/** So many pods of which the same is to be said are told one by one. */
const MOST_PODS = 7;

/** Pods that there is nothing to say of, where they are many, and the rest. */
function crowdOf(children: readonly WorkloadTree[]): readonly [readonly WorkloadTree[], readonly WorkloadTree[]] {
  const isOrdinary = ({ object, isDetailed }: WorkloadTree): boolean =>
    object.kind === 'Pod' && !isDetailed && workloadState(object).tone === 'good';
  const ordinary = children.filter(isOrdinary);
  return ordinary.length <= MOST_PODS ? [[], children] : [ordinary, children.filter((child) => !ordinary.includes(child))];
}

/** `40 Pods  Running: 14 on worker-1, 13 on worker-2, 13 on worker-3  web:1`. */
function crowdText(pods: readonly WorkloadTree[], style: Style): string {
  const places = new Map<string, Map<string, number>>();
  for (const { object } of pods) {
    const [phase, node] = [textAt(object, 'status', 'phase'), textAt(object, 'spec', 'nodeName')];
    const nodes = places.get(phase) ?? new Map<string, number>();
    places.set(phase, nodes.set(node, (nodes.get(node) ?? 0) + 1));
  }
  const texts = [...places].map(([phase, nodes]) => {
    if (nodes.size > MOST_NODES) return `${phase} on ${nodes.size} nodes`;
    const all = [...nodes].sort(([a], [b]) => compareText(a, b)).map(([node, count]) => `${count} on ${node}`);
    return `${phase}: ${all.join(', ')}`;
  });
  const images = [...new Set(pods.map(({ object }) => workloadState(object).more))];
  return `${pods.length} ${style.bold('Pods')}  ${style.green(printable(texts.join('; ')))}  ${style.dim(printable(images.join('; ')))}`;
}

/** Of more nodes than that only the number is told. */
const MOST_NODES = 4;
