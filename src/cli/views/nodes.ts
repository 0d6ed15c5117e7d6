import type { JsonObject } from '../../model/json.ts';
import { podRequests, quantityOf } from '../../model/pod-resources.ts';
import { addQuantities, milliValueOf, quantityText, ZERO_QUANTITY, type Quantity } from '../../model/quantity.ts';
import type { Style } from '../style.ts';
import { at, textAt } from './object-fields.ts';

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

const BAR = 12;

/** A line for each node: how much of it is asked for. */
export function nodeLines(objects: readonly JsonObject[], style: Style): string[] {
  const uses = nodeUses(objects);
  const width = Math.max(0, ...uses.map(({ name }) => name.length));
  return uses.map(({ name, pods, gauges, mostPods, cordoned }) => {
    const bars = gauges.map((gauge) => gaugeText(gauge, style));
    return `  ${name.padEnd(width)}  ${bars.join('  ')}  pods ${pods.length}/${mostPods}${cordoned ? style.yellow('  cordoned') : ''}`;
  });
}

/** From these shares on a node is nearly, and all but, full. */
const NEARLY = 0.7;
const FULL = 0.9;

/** How a share is to be seen. */
export const shareTone = (share: number): 'good' | 'warn' | 'bad' => (share > FULL ? 'bad' : share > NEARLY ? 'warn' : 'good');

function gaugeText({ resource, used, size, share }: Gauge, style: Style): string {
  const filled = Math.min(BAR, share > 0 ? Math.max(1, Math.round(share * BAR)) : 0);
  const paint = { good: style.green, warn: style.yellow, bad: style.red }[shareTone(share)];
  return `${resource} ${paint('█'.repeat(filled))}${style.dim('░'.repeat(BAR - filled))} ${used}/${size} (${Math.round(share * 100)} %)`;
}
