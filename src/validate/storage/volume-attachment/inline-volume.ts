import { forbidden, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { PersistentVolumeSpec } from '../../../model/kinds/core-v1.ts';
import { validateSources } from '../../core/persistent-volume/sources.ts';
import { validateAccessModes } from '../../shared/claim-spec.ts';
import type { RuleContext } from '../../strategy.ts';

const NOT_INLINE = 'may not be specified in the context of inline volumes';

/** A CSI volume that was migrated from a pod's own volume: what only a PersistentVolume has is refused. */
export function validateInlineVolume(spec: PersistentVolumeSpec, at: FieldPath, context: RuleContext): FieldError[] {
  const { accessModes, persistentVolumeReclaimPolicy: policy, volumeMode } = spec;
  const refuse = (name: string, isThere: boolean, detail = NOT_INLINE): FieldError[] =>
    isThere ? [forbidden(child(at, name), detail)] : [];
  return [
    ...refuse('claimRef', spec.claimRef !== undefined),
    ...refuse('capacity', Object.keys(spec.capacity ?? {}).length > 0),
    ...(spec.csi ? [] : [required(child(at, 'csi'), 'has to be specified in the context of inline volumes')]),
    ...(accessModes?.length ? [] : [required(child(at, 'accessModes'))]),
    ...validateAccessModes(accessModes, child(at, 'accessModes')),
    ...refuse(
      'persistentVolumeReclaimPolicy',
      policy !== undefined && policy !== 'Retain',
      'may only be Retain in the context of inline volumes',
    ),
    ...refuse('nodeAffinity', spec.nodeAffinity !== undefined),
    ...validateSources(spec, at, { volumeName: '', context }),
    ...refuse('storageClassName', Boolean(spec.storageClassName)),
    ...refuse(
      'volumeMode',
      volumeMode !== undefined && volumeMode !== 'Filesystem',
      'may not specify volumeMode other than Filesystem in the context of inline volumes',
    ),
  ];
}
