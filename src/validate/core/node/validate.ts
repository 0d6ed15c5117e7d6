import { duplicate, internalError, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import { parseCidr } from '../../../model/ip-address.ts';
import type { Node, NodeStatus, Taint } from '../../../model/kinds/core-v1.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { each, oneOf, positive } from '../../shared/checks.ts';
import { pointer, shown, struct, text, time } from '../../shared/go-form.ts';
import { validateLegacyCidr } from '../../shared/ip.ts';
import { validateLabelName } from '../../shared/label-selector.ts';
import { isDns1123Subdomain, isLabelValue } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta } from '../../shared/object-meta.ts';
import { TAINT_EFFECTS } from '../../shared/pod-spec/tolerations.ts';
import { validateResourceQuantity } from '../../shared/resource-quantity.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateAvoidPods } from './avoid-pods.ts';

const metadataAt = fieldPath('metadata');
const MAX_FEATURE_NAME = 253;

/** Upstream's paths of taints and swap start at the metadata. */
export function validateNode({ metadata, spec, status = {} }: Node, context: RuleContext): FieldError[] {
  const swap = status.nodeInfo?.swap;
  return [
    ...validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain), metadataAt),
    ...validateAvoidPods(metadata?.annotations, child(metadataAt, 'annotations')),
    ...validateTaints(spec?.taints, child(metadataAt, 'taints')),
    ...validateNodeResources(status),
    ...(swap?.capacity === undefined ? [] : positive(swap.capacity, child(metadataAt, 'nodeSwapStatus', 'capacity'))),
    ...validateDeclaredFeatures(status.declaredFeatures, fieldPath('status', 'declaredFeatures')),
    ...validatePodCidrs(spec?.podCIDRs ?? [], fieldPath('spec', 'podCIDRs'), context),
  ];
}

/** Resource names stand in the path like fields. */
export const validateNodeResources = (status: NodeStatus): FieldError[] =>
  (['capacity', 'allocatable'] as const).flatMap((kind) =>
    Object.entries(status[kind] ?? {}).flatMap(([name, quantity]) =>
      validateResourceQuantity(name, quantity, fieldPath('status', kind, name)),
    ),
  );

const taintForm = struct([
  ['Key', 'key', text],
  ['Value', 'value', text],
  ['Effect', 'effect', text],
  ['TimeAdded', 'timeAdded', pointer(time)],
]);

export function validateTaints(taints: readonly Taint[] | undefined, at: FieldPath): FieldError[] {
  const seen = new Set<string>();
  return each(taints, at, (taint, path) => {
    const { key = '', value = '', effect = '' } = taint;
    const messages = isLabelValue(value);
    const isRepeated = seen.has(`${effect} ${key}`);
    seen.add(`${effect} ${key}`);
    return [
      ...validateLabelName(key, child(path, 'key')),
      ...(messages.length > 0 ? [invalid(child(path, 'value'), value, messages.join(';'))] : []),
      ...(effect === '' ? [required(child(path, 'effect'))] : oneOf(effect, TAINT_EFFECTS, child(path, 'effect'))),
      ...(isRepeated ? [{ ...duplicate(path, shown(taintForm, taint)), detail: 'taints must be unique by key and effect pair' }] : []),
    ];
  });
}

export const validateDeclaredFeatures = (features: readonly string[] | undefined, at: FieldPath): FieldError[] =>
  each(features, at, (feature, path, i) => {
    const next = features?.[i + 1];
    const problem = featureProblem(feature);
    return [
      ...(problem === undefined ? [] : [invalid(path, feature, `invalid feature name ${goQuote(feature)}: ${problem}`)]),
      ...(next === feature ? [duplicate(index(at, i + 1), next)] : []),
      ...(next !== undefined && feature > next ? [invalid(index(at, i + 1), next, 'list must be sorted alphabetically')] : []),
    ];
  });

function featureProblem(feature: string): string | undefined {
  if (byteLength(feature) > MAX_FEATURE_NAME) return `must be no more than ${MAX_FEATURE_NAME} characters`;
  if (/^[A-Z][a-zA-Z0-9]*(\/[a-zA-Z][a-zA-Z0-9]*)*$/.test(feature)) return undefined;
  return "must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes";
}

function validatePodCidrs(cidrs: readonly string[], at: FieldPath, context: RuleContext): FieldError[] {
  const errors = each(cidrs, at, (cidr, path) => validateLegacyCidr(cidr, path, context));
  if (cidrs.length < 2) return errors;
  const families = new Set<number>();
  for (const [i, text] of cidrs.entries()) {
    const family = parseCidr(text)?.address.family;
    if (family !== undefined) families.add(family);
    else {
      const problem = `invalid CIDR[${i}]: <nil> (invalid CIDR address: ${text})`;
      errors.push(internalError(at, `invalid PodCIDRs. failed to check with dual stack with error:${problem}`));
      families.clear();
      break;
    }
  }
  if (families.size === 2 && cidrs.length === 2) return errors;
  return [...errors, invalid(at, cidrs, 'may specify no more than one CIDR for each IP family')];
}
