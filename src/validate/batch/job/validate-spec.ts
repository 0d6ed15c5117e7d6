import { invalid, notSupported, required, tooLong, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { JobSpec } from '../../../model/kinds/batch-v1.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { asJson, nonnegative, oneOf, optional } from '../../shared/checks.ts';
import { validateDomainPrefixedPath } from '../../shared/domain-prefixed-path.ts';
import { shown } from '../../shared/go-form.ts';
import { internalForm } from '../../shared/internal-form.ts';
import type { PodOptions } from '../../shared/pod-spec/options.ts';
import { validatePodTemplateSpec } from '../../shared/pod-spec/validate.ts';
import { validatePodFailurePolicy } from './pod-failure-policy.ts';
import { validateSuccessPolicy } from './success-policy.ts';

const MAX_MANAGED_BY = 63;
const MAX_INDEXED_PARALLELISM = 100_000;
const MAX_FAILED_INDEXES = 100_000;
const MANY_COMPLETIONS = 100_000;
const MAX_FOR_MANY_COMPLETIONS = 10_000;

const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;

/** A job's spec without its selector, which templates of jobs do not have. */
export function validateJobParts(spec: JobSpec, at: FieldPath, options: PodOptions): FieldError[] {
  const { managedBy, completionMode: mode, template = {} } = spec;
  const isIndexed = mode === 'Indexed';
  return [
    ...COUNTS.flatMap((name) => nonnegative(spec[name], child(at, name))),
    ...(spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined
      ? [required(child(at, 'backoffLimitPerIndex'), 'when maxFailedIndexes is specified')]
      : []),
    ...optional(managedBy, child(at, 'managedBy'), validateDomainPrefixedPath),
    ...(byteLength(managedBy ?? '') > MAX_MANAGED_BY ? [tooLong(child(at, 'managedBy'), MAX_MANAGED_BY)] : []),
    ...(mode === undefined ? [] : oneOf(mode, ['NonIndexed', 'Indexed'], child(at, 'completionMode'))),
    ...(isIndexed ? validateIndexed(spec, at) : []),
    ...(mode === undefined || mode === 'NonIndexed' ? refuseIndexes(spec, at) : []),
    ...(spec.podFailurePolicy ? validatePodFailurePolicy(spec, spec.podFailurePolicy, child(at, 'podFailurePolicy')) : []),
    ...optional(spec.successPolicy, child(at, 'successPolicy'), (policy, path) =>
      isIndexed
        ? validateSuccessPolicy(policy, spec.completions ?? 0, path)
        : [invalid(path, shown(internalForm('SuccessPolicy'), policy), 'requires indexed completion mode')],
    ),
    ...validateReplacement(spec, child(at, 'podReplacementPolicy')),
    ...validatePodTemplateSpec(template, child(at, 'template'), options),
    ...validateRestartPolicy(spec, child(at, 'template', 'spec', 'restartPolicy')),
  ];
}

function validateIndexed(spec: JobSpec, at: FieldPath): FieldError[] {
  const { completions, parallelism = 0, maxFailedIndexes: failed, backoffLimitPerIndex } = spec;
  const [parallelismPath, failedPath] = [child(at, 'parallelism'), child(at, 'maxFailedIndexes')];
  const isMany = completions !== undefined && completions > MANY_COMPLETIONS && backoffLimitPerIndex !== undefined;
  const forMany = `must be less than or equal to ${MAX_FOR_MANY_COMPLETIONS} when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  const errors: FieldError[] = [];
  if (completions === undefined) errors.push(required(child(at, 'completions'), 'when completion mode is Indexed'));
  if (parallelism > MAX_INDEXED_PARALLELISM) {
    errors.push(
      invalid(parallelismPath, parallelism, `must be less than or equal to ${MAX_INDEXED_PARALLELISM} when completion mode is Indexed`),
    );
  }
  if (completions !== undefined && failed !== undefined && failed > completions)
    errors.push(invalid(failedPath, failed, 'must be less than or equal to completions'));
  if ((failed ?? 0) > MAX_FAILED_INDEXES) errors.push(invalid(failedPath, failed, `must be less than or equal to ${MAX_FAILED_INDEXES}`));
  if (isMany && failed === undefined) errors.push(required(failedPath, `must be specified when completions is above ${MANY_COMPLETIONS}`));
  if (isMany && parallelism > MAX_FOR_MANY_COMPLETIONS) errors.push(invalid(parallelismPath, parallelism, forMany));
  if (isMany && (failed ?? 0) > MAX_FOR_MANY_COMPLETIONS) errors.push(invalid(failedPath, failed, forMany));
  return errors;
}

const refuseIndexes = (spec: JobSpec, at: FieldPath): FieldError[] =>
  (['backoffLimitPerIndex', 'maxFailedIndexes'] as const)
    .filter((name) => spec[name] !== undefined)
    .map((name) => invalid(child(at, name), spec[name], 'requires indexed completion mode'));

function validateReplacement({ podReplacementPolicy: policy, podFailurePolicy }: JobSpec, at: FieldPath): FieldError[] {
  return policy === undefined ? [] : oneOf(policy, podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed'], at);
}

function validateRestartPolicy({ template, podFailurePolicy }: JobSpec, at: FieldPath): FieldError[] {
  const policy = template?.spec?.restartPolicy ?? '';
  const [onFailure, never] = ['OnFailure', 'Never'] as const;
  if (policy === 'Always' || policy === '') return [required(at, `valid values: ${goQuote(onFailure)}, ${goQuote(never)}`)];
  if (policy !== onFailure && policy !== never) return [notSupported(at, asJson(policy), [onFailure, never])];
  return podFailurePolicy && policy !== never
    ? [invalid(at, asJson(policy), 'only "Never" is supported when podFailurePolicy is specified')]
    : [];
}
