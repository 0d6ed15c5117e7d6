import { forbidden, invalid, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import type { LabelSelector } from '../../../model/kinds/meta-v1.ts';
import { each } from '../checks.ts';
import { validateLabelName } from '../label-selector.ts';

/** `matchLabelKeys` and `mismatchLabelKeys` of what stands at `at`: keys whose values the pod's own labels give. */
export function validateLabelKeys(
  matching: readonly string[] = [],
  mismatching: readonly string[] = [],
  selector: LabelSelector | undefined,
  at: FieldPath,
): FieldError[] {
  return [
    ...validateKeys(matching, selector, child(at, 'matchLabelKeys')),
    ...validateKeys(mismatching, selector, child(at, 'mismatchLabelKeys')),
    ...repeatedInSelector(matching, selector, at),
    ...each(matching, child(at, 'matchLabelKeys'), (name, path) =>
      mismatching.includes(name) ? [invalid(path, name, 'exists in both matchLabelKeys and mismatchLabelKeys')] : [],
    ),
  ];
}

function validateKeys(keys: readonly string[], selector: LabelSelector | undefined, at: FieldPath): FieldError[] {
  if (keys.length === 0) return [];
  return selector ? each(keys, at, validateLabelName) : [forbidden(at, 'must not be specified when labelSelector is not set')];
}

/**
 * The server merges the keys into the selector's expressions, so a key may stand there once, but not twice and not beside `matchLabels`.
 * Upstream's path is that of the owner with the key's index.
 */
function repeatedInSelector(keys: readonly string[], selector: LabelSelector | undefined, at: FieldPath): FieldError[] {
  const seen = new Set(Object.keys(selector?.matchLabels ?? {}));
  return (selector?.matchExpressions ?? []).flatMap(({ key = '' }) => {
    const position = keys.lastIndexOf(key);
    const repeated = position >= 0 && seen.has(key);
    seen.add(key);
    return repeated ? [invalid(index(at, position), key, 'exists in both matchLabelKeys and labelSelector')] : [];
  });
}

/** The older rule, for objects stored before keys were merged. */
export function validateUnmergedLabelKeys(keys: readonly string[] = [], selector: LabelSelector | undefined, at: FieldPath): FieldError[] {
  if (keys.length === 0) return [];
  const used = new Set([...Object.keys(selector?.matchLabels ?? {}), ...(selector?.matchExpressions ?? []).map(({ key = '' }) => key)]);
  return [
    ...(selector ? [] : [forbidden(at, 'must not be specified when labelSelector is not set')]),
    ...each(keys, at, (name, path) => [
      ...validateLabelName(name, path),
      ...(used.has(name) ? [invalid(path, name, 'exists in both matchLabelKeys and labelSelector')] : []),
    ]),
  ];
}
