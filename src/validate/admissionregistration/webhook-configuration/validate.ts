import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, root, type FieldPath } from '../../../model/field-path.ts';
import type {
  MutatingWebhook,
  MutatingWebhookConfiguration,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from '../../../model/kinds/admissionregistration-v1.ts';
import { each, invalidBecause, oneOf, optional, uniqueNames } from '../../shared/checks.ts';
import { differs } from '../../shared/generation.ts';
import { validateLabelSelector } from '../../shared/label-selector.ts';
import { isDns1035Label, isDns1123Subdomain } from '../../shared/names.ts';
import { clusterScoped, validateGenericObjectMeta } from '../../shared/object-meta.ts';
import type { RuleContext } from '../../strategy.ts';
import type { ExpressionRules } from '../expressions.ts';
import { conditionRules, validateMatchConditions } from '../match-conditions.ts';
import { validateClientConfig } from './client-config.ts';
import { validateRule } from './rules.ts';
import { isStaticName, STATIC_NAME } from './static-name.ts';

type Configuration = ValidatingWebhookConfiguration | MutatingWebhookConfiguration;
type Webhook = ValidatingWebhook & Pick<MutatingWebhook, 'reinvocationPolicy'>;

/** What an update may keep because the stored configuration has it. */
interface WebhookOptions {
  /** Absent where match conditions are not looked at. */
  readonly conditionRules?: ExpressionRules;
  readonly allowSideEffects: boolean;
  readonly allowUnknownVersions: boolean;
  readonly allowRepeatedNames: boolean;
  readonly allowInvalidValues: boolean;
}

const STRICT: WebhookOptions = {
  allowSideEffects: false,
  allowUnknownVersions: false,
  allowRepeatedNames: false,
  allowInvalidValues: false,
};

const REVIEW_VERSIONS = ['v1', 'v1beta1'];
const WITHOUT_SIDE_EFFECTS = ['None', 'NoneOnDryRun'];
const SIDE_EFFECTS = [...WITHOUT_SIDE_EFFECTS, 'Some', 'Unknown'];
const WITHOUT_PARAMS = { hasParams: false };
const MAX_TIMEOUT_SECONDS = 30;

const webhooksOf = (configuration: Configuration): readonly Webhook[] => configuration.webhooks ?? [];

export const validateWebhooks = (configuration: Configuration, { gate, release }: RuleContext): FieldError[] => [
  ...validateWith(configuration, { ...STRICT, conditionRules: conditionRules(release, [], WITHOUT_PARAMS) }),
  ...(gate('ManifestBasedAdmissionControlConfig') && isStaticName(configuration.metadata?.name)
    ? [invalid(fieldPath('metadata', 'name'), configuration.metadata?.name, STATIC_NAME)]
    : []),
];

export function validateWebhooksUpdate(configuration: Configuration, old: Configuration, { release }: RuleContext): FieldError[] {
  const webhooks = webhooksOf(old);
  const stored = webhooks.flatMap(({ matchConditions = [] }) => matchConditions);
  return validateWith(configuration, {
    ...(differs(conditionsOf(configuration), conditionsOf(old)) ? { conditionRules: conditionRules(release, stored, WITHOUT_PARAMS) } : {}),
    allowSideEffects: webhooks.some(({ sideEffects = '' }) => !WITHOUT_SIDE_EFFECTS.includes(sideEffects)),
    allowUnknownVersions: webhooks.some(({ admissionReviewVersions: versions = [] }) => versions.length > 0 && !isKnown(versions)),
    allowRepeatedNames: new Set(webhooks.map(({ name }) => name)).size < webhooks.length,
    allowInvalidValues: webhooks.some(({ namespaceSelector, objectSelector }) =>
      [namespaceSelector, objectSelector].some((selector) => validateLabelSelector(selector, root).length > 0),
    ),
  });
}

const conditionsOf = (configuration: Configuration): unknown[] =>
  webhooksOf(configuration).map(({ matchConditions = [] }) => [matchConditions]);
const isKnown = (versions: readonly string[]): boolean => versions.some((version) => REVIEW_VERSIONS.includes(version));

function validateWith(configuration: Configuration, options: WebhookOptions): FieldError[] {
  const names = uniqueNames();
  return [
    ...validateGenericObjectMeta(configuration.metadata ?? {}, clusterScoped(isDns1123Subdomain), fieldPath('metadata')),
    ...each(webhooksOf(configuration), fieldPath('webhooks'), (webhook, at) => [
      ...validateWebhook(webhook, at, options),
      ...validateVersions(webhook.admissionReviewVersions ?? [], child(at, 'admissionReviewVersions'), options),
      ...(webhook.name && !options.allowRepeatedNames ? names.add(webhook.name, child(at, 'name')) : []),
    ]),
  ];
}

function validateWebhook(webhook: Webhook, at: FieldPath, options: WebhookOptions): FieldError[] {
  const { timeoutSeconds: timeout } = webhook;
  const isTimeoutWrong = timeout !== undefined && (timeout > MAX_TIMEOUT_SECONDS || timeout < 1);
  const supportedSideEffects = options.allowSideEffects ? SIDE_EFFECTS : WITHOUT_SIDE_EFFECTS;
  const { sideEffects } = webhook;
  const { conditionRules: rules } = options;
  return [
    ...validateName(webhook.name ?? '', child(at, 'name')),
    ...each(webhook.rules, child(at, 'rules'), validateRule),
    ...optional(webhook.failurePolicy, child(at, 'failurePolicy'), (policy, path) => oneOf(policy, ['Fail', 'Ignore'], path)),
    ...optional(webhook.matchPolicy, child(at, 'matchPolicy'), (policy, path) => oneOf(policy, ['Equivalent', 'Exact'], path)),
    ...(sideEffects === undefined
      ? [required(child(at, 'sideEffects'), `must specify one of ${supportedSideEffects.join(', ')}`)]
      : oneOf(sideEffects, supportedSideEffects, child(at, 'sideEffects'))),
    ...(isTimeoutWrong ? [invalid(child(at, 'timeoutSeconds'), timeout, 'the timeout value must be between 1 and 30 seconds')] : []),
    ...validateLabelSelector(webhook.namespaceSelector, child(at, 'namespaceSelector'), options),
    ...validateLabelSelector(webhook.objectSelector, child(at, 'objectSelector'), options),
    ...optional(webhook.reinvocationPolicy, child(at, 'reinvocationPolicy'), (policy, path) => oneOf(policy, ['IfNeeded', 'Never'], path)),
    ...validateClientConfig(webhook.clientConfig ?? {}, child(at, 'clientConfig')),
    ...(rules ? validateMatchConditions(webhook.matchConditions, child(at, 'matchConditions'), rules) : []),
  ];
}

/** `name.of.webhook`: a domain with a host. */
function validateName(name: string, at: FieldPath): FieldError[] {
  if (name === '') return [required(at)];
  const problems = isDns1123Subdomain(name);
  if (problems.length > 0) return [invalid(at, name, problems.join(','))];
  return name.split('.').length < 3 ? [invalid(at, name, 'should be a domain with at least three segments separated by dots')] : [];
}

function validateVersions(versions: readonly string[], at: FieldPath, { allowUnknownVersions }: WebhookOptions): FieldError[] {
  if (versions.length === 0) return [required(at, `must specify one of ${REVIEW_VERSIONS.join(', ')}`)];
  return [
    ...each(versions, at, (version, path, i) =>
      versions.indexOf(version) < i
        ? [invalid(path, version, 'duplicate version')]
        : invalidBecause(isDns1035Label(version), path, version),
    ),
    ...(allowUnknownVersions || isKnown(versions)
      ? []
      : [invalid(at, versions, `must include at least one of ${REVIEW_VERSIONS.join(', ')}`)]),
  ];
}
