/** `metav1.IntOrString`: a number, or text such as `25%`. */
export type IntOrString = number | string;

/**
 * `25%` of 10 → 2.5, rounded as asked; a number is answered as it is; undefined for text that is no percentage, as `GetScaledValueFromIntOrPercent` fails there.
 */
export function scaledValue(value: IntOrString, total: number, round: 'up' | 'down'): number | undefined {
  if (typeof value === 'number') return value;
  const percent = /^([+-]?\d+)%$/.exec(value)?.[1];
  if (percent === undefined) return undefined;
  const scaled = (Number(percent) * total) / 100;
  return round === 'up' ? Math.ceil(scaled) : Math.floor(scaled);
}
