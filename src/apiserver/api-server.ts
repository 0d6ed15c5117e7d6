import type { Cluster } from '../cluster/cluster.ts';
import type { KubernetesObject, ObjectKey } from '../cluster/object.ts';
import type { JsonObject } from '../model/json.ts';
import type { Status } from '../model/status.ts';
import type { Resource, SchemaRegistry } from '../schema/registry.ts';
import type { Blame, Denier, UserInfo } from '../admission/plugin.ts';
import type { WebhookCall } from '../admission/webhook/webhook.ts';

/** What the API server answers to a write. */
export type Answer = Accepted | Refused | UnknownKind;

export interface Accepted {
  readonly verdict: 'accepted';
  readonly code: 200 | 201 | 202;
  readonly resource: Resource;
  readonly namespace: string;
  /**
   * As stored (a dry run stores nothing), in the canonical form of the store; `encode` prints it as the server does. A deletion answers the object as it is
   * now or was last, or a `Status` of success for kinds of which the server does so.
   */
  readonly object: KubernetesObject;
  readonly warnings: readonly string[];
  /** By the text of a warning, which fields it is about. Absent where no warning says so. */
  readonly blames?: ReadonlyMap<string, Blame>;
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
  /** As in {@link Accepted}. */
  readonly blames?: ReadonlyMap<string, Blame>;
  /** What policies add to the audit log. */
  readonly auditAnnotations?: Readonly<Record<string, string>>;
  /** The admission plugin that the refusal comes from, when it is one. */
  readonly deniedBy?: Denier;
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
  /** Nobody is asked whether the user may, and nobody reads warnings: the parts of a control plane have the roles that they need. */
  readonly isTrusted?: boolean;
  /** Create the namespace and service account that the object names. */
  readonly ensure?: boolean;
  /** The object is known to be valid as a new one: it is not asked again. */
  readonly isValid?: boolean;
}

/** How an object is to be deleted, where it is not as by default. */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
}

/** Subresources that connect a client with what an object stands for, by verbs of their own. */
export type Connection = 'exec' | 'attach' | 'portforward' | 'proxy';

/** The API server of a simulated cluster: each call is one request, decode → default → mutate → validate → admit → store. */
export interface ApiServer {
  readonly cluster: Cluster;
  readonly registry: SchemaRegistry;
  /** POST. */
  create(object: JsonObject, options?: WriteOptions): Answer;
  /** PUT of an object that exists (404 otherwise). Without `metadata.resourceVersion` the write is unconditional, or refused for kinds that want one. */
  replace(object: JsonObject, options?: WriteOptions): Answer;
  /** POST, or PUT with the live resource version when the object exists. */
  createOrReplace(object: JsonObject, options?: WriteOptions): Answer;
  /** `kubectl apply`: POST, or the three-way patch (strategic for built-in kinds, JSON merge for custom ones) between `lastApplied` — what an earlier apply sent —, the live object and `object`. */
  apply(object: JsonObject, lastApplied: JsonObject | undefined, options?: WriteOptions): Answer;
  /** PUT of a subresource that takes the whole object (`status`, `approval`), as kubectl sends it: with the live resource version where it names none. */
  replaceSubresource(object: JsonObject, subresource: string, options?: WriteOptions): Answer;
  /** PUT of the `status` subresource by a component of the cluster: only status (and metadata a subresource may change) is taken. That of custom resources is validated, others are trusted. */
  replaceStatus(object: JsonObject, options?: WriteOptions): Answer;
  /** POST of `pods/binding`. */
  bind(pod: ObjectKey, nodeName: string): Answer;
  /** POST of `pods/eviction`: the pod is deleted where its disruption budget allows it. Answers a `Status`. */
  evict(pod: ObjectKey, options?: Pick<WriteOptions, 'dryRun' | 'user'>): Answer;
  /** DELETE of the object that a document names: sets deletionTimestamp where finalizers, graceful pods or foreground propagation hold it, removes it otherwise. */
  delete(object: JsonObject, options?: WriteOptions & DeleteOptions): Answer;
  /** Opens a connection to the object that a document names, by one of its subresources. */
  connect(object: JsonObject, connection: Connection, options?: WriteOptions): Answer;
}
