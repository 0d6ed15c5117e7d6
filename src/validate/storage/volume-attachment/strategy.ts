import { forbidden, invalid, required, tooLongCharacters, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { VolumeAttachment, VolumeAttachmentSource } from '../../../model/kinds/storage-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { characterCount } from '../../shared/byte-length.ts';
import { invalidBecause, requireText } from '../../shared/checks.ts';
import { declared } from '../../shared/declarative.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { differs } from '../../shared/generation.ts';
import { pointer, shown, struct, text } from '../../shared/go-form.ts';
import { internalForm } from '../../shared/internal-form.ts';
import { isDns1123Subdomain, isLongNameCaseless } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta } from '../../shared/object-meta.ts';
import { defaultPersistentVolumeSources } from '../../shared/persistent-volume-defaults.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import { validateCsiDriverName } from '../../shared/volume-sources.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateInlineVolume } from './inline-volume.ts';

const MAX_ATTACHER = 63;
const specAt = fieldPath('spec');

const specForm = struct([
  ['Attacher', 'attacher', text],
  [
    'Source',
    'source',
    struct([
      ['PersistentVolumeName', 'persistentVolumeName', pointer(text)],
      ['InlineVolumeSpec', 'inlineVolumeSpec', internalForm('*PersistentVolumeSpec')],
    ]),
  ],
  ['NodeName', 'nodeName', text],
]);

export const volumeAttachmentStrategy = defineStrategy<VolumeAttachment>({
  gvk: { group: 'storage.k8s.io', version: 'v1', kind: 'VolumeAttachment' },
  defaults({ spec }) {
    const inline = spec?.source?.inlineVolumeSpec;
    if (inline) defaultPersistentVolumeSources(inline);
  },
  prepareForCreate: dropStatus,
  prepareForUpdate: keepStatus,
  prepareForStatusUpdate: keepSpec,
  validate: (attachment, context) => validateVolumeAttachment(attachment, context),
  validateUpdate(attachment, old, context) {
    const isChanged = differs(attachment.spec ?? {}, old.spec ?? {});
    const value = isSince(context.release, '1.37') ? null : shown(specForm, attachment.spec);
    return [
      ...validateVolumeAttachment(attachment, context, isChanged),
      ...(isChanged ? [invalid(specAt, value, 'field is immutable')] : []),
    ];
  },
});

/** Declarative validation does not look into a spec that may not change and has. */
function validateVolumeAttachment({ metadata, spec = {} }: VolumeAttachment, context: RuleContext, hasOtherSpec = false): FieldError[] {
  const { attacher = '', source = {}, nodeName = '' } = spec;
  const { persistentVolumeName: volume } = source;
  const attacherAt = child(specAt, 'attacher');
  const isAskedTwice = !isSince(context.release, '1.36');
  return [
    ...validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain), fieldPath('metadata')),
    ...(isAskedTwice ? requireText(attacher, attacherAt) : validateAttacher(attacher, attacherAt, context, hasOtherSpec)),
    ...validateSource(source, child(specAt, 'source'), context),
    ...invalidBecause(isDns1123Subdomain(nodeName), child(specAt, 'nodeName'), nodeName),
    ...(isAskedTwice ? validateCsiDriverName(attacher, attacherAt, context) : []),
    ...(volume === undefined ? [] : invalidBecause(isDns1123Subdomain(volume), child(specAt, 'source', 'persistentVolumeName'), volume)),
  ];
}

/** The name of a CSI driver, since 1.37 in the words of declarative validation. */
function validateAttacher(attacher: string, at: FieldPath, context: RuleContext, isHandwritten: boolean): FieldError[] {
  if (isHandwritten || !isSince(context.release, '1.37')) return validateCsiDriverName(attacher, at, context);
  if (attacher === '') return declared([required(at)]);
  return declared([
    ...invalidBecause(isLongNameCaseless(attacher), at, attacher),
    ...(characterCount(attacher) > MAX_ATTACHER ? [tooLongCharacters(at, MAX_ATTACHER)] : []),
  ]);
}

const ONE_OF = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';

function validateSource(
  { inlineVolumeSpec: inline, persistentVolumeName: name }: VolumeAttachmentSource,
  at: FieldPath,
  context: RuleContext,
): FieldError[] {
  if (inline && name !== undefined) return [forbidden(at, ONE_OF)];
  if (inline) return validateInlineVolume(inline, child(at, 'inlineVolumeSpec'), context);
  if (name === undefined) return [required(at, ONE_OF)];
  return requireText(name, child(at, 'persistentVolumeName'), 'must specify non empty persistentVolumeName');
}
