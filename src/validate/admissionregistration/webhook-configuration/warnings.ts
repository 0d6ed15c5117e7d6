import type {
  MutatingWebhookConfiguration,
  RuleWithOperations,
  ValidatingWebhookConfiguration,
} from '../../../model/kinds/admissionregistration-v1.ts';
import type { RuleContext } from '../../strategy.ts';
import { isStaticName, STATIC_NAME } from './static-name.ts';

/** Resources that are asked about while asking about others, which webhooks never see. */
const EXCLUDED = [
  'selfsubjectreviews.authentication.k8s.io',
  'tokenreviews.authentication.k8s.io',
  'localsubjectaccessreviews.authorization.k8s.io',
  'selfsubjectaccessreviews.authorization.k8s.io',
  'selfsubjectrulesreviews.authorization.k8s.io',
  'subjectaccessreviews.authorization.k8s.io',
];

export function warningsForWebhooks(
  { metadata, webhooks = [] }: ValidatingWebhookConfiguration | MutatingWebhookConfiguration,
  old: object | undefined,
  { gate }: RuleContext,
): string[] {
  const warnsAboutName = old !== undefined || !gate('ManifestBasedAdmissionControlConfig');
  return [
    ...(warnsAboutName && isStaticName(metadata?.name) ? [`metadata.name: ${STATIC_NAME}`] : []),
    ...(gate('ExcludeAdmissionWebhookVirtualResources')
      ? webhooks.flatMap(({ rules = [] }, i) =>
          rules.flatMap((rule, j) =>
            excludedBy(rule).map(
              (resource) => `webhooks[${i}].rules[${j}]: ${resource} is excluded from admission webhooks; this rule will have no effect`,
            ),
          ),
        )
      : []),
  ];
}

/** The excluded resources that a rule names. */
function excludedBy({ apiGroups = [], resources = [] }: RuleWithOperations): string[] {
  if (apiGroups.includes('*') || resources.includes('*')) return [];
  const named = apiGroups.flatMap((group) => resources.map((resource) => `${resource}.${group}`));
  return [...new Set(named)].filter((name) => EXCLUDED.includes(name));
}
