import type { ServedKinds } from '../admission/served-kinds.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import { apiVersionOf } from '../model/group-version-kind.ts';
import { customResourcesOf } from '../schema/crd/custom-resources.ts';
import { toV1, toV2 } from '../validate/autoscaling/horizontal-pod-autoscaler/v1-form.ts';
import { customResourceStrategy } from '../validate/custom-resource/strategy.ts';
import { isServed } from './establish.ts';
import { findResource } from './find-resource.ts';
import type { ServerContext } from './server-context.ts';
import { strategyOf } from './strategy-of.ts';

const known = new WeakMap<ServerContext, ServedKinds>();

/** What admission may ask of the kinds that a server serves. */
export function servedKinds(server: ServerContext): ServedKinds {
  let kinds = known.get(server);
  if (!kinds) known.set(server, (kinds = create(server)));
  return kinds;
}

/** Versions of kinds that differ in more than their name. */
const CONVERSIONS: Readonly<Record<string, (object: KubernetesObject) => object>> = {
  'autoscaling/v1 autoscaling/v2 HorizontalPodAutoscaler': toV2,
  'autoscaling/v2 autoscaling/v1 HorizontalPodAutoscaler': toV1,
};

function create({ registry, cluster, rules }: ServerContext): ServedKinds {
  const routeOf: (gvk: Parameters<ServedKinds['resource']>[0]) => ReturnType<typeof findResource> = (gvk) => {
    const route = findResource(gvk, registry, cluster.store);
    return route && !route.isList && route.resource.gvk.kind === gvk.kind && gvk.version !== '' ? route : undefined;
  };
  const kinds: ServedKinds = {
    resource: (gvk) => routeOf(gvk)?.resource,
    otherVersions({ gvk, plural, type }) {
      const all =
        type === ''
          ? cluster.store
              .definitions(gvk.group)
              .filter(isServed)
              .flatMap((crd) => customResourcesOf(crd, registry.release).map(({ resource }) => resource))
          : registry.resources().filter(({ servedByDefault }) => servedByDefault);
      return all.filter((each) => each.gvk.group === gvk.group && each.plural === plural && each.gvk.version !== gvk.version);
    },
    schema: ({ gvk, type }) => (type === '' ? routeOf(gvk)?.custom?.schema : undefined),
    convert(object, { gvk }) {
      const apiVersion = apiVersionOf(gvk);
      if (object.apiVersion === apiVersion) return object;
      const convert = CONVERSIONS[`${object.apiVersion} ${apiVersion} ${object.kind}`];
      return { ...object, ...convert?.(object), apiVersion };
    },
    setDefaults(object, { gvk }) {
      const custom = routeOf(gvk)?.custom;
      const strategy = custom ? customResourceStrategy(custom) : strategyOf(gvk);
      const { apiVersion, kind, metadata } = object;
      if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof metadata !== 'object' || metadata === null) return;
      strategy?.defaults(Object.assign(object, { apiVersion, kind, metadata }), rules);
    },
  };
  return kinds;
}
