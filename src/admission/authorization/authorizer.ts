import type { UserInfo } from '../plugin.ts';

/** One requirement of a field selector, as it stands in the URL of a list: `spec.nodeName=worker`. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** A request about a resource. Empty texts stand for what the request does not have: core group, no subresource, cluster-wide, no name. */
export interface ResourceRequest {
  readonly user: UserInfo;
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`, or one of a resource's own such as `bind`. */
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** What a list is limited to. */
  readonly fields?: readonly FieldRequirement[];
}

/** A request for a path that is no resource, such as `/healthz`; the verb is the HTTP method in lower case. */
export interface PathRequest {
  readonly user: UserInfo;
  readonly verb: string;
  readonly path: string;
}

export type AuthorizationRequest = ResourceRequest | PathRequest;

export const isPathRequest = (request: AuthorizationRequest): request is PathRequest => 'path' in request;

/** What an authorizer answers. Only a reason that is not empty is said to users. */
export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
}

/** Whoever knows who may do what. */
export type Authorizer = (request: AuthorizationRequest) => Decision;
