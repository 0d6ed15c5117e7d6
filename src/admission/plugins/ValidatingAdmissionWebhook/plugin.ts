import type { AdmissionPlugin } from '../../plugin.ts';
import { askWebhooks } from '../../webhook/ask-webhooks.ts';

/** Tells which webhooks of ValidatingWebhookConfigurations a request would be sent to. */
export const validatingAdmissionWebhook: AdmissionPlugin = {
  name: 'ValidatingAdmissionWebhook',
  handles: () => true,
  validate: (request, context) => askWebhooks('ValidatingWebhookConfiguration', request, context),
};
