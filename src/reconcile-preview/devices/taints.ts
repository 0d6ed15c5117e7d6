import type { ReadView } from '../../cluster/store.ts';
import { compareText } from '../../model/json.ts';
import type { DeviceTaint, DeviceTaintRule, DeviceToleration, ResourceSlice } from '../../model/kinds/resource-v1.ts';
import { isSince, type Release } from '../../schema/release.ts';
import { listObjects, type Typed } from '../kind.ts';
import { DEVICE_TAINT_RULE, RESOURCE_SLICE } from './kinds.ts';

/** Whether a device's taint does not matter to who tolerates this. */
export function toleratesDeviceTaint({ key, operator = 'Equal', value = '', effect }: DeviceToleration, taint: DeviceTaint): boolean {
  if ((effect && effect !== taint.effect) || (key && key !== taint.key)) return false;
  return operator === 'Exists' || (operator === 'Equal' && value === (taint.value ?? ''));
}

/** Whether a rule taints a device. */
export function selectsDevice({ spec }: DeviceTaintRule, driver: string, pool: string, device: string): boolean {
  const selector = spec?.deviceSelector;
  if (!selector) return false;
  return (
    (selector.driver === undefined || selector.driver === driver) &&
    (selector.pool === undefined || selector.pool === pool) &&
    (selector.device === undefined || selector.device === device)
  );
}

/** All slices, with the taints that rules add to their devices; by name. */
export function taintedSlices(view: ReadView, release: Release): Typed<ResourceSlice>[] {
  const slices = [...listObjects(view, RESOURCE_SLICE)].sort((a, b) => compareText(a.metadata.name ?? '', b.metadata.name ?? ''));
  const rules = isSince(release, '1.37') ? listObjects(view, DEVICE_TAINT_RULE) : [];
  return rules.length === 0 ? slices : slices.map((slice) => withTaints(slice, rules));
}

function withTaints(slice: Typed<ResourceSlice>, rules: readonly Typed<DeviceTaintRule>[]): Typed<ResourceSlice> {
  const { driver = '', pool, devices = [] } = slice.spec ?? {};
  const tainted = devices.map((device) => {
    const added = rules
      .filter((rule) => selectsDevice(rule, driver, pool?.name ?? '', device.name ?? ''))
      .flatMap(({ spec }) => spec?.taint ?? []);
    return added.length === 0 ? device : { ...device, taints: [...(device.taints ?? []), ...added] };
  });
  return { ...slice, spec: { ...slice.spec, devices: tainted } };
}
