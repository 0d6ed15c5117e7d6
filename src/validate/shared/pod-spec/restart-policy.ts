import { duplicate, forbidden, invalid, notSupported, required, tooMany, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import type { Container, ContainerResizePolicy, ContainerRestartRule } from '../../../model/kinds/core-v1.ts';
import { asJson, each, oneOf } from '../checks.ts';
import type { PodOptions } from './options.ts';

const POLICIES = ['Always', 'Never', 'OnFailure'];
const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;

/** Restart policy and rules of a container at `at`. */
export function validateContainerRestartPolicy(
  { restartPolicy, restartPolicyRules: rules = [] }: Container,
  at: FieldPath,
  options: PodOptions,
): FieldError[] {
  const path = child(at, 'restartPolicy');
  const rulesPath = child(at, 'restartPolicyRules');
  if (restartPolicy === undefined && rules.length === 0) return [];
  return [
    ...(restartPolicy === undefined
      ? [required(path, 'must specify restartPolicy when restart rules are used')]
      : oneOf(restartPolicy, POLICIES, path)),
    ...(rules.length > MAX_RULES ? [tooMany(rulesPath, rules.length, MAX_RULES)] : []),
    ...each(rules, rulesPath, (rule, rulePath) => validateRestartRule(rule, rulePath, options)),
  ];
}

function validateRestartRule(
  { action, exitCodes }: ContainerRestartRule,
  at: FieldPath,
  { allowRestartAllContainers }: PodOptions,
): FieldError[] {
  const path = child(at, 'exitCodes');
  const values = exitCodes?.values ?? [];
  return [
    ...oneOf(action, allowRestartAllContainers ? ['Restart', 'RestartAllContainers'] : ['Restart'], child(at, 'action')),
    ...(exitCodes ? oneOf(exitCodes.operator, ['In', 'NotIn'], child(path, 'operator')) : [required(path, 'must be specified')]),
    ...(values.length > MAX_EXIT_CODES ? [tooMany(child(path, 'values'), values.length, MAX_EXIT_CODES)] : []),
  ];
}

/** The same for init containers, where `Always` makes a sidecar. */
export function validateInitContainerRestartPolicy(container: Container, at: FieldPath, options: PodOptions): FieldError[] {
  const { restartPolicy, restartPolicyRules = [] } = container;
  const path = child(at, 'restartPolicy');
  if (restartPolicy === undefined)
    return restartPolicyRules.length > 0 ? [required(path, 'must specify restartPolicy when restart rules are used')] : [];
  if (!options.allowContainerRestartPolicyRules)
    return restartPolicy === 'Always' ? [] : [notSupported(path, asJson(restartPolicy), ['Always'])];
  if (restartPolicy !== 'Always' || options.allowRestartAllContainers) return validateContainerRestartPolicy(container, at, options);
  return restartPolicyRules.length > 0
    ? [forbidden(child(at, 'restartPolicyRules'), 'restartPolicyRules are not allowed for init containers with restart policy Always')]
    : [];
}

/** What happens to a container when its resources change in place. Most errors name the list. */
export function validateResizePolicy(
  policies: readonly ContainerResizePolicy[] | undefined,
  podRestartPolicy: string,
  at: FieldPath,
): FieldError[] {
  const seen = new Set<string>();
  return (policies ?? []).flatMap(({ resourceName = '', restartPolicy = '' }, i) => {
    const repeated = seen.has(resourceName);
    seen.add(resourceName);
    return [
      ...(repeated ? [duplicate(index(at, i), asJson(resourceName))] : []),
      ...(resourceName === '' ? [required(at)] : oneOf(resourceName, ['cpu', 'memory'], at)),
      ...(restartPolicy === '' ? [required(at)] : oneOf(restartPolicy, ['NotRequired', 'RestartContainer'], at)),
      ...(podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired'
        ? [invalid(at, asJson(restartPolicy), "must be 'NotRequired' when pod `restartPolicy` is 'Never'")]
        : []),
    ];
  });
}
