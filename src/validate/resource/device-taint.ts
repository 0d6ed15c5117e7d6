import { notSupported, required, type FieldError } from '../../model/field-error.ts';
import { child, type FieldPath } from '../../model/field-path.ts';
import type { DeviceTaint } from '../../model/kinds/resource-v1.ts';
import { isSince } from '../../schema/release.ts';
import { asJson, invalidBecause } from '../shared/checks.ts';
import { declared } from '../shared/declarative.ts';
import { validateLabelName } from '../shared/label-selector.ts';
import { isLabelValue } from '../shared/names.ts';
import type { RuleContext } from '../strategy.ts';

/** A taint counts from when it was added. */
export function setDeviceTaintDefaults(taint: DeviceTaint, { now }: RuleContext): void {
  if (now !== undefined) taint.timeAdded ??= now;
}

/** What taints do, in the order in which messages list it. */
export const deviceTaintEffects = ({ release }: RuleContext): readonly string[] =>
  isSince(release, '1.35') ? ['NoExecute', 'NoSchedule', 'None'] : ['NoExecute', 'NoSchedule'];

/** An effect that is `oldEffect` is not checked again. */
export function validateDeviceTaint(
  { key = '', value = '', effect = '' }: DeviceTaint,
  oldEffect: string | undefined,
  at: FieldPath,
  context: RuleContext,
): FieldError[] {
  return [
    ...validateLabelName(key, child(at, 'key')),
    ...invalidBecause(isLabelValue(value), child(at, 'value'), value),
    ...(effect === oldEffect ? [] : declared(validateEffect(effect, child(at, 'effect'), context))),
  ];
}

function validateEffect(effect: string, at: FieldPath, context: RuleContext): FieldError[] {
  const effects = deviceTaintEffects(context);
  if (effect === '') return [required(at)];
  return effects.includes(effect) ? [] : [notSupported(at, asJson(effect), effects)];
}
