import type { WebhookCall } from '../admission/webhook/webhook.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import { root } from '../model/field-path.ts';
import type { Problem } from './problem.ts';

export type { WebhookCall };

/** `MutatingWebhookConfiguration mesh: sidecar.example.com (service mesh/injector), may change the object, must answer (failurePolicy Fail)`. */
export function callText({ configurationKind, configuration, webhook }: WebhookCall): string {
  const { name = '', clientConfig = {}, failurePolicy = 'Fail', reinvocationPolicy } = webhook;
  const { service, url } = clientConfig;
  const where = service ? `service ${service.namespace ?? ''}/${service.name ?? ''}` : (url ?? '');
  const mayDo = configurationKind === 'MutatingWebhookConfiguration' ? 'may change the object' : 'may refuse the object';
  const again = reinvocationPolicy === 'IfNeeded' ? ', twice if others change it' : '';
  const reach = failurePolicy === 'Ignore' ? 'need not answer' : 'must answer';
  return `${configurationKind} ${configuration}: ${name}${where === '' ? '' : ` (${where})`}, ${mayDo}${again}, ${reach} (failurePolicy ${failurePolicy})`;
}

/** What an answer leaves open because nobody asks webhooks offline: one finding for all of them. */
export function callProblems(calls: readonly WebhookCall[] = []): Problem[] {
  if (calls.length === 0) return [];
  const what = calls.length === 1 ? 'a webhook' : `${calls.length} webhooks`;
  return [
    {
      code: 'admission/webhook',
      severity: 'info',
      message: `The API server would ask ${what}, which nobody asks offline:\n${calls.map(callText).join('\n')}`,
      path: root,
    },
  ];
}

/** Webhooks that writes would have been sent to, in words, and the objects: each once, in the order in which they came. */
export interface CollectedCalls {
  readonly note: (call: WebhookCall, object: KubernetesObject) => void;
  all(): { readonly webhook: string; readonly objects: readonly string[] }[];
}

export function collectCalls(): CollectedCalls {
  const objects = new Map<string, Set<string>>();
  return {
    note(call, object) {
      const webhook = callText(call);
      const known = objects.get(webhook) ?? new Set();
      objects.set(webhook, known.add(nameOf(object)));
    },
    all: () => [...objects].map(([webhook, names]) => ({ webhook, objects: [...names] })),
  };
}

/** `Pod shop/web-1`; before a name is made, what it will begin with. */
function nameOf({ kind, metadata: { namespace, name, generateName = '' } }: KubernetesObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name ?? `${generateName}…`}`;
}
