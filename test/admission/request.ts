import { authorizeFor } from '../../src/admission/authorization/authorize-for.ts';
import { createAuthorizer } from '../../src/admission/authorization/create-authorizer.ts';
import type { AdmissionPlugin, AdmissionRequest, Denial, MutatingContext } from '../../src/admission/plugin.ts';
import { createReinvocation } from '../../src/admission/reinvocation.ts';
import { servedKinds } from '../../src/apiserver/served-kinds.ts';
import { createCluster } from '../../src/cluster/create-cluster.ts';
import type { KubernetesObject } from '../../src/cluster/object.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import type { Release } from '../../src/schema/release.ts';
import { ruleContext } from '../../src/validate/feature-gates.ts';
import { findResource, gvkOf } from '../../src/apiserver/find-resource.ts';

export type Body = Record<string, unknown> & { apiVersion: string; kind: string; metadata: Record<string, unknown> };

/** A cluster that has `objects`, as plugins see it. */
export function contextWith(objects: readonly KubernetesObject[] = [], release: Release = '1.37'): MutatingContext {
  const cluster = createCluster();
  for (const object of objects) cluster.store.put(object);
  const registry = loadSchemas(release);
  return {
    cluster,
    registry,
    kinds: servedKinds({ cluster, registry, rules: ruleContext(release), admission: {} }),
    warn: () => undefined,
    annotate: () => undefined,
    authorize: (user) => authorizeFor(user, createAuthorizer(cluster.store, registry.release)),
    reinvocation: createReinvocation(),
  };
}

/** A request about `object`; with `old` it is an update. */
export function requestFor(object: Body, context: MutatingContext, old?: KubernetesObject): AdmissionRequest & { readonly object: Body } {
  const route = findResource(gvkOf({ apiVersion: object.apiVersion, kind: object.kind }), context.registry, context.cluster.store);
  if (!route) throw new Error(`no resource for ${object.kind}`);
  const { resource } = route;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    operation: old ? 'UPDATE' : 'CREATE',
    gvk: resource.gvk,
    resource,
    subresource: '',
    namespace: text(object.metadata.namespace),
    name: text(object.metadata.name),
    object,
    old,
    user: { username: 'admin', groups: [] },
    dryRun: false,
  };
}

/** What both phases of one plugin say to a request that may carry no object; where they point at is left out. */
export function askRequest(plugin: AdmissionPlugin, request: AdmissionRequest, context: MutatingContext): Denial | undefined {
  if (!plugin.handles(request)) return undefined;
  const { object } = request;
  const first = object ? plugin.admit?.({ ...request, object }, context) : plugin.admitDeletion?.(request, context);
  const denial = first ?? plugin.validate?.(request, context);
  return denial && withoutBlame(denial);
}

function withoutBlame(denial: Denial): Denial {
  const words: Denial & { blame?: unknown } = { ...denial };
  delete words.blame;
  return words;
}

/** Both phases of one plugin. */
export function ask(plugin: AdmissionPlugin, object: Body, context: MutatingContext, old?: KubernetesObject): Denial | undefined {
  return askRequest(plugin, requestFor(object, context, old), context);
}

/** Role and binding that let a user do something at the cluster scope. */
export const grant = (username: string, rule: object): readonly KubernetesObject[] => [
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: username }, rules: [rule] },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: username },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: username },
    subjects: [{ kind: 'User', name: username }],
  },
];
