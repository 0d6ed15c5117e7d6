import type {
  MutatingWebhook,
  MutatingWebhookConfiguration,
  RuleWithOperations,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
  WebhookClientConfig,
} from '../../../model/kinds/admissionregistration-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import type { KindStrategy } from '../../strategy.ts';
import { validateWebhooks, validateWebhooksUpdate } from './validate.ts';
import { warningsForWebhooks } from './warnings.ts';

type WebhookConfiguration = MutatingWebhookConfiguration | ValidatingWebhookConfiguration;

/** What both kinds do alike. */
const rules: Pick<
  KindStrategy<WebhookConfiguration>,
  'prepareForCreate' | 'prepareForUpdate' | 'validate' | 'validateUpdate' | 'warnings'
> = {
  prepareForCreate: startGeneration,
  prepareForUpdate: (object, old) => countGeneration(object, old, differs(object.webhooks, old.webhooks)),
  validate: validateWebhooks,
  validateUpdate: validateWebhooksUpdate,
  warnings: warningsForWebhooks,
};

export const validatingWebhookConfigurationStrategy = defineStrategy<ValidatingWebhookConfiguration>({
  gvk: { group: 'admissionregistration.k8s.io', version: 'v1', kind: 'ValidatingWebhookConfiguration' },
  defaults({ webhooks }) {
    for (const webhook of webhooks ?? []) defaultWebhook(webhook);
  },
  ...rules,
});

export const mutatingWebhookConfigurationStrategy = defineStrategy<MutatingWebhookConfiguration>({
  gvk: { group: 'admissionregistration.k8s.io', version: 'v1', kind: 'MutatingWebhookConfiguration' },
  defaults({ webhooks }) {
    for (const webhook of webhooks ?? []) {
      defaultWebhook(webhook);
      webhook.reinvocationPolicy ??= 'Never';
    }
  },
  ...rules,
});

function defaultWebhook(webhook: ValidatingWebhook | MutatingWebhook): void {
  webhook.failurePolicy ??= 'Fail';
  webhook.matchPolicy ??= 'Equivalent';
  webhook.namespaceSelector ??= {};
  webhook.objectSelector ??= {};
  webhook.timeoutSeconds ??= 10;
  defaultClient(webhook.clientConfig);
  webhook.rules?.forEach(defaultRule);
}

function defaultClient(client: WebhookClientConfig | undefined): void {
  if (client?.service) client.service.port ??= 443;
}

function defaultRule(rule: RuleWithOperations): void {
  rule.scope ??= '*';
}
