import { invalid, required, duplicate, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { CSINode, CSINodeDriver } from '../../../model/kinds/storage-v1.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { each, invalidBecause, nonnegative, requireText, uniqueNames } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { differs } from '../../shared/generation.ts';
import { list, number, pointer, shown, struct, text } from '../../shared/go-form.ts';
import { isDns1123Subdomain, isQualifiedName } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta } from '../../shared/object-meta.ts';
import { validateCsiDriverName } from '../../shared/volume-sources.ts';
import type { RuleContext } from '../../strategy.ts';

const MAX_NODE_ID = 256;
const driversAt = fieldPath('spec', 'drivers');

const driverForm = struct([
  ['Name', 'name', text],
  ['NodeID', 'nodeID', text],
  ['TopologyKeys', 'topologyKeys', list(text)],
  ['Allocatable', 'allocatable', pointer(struct([['Count', 'count', pointer(number)]]))],
]);

export const csiNodeStrategy = defineStrategy<CSINode>({
  gvk: { group: 'storage.k8s.io', version: 'v1', kind: 'CSINode' },
  defaults: () => undefined,
  validate: validateCsiNode,
  validateUpdate: (node, old, context) => [...validateCsiNode(node, context), ...validateSameDrivers(node, old, context)],
});

function validateCsiNode({ metadata, spec }: CSINode, context: RuleContext): FieldError[] {
  const names = uniqueNames();
  return [
    ...validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain), fieldPath('metadata')),
    ...each(spec?.drivers, driversAt, (driver, at) => [
      ...validateDriver(driver, at, context),
      ...names.add(driver.name ?? '', child(at, 'name')),
      ...validateTopologyKeys(driver.topologyKeys ?? [], at),
    ]),
  ];
}

function validateDriver({ name, nodeID = '', allocatable }: CSINodeDriver, at: FieldPath, context: RuleContext): FieldError[] {
  const idAt = child(at, 'nodeID');
  return [
    ...validateCsiDriverName(name ?? '', child(at, 'name'), context),
    ...requireText(nodeID, idAt),
    ...(byteLength(nodeID) > MAX_NODE_ID ? [invalid(idAt, nodeID, `must be ${MAX_NODE_ID} characters or less`)] : []),
    ...nonnegative(allocatable?.count, child(at, 'allocatable', 'count')),
  ];
}

/** Errors name the driver. */
const validateTopologyKeys = (keys: readonly string[], at: FieldPath): FieldError[] =>
  keys.flatMap((name, i) => [
    ...(name === '' ? [required(at)] : []),
    ...(keys.indexOf(name) < i ? [duplicate(at, name)] : []),
    ...invalidBecause(isQualifiedName(name), at, name),
  ]);

/** Drivers come and go but do not change, save for how many volumes they can attach. */
function validateSameDrivers({ spec }: CSINode, old: CSINode, { gate }: RuleContext): FieldError[] {
  const comparable = ({ allocatable, ...driver }: CSINodeDriver): CSINodeDriver =>
    gate('MutableCSINodeAllocatableCount') || !allocatable ? driver : { ...driver, allocatable };
  return (old.spec?.drivers ?? []).flatMap((before) =>
    (spec?.drivers ?? [])
      .filter(({ name }) => name === before.name)
      .map(comparable)
      .filter((driver) => differs(driver, comparable(before)))
      .map((driver) => invalid(driversAt, shown(driverForm, driver), 'field is immutable')),
  );
}
