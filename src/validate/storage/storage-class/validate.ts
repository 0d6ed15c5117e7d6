import { duplicate, invalid, required, tooLong, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import { deepEqual } from '../../../model/json.ts';
import type { TopologySelectorTerm } from '../../../model/kinds/core-v1.ts';
import type { StorageClass } from '../../../model/kinds/storage-v1.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { declared } from '../../shared/declarative.ts';
import { each, oneOf, sorted, uniqueNames } from '../../shared/checks.ts';
import { validateLabelName } from '../../shared/label-selector.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta } from '../../shared/object-meta.ts';

const MAX_PARAMETERS = 512;
const MAX_PARAMETERS_BYTES = 256 * 1024;

export function validateStorageClass(object: StorageClass): FieldError[] {
  const { metadata, provisioner = '', parameters, reclaimPolicy, volumeBindingMode, allowedTopologies } = object;
  return [
    ...validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain), fieldPath('metadata')),
    ...(provisioner === ''
      ? declared([required(fieldPath('provisioner'))], -1)
      : validateProvisioner(provisioner, fieldPath('provisioner'))),
    ...validateParameters(parameters, fieldPath('parameters')),
    ...(reclaimPolicy ? oneOf(reclaimPolicy, ['Delete', 'Retain'], fieldPath('reclaimPolicy')) : []),
    ...oneOf(volumeBindingMode, ['Immediate', 'WaitForFirstConsumer'], fieldPath('volumeBindingMode')),
    ...validateTopologies(allowedTopologies ?? [], fieldPath('allowedTopologies')),
  ];
}

/** The name of a driver or plugin: a qualified name in any case. */
export const validateProvisioner = (provisioner: string, at: FieldPath): FieldError[] =>
  provisioner === '' ? [required(at)] : validateLabelName(provisioner.toLowerCase(), at);

/** What a class hands to its driver. */
export function validateParameters(parameters: Readonly<Record<string, string>> | undefined, at: FieldPath): FieldError[] {
  const entries = Object.entries(parameters ?? {});
  if (entries.length > MAX_PARAMETERS) return [tooLong(at, MAX_PARAMETERS)];
  const size = entries.reduce((sum, [name, value]) => sum + byteLength(name) + byteLength(value), 0);
  return [
    ...entries.flatMap(([name]) => (name === '' ? [invalid(at, name, 'field can not be empty.')] : [])),
    ...(size > MAX_PARAMETERS_BYTES ? [tooLong(at, MAX_PARAMETERS_BYTES)] : []),
  ];
}

/** Terms that say the same are refused, each as often as it was said before; a term that says nothing is compared with as many of its kind as there are terms. */
function validateTopologies(terms: readonly TopologySelectorTerm[], at: FieldPath): FieldError[] {
  const meanings = terms.map(() => ({}));
  return terms.flatMap((term, i) => {
    const meaning = meaningOf(term);
    const repeats = meanings.filter((other) => deepEqual(other, meaning));
    meanings.push(meaning);
    const place = child(index(at, i), 'matchLabelExpressions');
    return [...validateTerm(term, place), ...repeats.map(() => duplicate(place, ''))];
  });
}

const meaningOf = ({ matchLabelExpressions = [] }: TopologySelectorTerm): Record<string, readonly string[]> =>
  Object.fromEntries(matchLabelExpressions.map(({ key = '', values = [] }) => [key, sorted(new Set(values))]));

function validateTerm({ matchLabelExpressions }: TopologySelectorTerm, at: FieldPath): FieldError[] {
  const keys = uniqueNames();
  return each(matchLabelExpressions, at, ({ key = '', values = [] }, place) => {
    const seen = uniqueNames();
    return [
      ...(values.length === 0 ? [required(child(place, 'values'))] : []),
      ...each(values, child(place, 'values'), seen.add),
      ...validateLabelName(key, child(place, 'key')),
      ...keys.add(key, child(place, 'key')),
    ];
  });
}
