import type { AdmissionContext, AdmissionRequest, Denial } from '../plugin.ts';
import { forbidden } from '../typed.ts';
import { asksMatchConditions } from './match-conditions.ts';
import { isExempt, matchedVersion } from './matches.ts';
import { webhooksIn, type WebhookConfigurationKind } from './webhook.ts';

/** Notes the webhooks that a request would be sent to. Refuses it only where the server would without asking: when conditions of a webhook that must not fail do. */
export function askWebhooks(kind: WebhookConfigurationKind, request: AdmissionRequest, context: AdmissionContext): Denial | undefined {
  if (isExempt(request)) return undefined;
  for (const call of webhooksIn(context.cluster.store, kind)) {
    const { webhook } = call;
    if (matchedVersion(request, webhook, context) === undefined) continue;
    const asked = asksMatchConditions(webhook, request, context);
    if (typeof asked === 'object') {
      if (webhook.failurePolicy !== 'Ignore') return forbidden(asked.error);
    } else if (asked) context.noteCall?.(call);
  }
  return undefined;
}
