import { without } from '../../../model/without.ts';
import { forbidden, invalid, type FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { NodeSelectorTerm, PersistentVolume, PersistentVolumeSpec, VolumeNodeAffinity } from '../../../model/kinds/core-v1.ts';
import { asJson } from '../../shared/checks.ts';
import { differs } from '../../shared/generation.ts';
import { shown } from '../../shared/go-form.ts';
import { internalForm } from '../../shared/internal-form.ts';
import { hasInvalidLabelValue } from '../../shared/node-selector.ts';
import { immutable } from '../../shared/object-meta.ts';
import { structDiff } from '../../shared/struct-diff.ts';
import type { Release } from '../../../schema/release.ts';
import type { RuleContext } from '../../strategy.ts';
import { SOURCE_FIELDS } from './sources.ts';
import { validateWith } from './validate.ts';

const IMMUTABLE = 'field is immutable';

/** Labels of nodes that were renamed when they left beta. */
const GA_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
};

export function validatePersistentVolumeUpdate(volume: PersistentVolume, old: PersistentVolume, context: RuleContext): FieldError[] {
  const { gate } = context;
  const [spec, before] = [volume.spec ?? {}, old.spec ?? {}];
  const errors = validateWith(volume, {
    context,
    enableVolumeAttributesClass: gate('VolumeAttributesClass') || before.volumeAttributesClassName !== undefined,
    allowInvalidLabelValueInRequiredNodeAffinity: hasInvalidLabelValue(before.nodeAffinity?.required),
  });
  return [
    ...errors,
    // The server checks the volume twice.
    ...errors.filter(({ detail }) => detail !== 'may not specify mount options for this volume type'),
    ...validateSameSource(spec, before, context.release),
    ...immutable(spec.volumeMode, before.volumeMode, fieldPath('volumeMode'), asJson(spec.volumeMode)),
    ...(before.nodeAffinity && !gate('MutablePVNodeAffinity') ? validateSameNodes(spec.nodeAffinity, before.nodeAffinity) : []),
    ...validateAttributesClass(spec, before),
  ];
}

/** The source stays; only the secret for growing a CSI volume may be added. */
function validateSameSource(spec: PersistentVolumeSpec, old: PersistentVolumeSpec, release: Release): FieldError[] {
  const source = sourceOf(spec);
  const before = sourceOf(old);
  if (source.csi?.controllerExpandSecretRef && before.csi && !before.csi.controllerExpandSecretRef) {
    source.csi = without(source.csi, 'controllerExpandSecretRef');
  }
  if (!differs(source, before)) return [];
  const diff = structDiff('PersistentVolumeSource', before, source, release);
  return [forbidden(fieldPath('spec', 'persistentvolumesource'), `spec.persistentvolumesource is immutable after creation\n${diff}`)];
}

const sourceOf = (spec: PersistentVolumeSpec): PersistentVolumeSpec =>
  Object.fromEntries(Object.entries(spec).filter(([name]) => SOURCE_FIELDS.some((field) => field === name)));

function validateSameNodes(affinity: VolumeNodeAffinity | undefined, old: VolumeNodeAffinity): FieldError[] {
  if (!differs(affinity, withGaLabels(old, affinity))) return [];
  return [
    invalid(
      fieldPath('nodeAffinity'),
      shown(internalForm('*VolumeNodeAffinity'), affinity),
      `${IMMUTABLE}, except for updating from beta label to GA`,
    ),
  ];
}

/** The old affinity with those labels renamed that are renamed in the new one. */
function withGaLabels(old: VolumeNodeAffinity, affinity: VolumeNodeAffinity | undefined): VolumeNodeAffinity {
  const rename = (terms: readonly NodeSelectorTerm[] = []): NodeSelectorTerm[] =>
    terms.map((term, i) => ({
      ...term,
      matchExpressions: (term.matchExpressions ?? []).map((requirement, j) => {
        const ga = GA_LABELS[requirement.key ?? ''];
        const name = affinity?.required?.nodeSelectorTerms?.[i]?.matchExpressions?.[j]?.key;
        return ga !== undefined && ga === name ? { ...requirement, key: ga } : requirement;
      }),
    }));
  return { ...old, ...(old.required && { required: { nodeSelectorTerms: rename(old.required.nodeSelectorTerms) } }) };
}

function validateAttributesClass(
  { volumeAttributesClassName: name }: PersistentVolumeSpec,
  { volumeAttributesClassName: old }: PersistentVolumeSpec,
): FieldError[] {
  if (old === undefined || name !== undefined) return [];
  return [forbidden(fieldPath('spec', 'volumeAttributesClassName'), 'update from non-nil value to nil is forbidden')];
}
