import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import type {
  MatchResources,
  MutatingWebhook,
  MutatingWebhookConfiguration,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from '../../model/kinds/admissionregistration-v1.ts';
import { oncePerObject } from '../../model/once-per-object.ts';
import { typed } from '../typed.ts';

export type WebhookConfigurationKind = 'MutatingWebhookConfiguration' | 'ValidatingWebhookConfiguration';
export type Webhook = MutatingWebhook & ValidatingWebhook;

/** A webhook that a request would be sent to. Nobody calls it here, so what it would say is open. */
export interface WebhookCall {
  /** `MutatingWebhookConfiguration` or `ValidatingWebhookConfiguration`, and its name. */
  readonly configurationKind: WebhookConfigurationKind;
  readonly configuration: string;
  readonly webhook: Webhook;
}

/** What a webhook is asked about. */
export interface KnownWebhook {
  readonly call: WebhookCall;
  readonly match: MatchResources;
  /** The resources that its rules name, without subresources; `*` is all of them. Other versions of a kind are the same resource. */
  readonly plurals: ReadonlySet<string>;
}

/** The webhooks of all configurations, in the order in which they are asked: by name of the configuration, then as they are listed. */
export const webhooksIn = (store: ReadView, kind: WebhookConfigurationKind): readonly KnownWebhook[] =>
  store.list({ group: 'admissionregistration.k8s.io', kind }).flatMap((object) => webhooksOf(object, kind));

const webhooksOf = oncePerObject((object: KubernetesObject, kind: WebhookConfigurationKind): readonly KnownWebhook[] => {
  const { metadata, webhooks = [] } = typed<MutatingWebhookConfiguration | ValidatingWebhookConfiguration>(object);
  return webhooks.map((webhook): KnownWebhook => {
    const { rules = [], ...match } = webhook;
    return {
      call: { configurationKind: kind, configuration: metadata?.name ?? '', webhook },
      match: { ...match, resourceRules: rules },
      plurals: new Set(rules.flatMap(({ resources = [] }) => resources.map((text) => text.split('/', 1).join()))),
    };
  });
});
