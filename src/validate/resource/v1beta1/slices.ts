import type { PathElement } from '../../../model/field-path.ts';
import type { Device, ResourceSlice } from '../../../model/kinds/resource-v1.ts';
import type { Device as OldDevice, ResourceSlice as OldSlice } from '../../../model/kinds/resource-v1beta1.ts';
import { setDeviceTaintDefaults } from '../device-taint.ts';
import { resourceSliceStrategy } from '../resource-slice/strategy.ts';
import { convertedStrategy } from './converted.ts';

const convertDevice = ({ basic, ...rest }: OldDevice): Device => ({ ...rest, ...basic });

/** Every device has a `basic` when it comes back. */
const olderDevice = ({ name, ...basic }: Device): OldDevice => ({ ...(name !== undefined && { name }), basic });

/** `spec.devices[0].basic.attributes` */
function olderPath(path: readonly PathElement[]): readonly PathElement[] {
  const [, devices, , field] = path;
  const isInDevice = devices?.kind === 'field' && devices.name === 'devices' && field?.kind === 'field' && field.name !== 'name';
  return isInDevice ? [...path.slice(0, 3), { kind: 'field', name: 'basic' }, ...path.slice(3)] : path;
}

export const resourceSliceV1Beta1Strategy = convertedStrategy<OldSlice, ResourceSlice>(resourceSliceStrategy, {
  version: 'v1beta1',
  defaults(slice, context) {
    for (const { basic } of slice.spec?.devices ?? []) for (const taint of basic?.taints ?? []) setDeviceTaintDefaults(taint, context);
  },
  // A field that is no pointer in this version is unset when it is false.
  convert(slice) {
    const { allNodes, devices, ...rest } = slice.spec ?? {};
    return { ...slice, spec: { ...rest, ...(allNodes && { allNodes }), ...(devices && { devices: devices.map(convertDevice) }) } };
  },
  write(slice, { metadata, spec = {} }) {
    if (metadata) slice.metadata = metadata;
    const { devices, ...rest } = spec;
    slice.spec = { ...rest, ...(devices && { devices: devices.map(olderDevice) }) };
  },
  olderPath,
});
