import type { JsonObject } from '../../model/json.ts';
import { podRequests, quantityOf } from '../../model/pod-resources.ts';
import { addQuantities, milliValueOf, quantityText, ZERO_QUANTITY, type Quantity } from '../../model/quantity.ts';
import type { PreviewResult } from '../../workspace/preview.ts';
import { counted } from '../counted.ts';
import { displayWidth, printable, type Style } from '../style.ts';
import { at, textAt } from './object-fields.ts';
import { workloadTrees, type WorkloadTree } from './workload-tree.ts';

/** How much of one resource of a node is asked for. */
export interface Gauge {
  readonly resource: string;
  readonly used: string;
  readonly size: string;
  /** Of 1; more when the node is overcommitted. */
  readonly share: number;
}

/** A node with the pods on it that have not ended. */
export interface NodeUse {
  readonly name: string;
  readonly node: JsonObject;
  readonly pods: readonly JsonObject[];
  readonly gauges: readonly Gauge[];
  /** How many pods it takes. */
  readonly mostPods: string;
  readonly cordoned: boolean;
}

/** How much of the CPU, memory and pods of each node is asked for. */
export function nodeUses(objects: readonly JsonObject[]): NodeUse[] {
  const nodes = objects.filter(({ kind }) => kind === 'Node');
  const pods = objects.filter((object) => object.kind === 'Pod' && !['Succeeded', 'Failed'].includes(textAt(object, 'status', 'phase')));
  return nodes.map((node) => {
    const name = textAt(node, 'metadata', 'name');
    const here = pods.filter((pod) => textAt(pod, 'spec', 'nodeName') === name);
    const requested = (resource: string): Quantity =>
      here.reduce((sum, pod) => addQuantities(sum, podRequests(pod).get(resource) ?? ZERO_QUANTITY), ZERO_QUANTITY);
    const size = (resource: string): Quantity =>
      quantityOf(textAt(node, 'status', 'allocatable', resource) || textAt(node, 'status', 'capacity', resource));
    return {
      name,
      node,
      pods: here,
      gauges: ['cpu', 'memory'].map((resource) => gaugeOf(resource, requested(resource), size(resource))),
      mostPods: quantityText(size('pods')),
      cordoned: at(node, 'spec', 'unschedulable') === true,
    };
  });
}

function gaugeOf(resource: string, used: Quantity, size: Quantity): Gauge {
  const total = Number(milliValueOf(size));
  return {
    resource,
    used: quantityText(used),
    size: quantityText(size),
    share: total === 0 ? 0 : Number(milliValueOf(used)) / total,
  };
}

const BAR = 8;

/** A line for each node: how much of it is asked for; below it what landed there, by workload. */
export function nodeLines({ everything, objects }: Pick<PreviewResult, 'everything' | 'objects'>, style: Style, columns: number): string[] {
  const uses = nodeUses(everything);
  const namesOf = workloadNames(objects);
  const width = Math.max(0, ...uses.map(({ name }) => name.length));
  const gaugeWidths = [0, 1].map((i) => Math.max(0, ...uses.map(({ gauges }) => (gauges[i] ? amountText(gauges[i]) : '').length)));
  return uses.flatMap(({ name, pods, gauges, mostPods, cordoned }) => {
    const bars = gauges.map((gauge, i) => gaugeText(gauge, gaugeWidths[i] ?? 0, style));
    const landed = landedText(pods, namesOf, Math.min(columns, WIDEST) - 4);
    return [
      `  ${name.padEnd(width)}  ${bars.join('  ')}  pods ${pods.length}/${mostPods}${cordoned ? style.yellow('  cordoned') : ''}`,
      ...(landed === '' ? [] : [`    ${style.dim(printable(landed))}`]),
    ];
  });
}

/** The workload at the top of each pod that resulted, by the pod's uid. */
function workloadNames(objects: readonly JsonObject[]): ReadonlyMap<string, string> {
  const trees = workloadTrees(objects);
  const namespaces = new Set(trees.map(({ object }) => textAt(object, 'metadata', 'namespace')));
  const names = (tree: WorkloadTree, text: string): [string, string][] => [
    [textAt(tree.object, 'metadata', 'uid'), text],
    ...tree.children.flatMap((child) => names(child, text)),
  ];
  return new Map(
    trees.flatMap((tree) => {
      const [namespace, name] = [textAt(tree.object, 'metadata', 'namespace'), textAt(tree.object, 'metadata', 'name')];
      return names(tree, namespaces.size > 1 ? `${namespace}/${name}` : name);
    }),
  );
}

/** As much as fits of `web × 3 · agent · 4 more`; pods that were there before are only counted. */
function landedText(pods: readonly JsonObject[], names: ReadonlyMap<string, string>, width: number): string {
  const counts = new Map<string, number>();
  for (const pod of pods) {
    const name = names.get(textAt(pod, 'metadata', 'uid')) ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const before = counts.get('') ?? 0;
  counts.delete('');
  const texts = [...counts].map(([name, count]) => (count === 1 ? name : `${name} × ${count}`));
  const rest = before > 0 ? [`${counted(before, 'pod')} from before`] : [];
  for (let shown = texts.length; ; shown--) {
    const more = texts.length - shown;
    const text = [...texts.slice(0, shown), ...(more > 0 ? [`${more} more`] : []), ...rest].join(' · ');
    if (shown <= 1 || displayWidth(text) <= width) return text;
  }
}

/** What landed on a node is told on one line, of at most so many columns. */
const WIDEST = 120;

/** From these shares on a node is nearly, and all but, full. */
const NEARLY = 0.7;
const FULL = 0.9;

/** How a share is to be seen. */
export const shareTone = (share: number): 'good' | 'warn' | 'bad' => (share > FULL ? 'bad' : share > NEARLY ? 'warn' : 'good');

function gaugeText(gauge: Gauge, width: number, style: Style): string {
  const { resource, share } = gauge;
  const filled = Math.min(BAR, share > 0 ? Math.max(1, Math.round(share * BAR)) : 0);
  const paint = { good: style.green, warn: style.yellow, bad: style.red }[shareTone(share)];
  return `${resource} ${paint('█'.repeat(filled))}${style.dim('░'.repeat(BAR - filled))} ${amountText(gauge).padEnd(width)}`;
}

const amountText = ({ used, size, share }: Gauge): string => `${used}/${size} (${Math.round(share * 100)} %)`;
