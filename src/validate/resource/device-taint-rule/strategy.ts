import type { FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { DeviceTaintRule, DeviceTaintSelector } from '../../../model/kinds/resource-v1.ts';
import { invalidBecause, optional } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { isDns1123Label, isDns1123Subdomain } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import { validateCsiDriverName } from '../../shared/volume-sources.ts';
import type { RuleContext } from '../../strategy.ts';
import { SELECTORS, validateSelector } from '../device-configuration.ts';
import { setDeviceTaintDefaults, validateDeviceTaint } from '../device-taint.ts';
import { validateList } from '../lists.ts';
import { validatePoolName } from '../pool-name.ts';

const metadataAt = fieldPath('metadata');
const specAt = fieldPath('spec');

export const deviceTaintRuleStrategy = defineStrategy<DeviceTaintRule>({
  gvk: { group: 'resource.k8s.io', version: 'v1', kind: 'DeviceTaintRule' },
  defaults: (rule, context) => setDeviceTaintDefaults(((rule.spec ??= {}).taint ??= {}), context),
  prepareForCreate(rule) {
    dropStatus(rule);
    startGeneration(rule);
  },
  prepareForUpdate(rule, old, context) {
    keepStatus(rule, old);
    restartTaint(rule, old, context);
    countGeneration(rule, old, differs(rule.spec, old.spec));
  },
  prepareForStatusUpdate: keepSpec,
  validate: ({ metadata, spec = {} }, context) => [
    ...validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain), metadataAt),
    ...validateSpec(spec, undefined, context),
  ],
  validateUpdate: ({ metadata, spec = {} }, old, context) => [
    ...validateObjectMetaUpdate(metadata, old.metadata, metadataAt),
    ...validateSpec(spec, old.spec, context),
  ],
});

/** Another effect counts from now, unless the client says since when. */
function restartTaint({ spec }: DeviceTaintRule, old: DeviceTaintRule, { now }: RuleContext): void {
  const [taint, before] = [spec?.taint, old.spec?.taint];
  if (taint && now !== undefined && taint.effect !== before?.effect && taint.timeAdded === before?.timeAdded) taint.timeAdded = now;
}

function validateSpec(spec: Rule, old: Rule | undefined, context: RuleContext): FieldError[] {
  return [
    ...optional(spec.deviceSelector, child(specAt, 'deviceSelector'), (selector, at) =>
      validateDeviceSelector(selector, old?.deviceSelector, at, context),
    ),
    ...validateDeviceTaint(spec.taint ?? {}, old && (old.taint?.effect ?? ''), child(specAt, 'taint'), context),
  ];
}
type Rule = NonNullable<DeviceTaintRule['spec']>;

/** Releases before 1.35 also select by class and by expressions about devices. */
interface EarlySelector extends DeviceTaintSelector {
  readonly deviceClassName?: string;
  readonly selectors?: Parameters<typeof validateSelector>[0][];
}

function validateDeviceSelector(
  selector: EarlySelector,
  old: EarlySelector | undefined,
  at: FieldPath,
  context: RuleContext,
): FieldError[] {
  const { deviceClassName, driver, pool, device, selectors } = selector;
  const isStored = old !== undefined && !differs(selectors ?? [], old.selectors ?? []);
  return [
    ...optional(deviceClassName, child(at, 'deviceClassName'), (name, path) => invalidBecause(isDns1123Subdomain(name), path, name)),
    ...optional(driver, child(at, 'driver'), (name, path) => validateCsiDriverName(name, path, context)),
    ...optional(pool, child(at, 'pool'), validatePoolName),
    ...optional(device, child(at, 'device'), (name, path) => invalidBecause(isDns1123Label(name), path, name)),
    ...validateList(selectors, SELECTORS, child(at, 'selectors'), (each, place) => validateSelector(each, place, { ...context, isStored })),
  ];
}
