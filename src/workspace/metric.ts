import { milliValueOf, parseQuantity } from '../model/quantity.ts';
import type { GivenMetric } from '../reconcile-preview/metrics.ts';
import { readName } from '../reconcile-preview/named.ts';
import type { WrongUsage } from './wrong-usage.ts';

export type { GivenMetric };

const FORMS = {
  metric: 'give NAME=AMOUNT:WORKLOAD, such as cpu=150m:deployment/web, or NAME=AMOUNT for what is no metric of pods',
  load: 'give NAME=AMOUNT:WORKLOAD, such as cpu=2:deployment/web',
} as const;

/**
 * Reads a metric: `cpu=150m:deployment/web` is what each pod has, `cpu=100m:deployment/web:app` one container of each, `queue_length=30` an object's or an
 * external metric; as `load` the amount is what all ready pods of a workload share.
 */
export function parseMetric(kind: 'metric' | 'load', text: string): GivenMetric | WrongUsage {
  const [, name = '', amount = '', workload, container] = /^([^=]+)=([^:]*)(?::([^:]*)(?::([^:]+))?)?$/s.exec(text) ?? [];
  if (name === '') return { message: `--${kind} "${text}" names no metric`, hint: FORMS[kind] };
  const quantity = parseQuantity(amount);
  if (typeof quantity === 'string' || amount === '')
    return { message: `--${kind} "${text}": "${amount}" is no quantity`, hint: FORMS[kind] };
  const metric = { text, name, amount: Number(milliValueOf(quantity)) };
  if (workload === undefined)
    return kind === 'load' ? { message: `--load "${text}" does not say of which pods`, hint: FORMS.load } : metric;
  const named = readName(workload);
  if (named?.kind === undefined || named.kind === 'Service' || named.kind === 'Namespace')
    return { message: `--${kind} "${text}": "${workload}" is no workload`, hint: FORMS[kind] };
  const target = { text: workload, named, isShared: kind === 'load', ...(container !== undefined && { container }) };
  return { ...metric, target };
}
