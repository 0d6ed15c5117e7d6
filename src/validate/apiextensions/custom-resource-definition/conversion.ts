import { forbidden, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import type { CustomResourceConversion } from '../../../model/kinds/apiextensions-v1.ts';
import { validateClientConfig } from '../../admissionregistration/webhook-configuration/client-config.ts';
import { invalidBecause } from '../../shared/checks.ts';
import { shown } from '../../shared/go-form.ts';
import { isDns1035Label } from '../../shared/names.ts';
import { validateEnumText } from './enum-text.ts';
import { textsForm } from './go-forms.ts';
import type { CrdOptions } from './options.ts';

const REVIEW_VERSIONS: readonly string[] = ['v1', 'v1beta1'];

/** Whether the server speaks a version of ConversionReview. */
export const isReviewVersionKnown = (version: string): boolean => REVIEW_VERSIONS.includes(version);

/** How objects of one version become those of another. */
export function validateConversion(
  conversion: CustomResourceConversion | undefined,
  { requireKnownReviewVersion, allowInvalidCaBundle }: CrdOptions,
  at: FieldPath,
): FieldError[] {
  if (!conversion) return [];
  const { strategy, webhook } = conversion;
  const client = child(at, 'webhookClientConfig');
  const reviewVersions = child(at, 'conversionReviewVersions');
  const strategyErrors = validateEnumText(strategy, ['None', 'Webhook'], child(at, 'strategy'));
  const config = webhook?.clientConfig;
  const misplaced = 'should not be set when strategy is not set to Webhook';
  if (strategy !== 'Webhook') {
    return [
      ...strategyErrors,
      ...(config ? [forbidden(client, misplaced)] : []),
      ...(webhook?.conversionReviewVersions?.length ? [forbidden(reviewVersions, misplaced)] : []),
    ];
  }
  const bundle = config?.caBundle;
  const problem = bundle && !allowInvalidCaBundle ? caBundleProblem(bundle) : undefined;
  return [
    ...strategyErrors,
    ...(config ? validateClientConfig(config, client) : [required(client, 'required when strategy is set to Webhook')]),
    ...(problem === undefined ? [] : [invalid(child(client, 'caBundle'), bundle, problem)]),
    ...validateReviewVersions(webhook?.conversionReviewVersions ?? [], requireKnownReviewVersion, reviewVersions),
  ];
}

function validateReviewVersions(versions: readonly string[], requireKnown: boolean, at: FieldPath): FieldError[] {
  if (versions.length === 0) return [required(at)];
  return [
    ...versions.flatMap((version, i) =>
      versions.indexOf(version) < i
        ? [invalid(index(at, i), version, 'duplicate version')]
        : invalidBecause(isDns1035Label(version), index(at, i), version),
    ),
    ...(requireKnown && !versions.some(isReviewVersionKnown)
      ? [invalid(at, shown(textsForm, versions), `must include at least one of ${REVIEW_VERSIONS.join(', ')}`)]
      : []),
  ];
}

/** Why a bundle of certificates (base64) cannot be loaded: it has to hold a PEM block. */
export const caBundleProblem = (bundle: string): string | undefined =>
  /-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/.test(atob(bundle))
    ? undefined
    : 'unable to load root certificates: unable to parse bytes as PEM block';
