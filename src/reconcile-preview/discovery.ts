import type { Answer, ApiServer } from '../apiserver/api-server.ts';
import { findResource, gvkOf, noMatchText } from '../apiserver/find-resource.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { JsonObject } from '../model/json.ts';

/** How long after a CRD the discovery document lists its kinds, in virtual milliseconds: the next request comes too early, the one after it does not. */
const DISCOVERY_TIME = 30;

/** What a client knows of custom kinds that were defined a moment ago. */
export class Discovery {
  /** When the kinds of each CRD are found, by its name. */
  readonly #foundAt = new Map<string, number>();

  /** Notes what was written: a CRD that is new is found later. */
  note({ kind, metadata: { name = '' } }: KubernetesObject, { cluster: { clock } }: ApiServer): void {
    if (kind === 'CustomResourceDefinition' && !this.#foundAt.has(name)) this.#foundAt.set(name, clock.now + DISCOVERY_TIME);
  }

  /** The answer to a document whose kind the client cannot find yet. */
  refusal(value: JsonObject, { registry, cluster: { store, clock } }: ApiServer): Answer | undefined {
    const gvk = gvkOf(value);
    const custom = findResource(gvk, registry, store)?.custom;
    const foundAt = custom && this.#foundAt.get(`${custom.resource.plural}.${custom.resource.gvk.group}`);
    return foundAt !== undefined && clock.now < foundAt ? { verdict: 'unknown-kind', error: noMatchText(gvk) } : undefined;
  }
}
