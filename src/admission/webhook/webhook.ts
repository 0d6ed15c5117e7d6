import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import type {
  MutatingWebhook,
  MutatingWebhookConfiguration,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from '../../model/kinds/admissionregistration-v1.ts';
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

/** The webhooks of all configurations, in the order in which they are asked: by name of the configuration, then as they are listed. */
export function webhooksIn(store: ReadView, kind: WebhookConfigurationKind): WebhookCall[] {
  const configurations = store.list({ group: 'admissionregistration.k8s.io', kind });
  return configurations.flatMap((object: KubernetesObject) => {
    const { metadata, webhooks = [] } = typed<MutatingWebhookConfiguration | ValidatingWebhookConfiguration>(object);
    return webhooks.map((webhook): WebhookCall => ({ configurationKind: kind, configuration: metadata?.name ?? '', webhook }));
  });
}
