import type { AdmissionPlugin } from '../../plugin.ts';
import { askWebhooks } from '../../webhook/ask-webhooks.ts';

/** Tells which webhooks of MutatingWebhookConfigurations a request would be sent to. */
export const mutatingAdmissionWebhook: AdmissionPlugin = {
  name: 'MutatingAdmissionWebhook',
  handles: () => true,
  admitDeletion: (request, context) => askWebhooks('MutatingWebhookConfiguration', request, context),
  admit: (request, context) => (context.reinvocation.isAgain ? undefined : askWebhooks('MutatingWebhookConfiguration', request, context)),
};
