import { oncePerObject } from '../../model/once-per-object.ts';
import type { Resource } from '../../schema/registry.ts';
import type { Release } from '../../schema/release.ts';
import { isExemptFromWebhooks } from '../matching/is-exempt.ts';
import { asksMatchConditions } from '../matching/match-conditions.ts';
import { matches } from '../matching/matches.ts';
import type { AdmissionContext, AdmissionRequest, Denial } from '../plugin.ts';
import { compilePolicy } from '../policy/compile-policy.ts';
import { showRequest, type ShownRequest } from '../policy/invocation.ts';
import { forbidden } from '../typed.ts';
import { webhooksIn, type Webhook, type WebhookConfigurationKind } from './webhook.ts';

/** The conditions of a webhook, compiled once: a changed configuration is another object. */
const compiledConditions = oncePerObject(({ matchConditions = [] }: Webhook, release: Release) =>
  compilePolicy({ matchConditions }, release),
);

/** Notes the webhooks that a request would be sent to. Refuses it only where the server would without asking: when conditions of a webhook that must not fail do. */
export function askWebhooks(kind: WebhookConfigurationKind, request: AdmissionRequest, context: AdmissionContext): Denial | undefined {
  const webhooks = webhooksIn(context.cluster.store, kind);
  if (webhooks.length === 0 || isExemptFromWebhooks(request, context)) return undefined;
  const shown = new Map<Resource, ShownRequest>();
  for (const { call, match, plurals } of webhooks) {
    // without rules it is asked about nothing
    if (!plurals.has(request.resource.plural) && !plurals.has('*')) continue;
    const matched = matches(request, match, context);
    if (!matched) continue;
    const asMatched = shown.get(matched) ?? showRequest(request, matched, context);
    shown.set(matched, asMatched);
    const asked = asksMatchConditions(compiledConditions(call.webhook, context.registry.release), asMatched.given.forMatchConditions);
    if (typeof asked === 'object') {
      if (call.webhook.failurePolicy !== 'Ignore') return forbidden(asked.error);
    } else if (asked) context.noteCall?.(call);
  }
  return undefined;
}
