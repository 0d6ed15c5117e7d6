import type { Cluster } from '../cluster/cluster.ts';
import type { KubernetesObject, ObjectKey } from '../cluster/object.ts';
import type { JsonObject } from '../model/json.ts';
import type { Status } from '../model/status.ts';
import type { Resource, SchemaRegistry } from '../schema/registry.ts';
import type { PolicyPlace, UserInfo } from '../admission/plugin.ts';
import type { WebhookCall } from '../admission/webhook/webhook.ts';

/** What the API server answers to a write. */
export type Answer = Accepted | Refused | UnknownKind;

export interface Accepted {
  readonly verdict: 'accepted';
  readonly code: 200 | 201;
  readonly resource: Resource;
  readonly namespace: string;
  /** As stored (a dry run stores nothing). In the canonical form of the store; `encode` prints it as the server does. */
  readonly object: KubernetesObject;
  readonly warnings: readonly string[];
  /** What policies add to the audit log. */
  readonly auditAnnotations?: Readonly<Record<string, string>>;
  /** Webhooks that the request would be sent to; what they would say is open. Absent where there are none. */
  readonly calls?: readonly WebhookCall[];
}

export interface Refused {
  readonly verdict: 'rejected';
  readonly code: number;
  readonly resource: Resource;
  readonly namespace: string;
  readonly status: Status;
  readonly warnings: readonly string[];
  /** What policies add to the audit log. */
  readonly auditAnnotations?: Readonly<Record<string, string>>;
  /** The place in a policy that the refusal comes from, when it is one. */
  readonly deniedBy?: PolicyPlace;
  /** Webhooks that the request would be sent to; what they would say is open. Absent where there are none. */
  readonly calls?: readonly WebhookCall[];
}

/** No served resource has this kind: what `kubectl` says before it asks the server. */
export interface UnknownKind {
  readonly verdict: 'unknown-kind';
  /** `no matches for kind "X" in version "g/v"`. */
  readonly error: string;
}

export interface WriteOptions {
  /** Nothing is stored, nothing is allocated for good. */
  readonly dryRun?: boolean;
  readonly user?: UserInfo;
  /** Create the namespace and service account that the object names. */
  readonly ensure?: boolean;
}

/** The API server of a simulated cluster: each call is one request, decode → default → mutate → validate → admit → store. */
export interface ApiServer {
  readonly cluster: Cluster;
  readonly registry: SchemaRegistry;
  /** POST. */
  create(object: JsonObject, options?: WriteOptions): Answer;
  /** PUT of an object that exists (404 otherwise). Without `metadata.resourceVersion` the write is unconditional. */
  replace(object: JsonObject, options?: WriteOptions): Answer;
  /** POST, or PUT with the live resource version when the object exists. */
  createOrReplace(object: JsonObject, options?: WriteOptions): Answer;
  /** `kubectl apply`: POST, or the three-way patch (strategic for built-in kinds, JSON merge for custom ones) between `lastApplied` — what an earlier apply sent —, the live object and `object`. */
  apply(object: JsonObject, lastApplied: JsonObject | undefined, options?: WriteOptions): Answer;
  /** PUT of the `status` subresource: only status (and metadata a subresource may change) is taken. That of custom resources is validated, others are trusted. */
  replaceStatus(object: JsonObject, options?: WriteOptions): Answer;
  /** POST of `pods/binding`. */
  bind(pod: ObjectKey, nodeName: string): Answer;
  /** POST of `pods/eviction`: the pod is deleted where its disruption budget allows it. Answers a `Status`. */
  evict(pod: ObjectKey, options?: Pick<WriteOptions, 'dryRun' | 'user'>): Answer;
  /** DELETE: sets deletionTimestamp where finalizers, graceful pods or foreground propagation hold the object, removes it otherwise. Answers undefined when there is no such object. */
  delete(
    key: ObjectKey,
    options?: { readonly gracePeriodSeconds?: number; readonly propagation?: 'Background' | 'Foreground' | 'Orphan' },
  ): KubernetesObject | undefined;
}
