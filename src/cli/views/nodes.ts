import type { JsonObject } from '../../model/json.ts';
import { podRequests, quantityOf } from '../../model/pod-resources.ts';
import { addQuantities, milliValueOf, quantityText, ZERO_QUANTITY, type Quantity } from '../../model/quantity.ts';
import type { Style } from '../style.ts';
import { at, textAt } from './object-fields.ts';

const BAR = 12;

/** A line for each node: how much of its CPU, memory and pods is asked for. */
export function nodeLines(objects: readonly JsonObject[], style: Style): string[] {
  const nodes = objects.filter(({ kind }) => kind === 'Node');
  const pods = objects.filter((object) => object.kind === 'Pod' && !['Succeeded', 'Failed'].includes(textAt(object, 'status', 'phase')));
  const width = Math.max(0, ...nodes.map((node) => textAt(node, 'metadata', 'name').length));
  return nodes.map((node) => {
    const name = textAt(node, 'metadata', 'name');
    const here = pods.filter((pod) => textAt(pod, 'spec', 'nodeName') === name);
    const requested = (resource: string): Quantity =>
      here.reduce((sum, pod) => addQuantities(sum, podRequests(pod).get(resource) ?? ZERO_QUANTITY), ZERO_QUANTITY);
    const size = (resource: string): Quantity =>
      quantityOf(textAt(node, 'status', 'allocatable', resource) || textAt(node, 'status', 'capacity', resource));
    const gauges = ['cpu', 'memory'].map((resource) => gauge(resource, requested(resource), size(resource), style));
    const unschedulable = at(node, 'spec', 'unschedulable') === true ? style.yellow('  cordoned') : '';
    return `  ${name.padEnd(width)}  ${gauges.join('  ')}  pods ${here.length}/${quantityText(size('pods'))}${unschedulable}`;
  });
}

function gauge(resource: string, used: Quantity, size: Quantity, style: Style): string {
  const total = Number(milliValueOf(size));
  const share = total === 0 ? 0 : Number(milliValueOf(used)) / total;
  const filled = Math.min(BAR, share > 0 ? Math.max(1, Math.round(share * BAR)) : 0);
  const paint = share > 0.9 ? style.red : share > 0.7 ? style.yellow : style.green;
  return `${resource} ${paint('█'.repeat(filled))}${style.dim('░'.repeat(BAR - filled))} ${quantityText(used)}/${quantityText(size)} (${Math.round(share * 100)} %)`;
}
