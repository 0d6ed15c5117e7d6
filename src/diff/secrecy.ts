import type { JudgedChange, ObjectDiff } from './change.ts';
import { isObject } from '../model/json.ts';

/** The change as it may be shown: values of a Secret give way to their length, as logs keep what they print. */
export function concealed(change: JudgedChange, { gvk }: Pick<ObjectDiff, 'gvk'>): JudgedChange {
  if (gvk.group !== '' || gvk.kind !== 'Secret' || !/^(data|stringData)\b/.test(change.path)) return change;
  return {
    ...change,
    ...('before' in change && { before: conceal(change.before, 'before') }),
    ...('after' in change && { after: conceal(change.after, 'after') }),
  };
}

function conceal(value: unknown, side: 'before' | 'after'): unknown {
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, conceal(item, side)]));
  return typeof value === 'string' ? `(${value.length} characters, ${side})` : value;
}
