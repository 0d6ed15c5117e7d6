import type { GroupVersionKind } from '../model/group-version-kind.ts';
import type { FieldError } from '../model/field-error.ts';
import type { FieldPath } from '../model/field-path.ts';
import type { JsonObject } from '../model/json.ts';
import type { StatusCause } from '../model/status.ts';
import type { Authorize } from '../schema/cel/library/authorizer.ts';
import type { Resource, SchemaRegistry } from '../schema/registry.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { AdmissionConfiguration } from './configuration.ts';
import type { Reinvocation } from './reinvocation.ts';
import type { ServedKinds } from './served-kinds.ts';
import type { WebhookCall } from './webhook/webhook.ts';

/** Who sends a request. */
export interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** One write on its way to the store. `object` is defaulted; mutating plugins change it in place. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly gvk: GroupVersionKind;
  readonly resource: Resource;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly object: Record<string, unknown> | undefined;
  readonly old: KubernetesObject | undefined;
  readonly user: UserInfo;
  readonly dryRun: boolean;
}

/** What plugins may look at. */
export interface AdmissionContext {
  readonly cluster: Cluster;
  readonly registry: SchemaRegistry;
  readonly kinds: ServedKinds;
  /** Without one all is as kube-apiserver has it by default. */
  readonly configuration?: AdmissionConfiguration;
  /** `blame` tells which fields the warning is about. */
  warn(text: string, blame?: Blame): void;
  /** Adds to what the audit log has on the request. */
  annotate(key: string, value: string): void;
  /** Who knows what a user may do. */
  authorize(user: UserInfo): Authorize;
  /** Takes a webhook that the request would be sent to. */
  noteCall?(call: WebhookCall): void;
}

/** What plugins of the mutating phase may look at besides. */
export interface MutatingContext extends AdmissionContext {
  readonly reinvocation: Reinvocation;
}

/**
 * Why a plugin refuses: its text as it stands after `… is forbidden: ` with causes where it names some, causes of a 422, something missing, or a failure of its own: one that
 * the server calls internal, or one whose text is all that it answers. A policy chooses reason and code; its text may be the whole message.
 */
export type Denial = (
  | { readonly kind: 'forbidden'; readonly message: string; readonly causes?: readonly StatusCause[] }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
  | { readonly kind: 'not-found'; readonly resource: { readonly group: string; readonly resource: string }; readonly name: string }
  | { readonly kind: 'internal' | 'unclassified'; readonly message: string }
  | {
      readonly kind: 'policy';
      readonly message: string;
      readonly isWholeText: boolean;
      readonly reason: string;
      readonly code: number;
      readonly causes: readonly StatusCause[];
      readonly by: PolicyPlace;
    }
) & { readonly blame?: Blame };

/** A field of the request's object that a plugin objects to. It may be missing where it ought to be. */
export interface BlamedField {
  readonly path: FieldPath;
  /** What is wrong with this field alone, where several are to blame. */
  readonly objection?: string;
}

/** Finds the fields that a refusal or warning is about, the first objection first. A function, since only shells that show places ask. */
export type Blame = () => readonly BlamedField[];

/** Who has refused a request: a plugin, and the place in a policy when that made it. */
export interface Denier {
  readonly plugin: string;
  readonly policy?: PolicyPlace;
  readonly blame?: Blame;
}

/** A denial under the name of the plugin that it comes from. */
export interface SignedDenial {
  readonly plugin: string;
  readonly denial: Denial;
}

/** The place in a policy that a refusal comes from. */
export interface PolicyPlace {
  readonly kind: 'ValidatingAdmissionPolicy' | 'MutatingAdmissionPolicy';
  readonly name: string;
  /** `spec.validations[0].expression` */
  readonly path: string;
}

/** An admission plugin under upstream's name: one folder, one line in `chain.ts`. Each phase answers a denial or nothing. */
export interface AdmissionPlugin {
  readonly name: string;
  /** Off unless the configuration enables it. */
  readonly isOptional?: true;
  /** Whether it has a say in this request; by upstream's `Handles` and kinds. */
  handles(request: AdmissionRequest): boolean;
  admit?(request: AdmissionRequest & { readonly object: Record<string, unknown> }, context: MutatingContext): Denial | undefined;
  /** What `admit` is for other requests: a deletion carries no object. */
  admitDeletion?(request: AdmissionRequest, context: AdmissionContext): Denial | undefined;
  validate?(request: AdmissionRequest, context: AdmissionContext): Denial | undefined;
}

export type { JsonObject };
