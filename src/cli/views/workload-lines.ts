import { compareText, type JsonObject } from '../../model/json.ts';
import type { PreviewResult, Rollout } from '../../workspace/preview.ts';
import { printable, type Style } from '../style.ts';
import { durationText } from './duration.ts';
import { textAt } from './object-fields.ts';
import { foldFacts } from './fold-facts.ts';
import { isNotable, rolloutLines } from './rollout.ts';
import { runtimeTexts } from './runtime-class.ts';
import { commonStatusLines, statusLines } from './status.ts';
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
  const { crowds, others } = crowdsOf(children, style);
  return [
    line,
    ...foldDetails(details, depth, context),
    ...(rollout && isNotable(rollout) ? rolloutLines(rollout, columns - indent.length, style).map((part) => `${indent}${part}`) : []),
    ...crowds.flatMap((crowd) => crowdLines(crowd, depth + 1, context)),
    ...others.flatMap((child) => treeLines(child, depth + 1, context)),
  ];
}

function foldDetails(details: readonly string[], depth: number, { columns, style }: LinesContext): string[] {
  const indent = '  '.repeat(depth + 2);
  return details.flatMap((detail) => foldFacts(detail, columns - indent.length).map((part) => `${indent}${style.dim(part)}`));
}

/** Since when it has been there; empty for what has just come. */
function ageText(object: JsonObject, now: number): string {
  const seconds = Math.floor((now - Date.parse(textAt(object, 'metadata', 'creationTimestamp'))) / 1000);
  return seconds > 0 ? `  age ${durationText(seconds)}` : '';
}

/** Up to so many pods of which there is the same to say are told one by one. */
const MOST_PODS = 4;

interface Crowds {
  /** Pods that look the same, those of each crowd many. */
  readonly crowds: readonly (readonly WorkloadTree[])[];
  readonly others: readonly WorkloadTree[];
}

function crowdsOf(children: readonly WorkloadTree[], style: Style): Crowds {
  const alike = new Map<string, WorkloadTree[]>();
  for (const child of children) {
    if (child.object.kind !== 'Pod') continue;
    const { tone, more } = workloadState(child.object);
    const look = [tone, more, ...(child.isDetailed ? commonStatusLines(child.object, style) : [])].join('\n');
    const known = alike.get(look);
    if (known) known.push(child);
    else alike.set(look, [child]);
  }
  const crowds = [...alike.values()].filter(({ length }) => length > MOST_PODS);
  const crowded = new Set(crowds.flat());
  return { crowds, others: children.filter((child) => !crowded.has(child)) };
}

/** `40 Pods  Running: 14 on worker-1, 13 on worker-2, 13 on worker-3  web:1`, and what their statuses have in common where that is worth showing. */
function crowdLines(pods: readonly WorkloadTree[], depth: number, context: LinesContext): string[] {
  const { style } = context;
  const [first] = pods;
  if (!first) return [];
  const { tone, more } = workloadState(first.object);
  const paint = tone === 'bad' ? style.red : style.green;
  const line = `${pods.length} ${style.bold('Pods')}  ${paint(printable(placesText(pods)))}  ${style.dim(printable(more))}`;
  return [`${'  '.repeat(depth)}${line}`, ...foldDetails(first.isDetailed ? commonStatusLines(first.object, style) : [], depth, context)];
}

/** `Running: 3 on worker-1, 2 on worker-2; Pending`. */
function placesText(pods: readonly WorkloadTree[]): string {
  const places = new Map<string, Map<string, number>>();
  for (const { object } of pods) {
    const [phase, node] = [textAt(object, 'status', 'phase'), textAt(object, 'spec', 'nodeName')];
    const nodes = places.get(phase) ?? new Map<string, number>();
    places.set(phase, nodes.set(node, (nodes.get(node) ?? 0) + 1));
  }
  const texts = [...places].map(([phase, nodes]) => {
    if (nodes.size > MOST_NODES) return `${phase} on ${nodes.size} nodes`;
    const all = [...nodes].sort(([a], [b]) => compareText(a, b)).flatMap(([node, count]) => (node === '' ? [] : [`${count} on ${node}`]));
    return all.length === 0 ? phase : `${phase}: ${all.join(', ')}`;
  });
  return texts.join('; ');
}

/** Of more nodes than that only the number is told. */
const MOST_NODES = 4;
