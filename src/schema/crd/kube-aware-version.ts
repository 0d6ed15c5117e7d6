import { compareText } from '../../model/json.ts';

/** Orders names of API versions by maturity and number, `v1` after `v1beta2` after `v1alpha1`; other names come before them, in reverse. */
export function compareKubeAwareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [parse(a), parse(b)];
  if (!left && !right) return -compareText(a, b);
  if (!left || !right) return left ? 1 : -1;
  return left.level - right.level || left.major - right.major || left.minor - right.minor;
}

const LEVELS = ['alpha', 'beta', ''];

function parse(name: string): { readonly level: number; readonly major: number; readonly minor: number } | undefined {
  const parts = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(name);
  return parts ? { level: LEVELS.indexOf(parts[2] ?? ''), major: Number(parts[1]), minor: Number(parts[3] ?? 0) } : undefined;
}
