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

/** What both phases of one plugin say; where they point at is left out. */
export function ask(plugin: AdmissionPlugin, object: Body, context: MutatingContext, old?: KubernetesObject): Denial | undefined {
  const request = requestFor(object, context, old);
  if (!plugin.handles(request)) return undefined;
  const denial = plugin.admit?.(request, context) ?? plugin.validate?.(request, context);
  return denial && withoutBlame(denial);
}

function withoutBlame(denial: Denial): Denial {
  const words: Denial & { blame?: unknown } = { ...denial };
  delete words.blame;
  return words;
}
