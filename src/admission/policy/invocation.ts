import type { KubernetesObject } from '../../cluster/object.ts';
import { authorizerValue, requestResourceValue } from '../../schema/cel/library/authorizer.ts';
import { jsonValue } from '../../schema/cel/json-value.ts';
import type { Value } from '../../schema/cel/value.ts';
import type { Resource } from '../../schema/registry.ts';
import type { AdmissionContext, AdmissionRequest } from '../plugin.ts';
import type { GivenVariables } from './activation.ts';
import { namespaceValue, objectValue, storedValue } from './object-values.ts';
import { requestValue } from './request-value.ts';

/** A request as it is shown to one policy: in the version that the policy matched. */
export interface Invocation {
  readonly request: AdmissionRequest;
  readonly context: AdmissionContext;
  readonly matched: Resource;
  readonly param: KubernetesObject | undefined;
  readonly paramResource: Resource | undefined;
}

/** What expressions of a policy are given for an invocation. Messages have no `authorizer`, match conditions no namespace. */
export interface Given {
  readonly all: GivenVariables;
  readonly forMatchConditions: GivenVariables;
  readonly forMessages: GivenVariables;
}

/** Values that do not depend on the policy: made once for each version that policies match a request in. */
export interface SharedValues {
  readonly object: () => Value;
  readonly oldObject: () => Value;
  readonly request: () => Value;
  readonly requestAsSent: () => Value;
  readonly namespaceObject: () => Value;
}

export function sharedValues(request: AdmissionRequest, matched: Resource, context: AdmissionContext): SharedValues {
  const { registry, kinds, cluster } = context;
  const isNamespace = request.gvk.group === '' && request.gvk.kind === 'Namespace';
  const converted = (object: KubernetesObject): KubernetesObject =>
    matched === request.resource ? object : kinds.convert(object, matched);
  return {
    object: once(() => objectValue(request.object && converted(asObject(request.object)), matched, registry)),
    oldObject: once(() => storedValue(request.old && converted(request.old), matched, registry)),
    request: once(() => jsonValue(requestValue(request, matched, matched.gvk), true)),
    requestAsSent: once(() => jsonValue(requestValue(request, request.resource, matched.gvk), true)),
    namespaceObject: once(() => {
      if (isNamespace || request.namespace === '') return null;
      return namespaceValue(cluster.store.get({ group: '', kind: 'Namespace', namespace: '', name: request.namespace }), registry);
    }),
  };
}

/** The variables of one invocation. */
export function givenVariables({ request, context, param, paramResource }: Invocation, shared: SharedValues): Given {
  const { registry } = context;
  const ask = context.authorize(request.user);
  const messages: GivenVariables = {
    object: shared.object,
    oldObject: shared.oldObject,
    request: shared.request,
    namespaceObject: shared.namespaceObject,
    params: () => (param && paramResource ? storedValue(param, paramResource, registry) : null),
  };
  const { gvk, plural } = request.resource;
  const { namespace, name, subresource } = request;
  const all: GivenVariables = {
    ...messages,
    authorizer: () => authorizerValue(ask),
    'authorizer.requestResource': () => requestResourceValue(ask, { group: gvk.group, resource: plural, subresource, namespace, name }),
  };
  return { all, forMatchConditions: { ...all, request: shared.requestAsSent, namespaceObject: () => null }, forMessages: messages };
}

const asObject = (object: Readonly<Record<string, unknown>>): KubernetesObject => object as KubernetesObject;

function once(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}
