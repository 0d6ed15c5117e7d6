import type { AdmissionConfiguration } from '../admission/configuration.ts';
import type { Denier, UserInfo } from '../admission/plugin.ts';
import type { WebhookCall } from '../admission/webhook/webhook.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { GroupVersionKind } from '../model/group-version-kind.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';
import type { Status } from '../model/status.ts';
import type { CustomResource } from '../schema/crd/custom-resources.ts';
import type { Resource, SchemaRegistry } from '../schema/registry.ts';
import type { KindStrategy, RuleContext } from '../validate/strategy.ts';
import type { Accepted } from './api-server.ts';
import type { WarningList } from './warning-list.ts';

/** What every step of a request may use. */
export interface ServerContext {
  readonly cluster: Cluster;
  readonly registry: SchemaRegistry;
  readonly rules: RuleContext;
  readonly admission: AdmissionConfiguration;
  /** Takes webhooks that real writes would be sent to, those of controllers included. */
  readonly onCall?: ((call: WebhookCall, object: KubernetesObject) => void) | undefined;
}

/** An object on its way to the store: a private copy, changed in place by each step. */
export interface MutableObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** One write request, from its routing on. */
export interface Write {
  readonly resource: Resource;
  /** What the CRD of a custom resource says. */
  readonly custom?: CustomResource | undefined;
  readonly strategy: KindStrategy<MutableObject> | undefined;
  /** Of requests that neither create nor replace something. */
  readonly operation?: 'DELETE' | 'CONNECT';
  /** Empty where a request is about the object itself. */
  readonly subresource: string;
  /** What the request carries and whom it is about, where that is not an object of the resource. */
  readonly carries?: { readonly gvk: GroupVersionKind; readonly name: string };
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly dryRun: boolean;
  readonly isValid: boolean;
  readonly user: UserInfo;
  readonly isTrusted?: boolean | undefined;
  readonly warnings: WarningList;
  /** What admission adds to the audit log, by key. */
  readonly auditAnnotations: Map<string, string>;
  /** The admission plugin that refuses the request. */
  readonly deniedBy: Denier[];
  /** Webhooks that the request would be sent to. */
  readonly calls: WebhookCall[];
}

/** How a write ends inside the server: the stored object and the code, or why not. */
export type Outcome = Done | Failed;
export interface Done {
  readonly code: Accepted['code'];
  readonly object: KubernetesObject;
}
export interface Failed {
  readonly failure: Status;
}

export const failed = (failure: Status): Failed => ({ failure });

export const groupResourceOf = ({ gvk, plural }: Resource): { readonly group: string; readonly resource: string } => ({
  group: gvk.group,
  resource: plural,
});
