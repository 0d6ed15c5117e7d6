import { goQuote } from '../../../model/go-text.ts';
import { deepEqual } from '../../../model/json.ts';
import type { PersistentVolumeClaim } from '../../../model/kinds/core-v1.ts';
import { without } from '../../../model/without.ts';
import { forbidden, typed } from '../../typed.ts';
import type { Judge } from './judge.ts';

/** Of claims, kubelets write what they know of volumes that grow. The difference that upstream appends to its text is not made up here. */
export const judgeClaim: Judge = ({ operation, subresource, object, old }, node) => {
  if (subresource !== 'status') return forbidden('may only update PVC status');
  if (operation !== 'UPDATE') return forbidden(`unexpected operation ${goQuote(operation)}`);
  return object && old && deepEqual(rest(typed(object)), rest(typed(old)))
    ? undefined
    : forbidden(`node ${goQuote(node)} is not allowed to update fields other than status.quantity and status.conditions`);
};

const rest = ({ status, metadata, ...others }: PersistentVolumeClaim): PersistentVolumeClaim => ({
  ...others,
  metadata: without(metadata ?? {}, 'resourceVersion', 'managedFields'),
  status: without(status ?? {}, 'capacity', 'conditions', 'allocatedResourceStatuses', 'allocatedResources'),
});
