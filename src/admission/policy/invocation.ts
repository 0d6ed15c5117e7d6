import type { KubernetesObject } from '../../cluster/object.ts';
import { authorizerValue, requestResourceValue } from '../../schema/cel/library/authorizer.ts';
import { jsonValue } from '../../schema/cel/json-value.ts';
import type { Value } from '../../schema/cel/value.ts';
import type { Resource } from '../../schema/registry.ts';
import type { AdmissionContext, AdmissionRequest } from '../plugin.ts';
import { typed } from '../typed.ts';
import { isTyped, namespaceValue, objectValue, storedValue } from './object-values.ts';
import { requestValue } from './request-value.ts';

/** A parameter of a policy. */
export interface Param {
  readonly object: KubernetesObject;
  readonly resource: Resource;
}

/** The values of the variables that do not come from a policy; undefined for names that are none. */
export type GivenVariables = (name: string) => Value | undefined;

/** What expressions of a policy are given. Messages and audit annotations have no `authorizer`, match conditions no namespace. */
export interface Given {
  readonly all: GivenVariables;
  readonly forMatchConditions: GivenVariables;
  readonly forMessages: GivenVariables;
}

/** A request as it is shown to policies that match it in one version. Its values are made when they are first asked for, and then shared. */
export interface ShownRequest {
  /** What policies are given without a parameter. */
  readonly given: Given;
  withParam(param: Param): Given;
}

export function showRequest(request: AdmissionRequest, matched: Resource, context: AdmissionContext): ShownRequest {
  const { registry, kinds, cluster } = context;
  const { namespace, name, subresource, resource } = request;
  const isNamespace = request.gvk.group === '' && request.gvk.kind === 'Namespace';
  // what a subresource carries has a kind of its own
  const kind = matched === resource ? request.gvk : matched.gvk;
  const converted = (object: KubernetesObject): KubernetesObject => (matched === resource ? object : kinds.convert(object, matched));
  const object = once(() => objectValue(request.object && converted(typed<KubernetesObject>(request.object)), matched, registry));
  const oldObject = once(() => storedValue(request.old && converted(request.old), matched, registry));
  const shown = once(() => jsonValue(requestValue(request, matched, kind), isTyped(registry)));
  const shownAsSent = matched === resource ? shown : once(() => jsonValue(requestValue(request, resource, kind), isTyped(registry)));
  const namespaceObject = once(() =>
    isNamespace || namespace === ''
      ? null
      : namespaceValue(cluster.store.get({ group: '', kind: 'Namespace', namespace: '', name: namespace }), registry),
  );
  const authorizer = once(() => authorizerValue(context.authorize(request.user)));
  const requestResource = once(() => {
    const { gvk, plural } = resource;
    return requestResourceValue(context.authorize(request.user), { group: gvk.group, resource: plural, subresource, namespace, name });
  });

  function give(params: () => Value): Given {
    const forMessages: GivenVariables = (variable) => {
      switch (variable) {
        case 'object':
          return object();
        case 'oldObject':
          return oldObject();
        case 'request':
          return shown();
        case 'namespaceObject':
          return namespaceObject();
        case 'params':
          return params();
        default:
          return undefined;
      }
    };
    const all: GivenVariables = (variable) => {
      switch (variable) {
        case 'authorizer':
          return authorizer();
        case 'authorizer.requestResource':
          return requestResource();
        default:
          return forMessages(variable);
      }
    };
    const forMatchConditions: GivenVariables = (variable) =>
      variable === 'request' ? shownAsSent() : variable === 'namespaceObject' ? null : all(variable);
    return { all, forMatchConditions, forMessages };
  }
  return {
    given: give(() => null),
    withParam: (param) => give(() => storedValue(param.object, param.resource, registry)),
  };
}

function once(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value === undefined ? (value = make()) : value);
}
