import { isServed } from '../../../apiserver/establish.ts';
import type { ReadView } from '../../../cluster/store.ts';
import { gvkKey, parseApiVersion } from '../../../model/group-version-kind.ts';
import type { ParamKind } from '../../../model/kinds/admissionregistration-v1.ts';
import type { CustomResourceDefinition } from '../../../model/kinds/apiextensions-v1.ts';
import { publishedSchema, structSchema } from '../../../schema/cel/kind-schema.ts';
import type { CheckedKind } from '../../../schema/cel/policy-warnings.ts';
import { customResourcesOf, type CustomResource } from '../../../schema/crd/custom-resources.ts';
import type { Resource } from '../../../schema/registry.ts';
import type { WorkContext } from '../../controller.ts';
import { kindOf, listObjects } from '../../kind.ts';

const DEFINITION = kindOf<CustomResourceDefinition>('apiextensions.k8s.io/v1', 'CustomResourceDefinition');

/** What a client learns of a cluster's kinds by discovery. */
export interface DiscoveredKinds {
  readonly resources: readonly Resource[];
  /** The kind of a resource with its schema. */
  check(resource: Resource): CheckedKind;
  /** The same by name, of built-in kinds even where they are not served. */
  ofParams(paramKind: ParamKind): CheckedKind | undefined;
}

/** Built-in kinds, and those of custom resources; discovery lags, so that what was defined at this very moment is not there yet. */
export function discoverKinds(view: ReadView, { registry, release, timestamp }: WorkContext): DiscoveredKinds {
  const now = timestamp();
  const customs = listObjects(view, DEFINITION)
    .filter((crd) => isServed(crd) && !isNew(crd, now))
    .flatMap((crd) => customResourcesOf(crd, release));
  const byGvk = new Map<string, CustomResource>(customs.map((custom) => [gvkKey(custom.resource.gvk), custom]));
  const check = ({ gvk, type }: Resource): CheckedKind => {
    const custom = byGvk.get(gvkKey(gvk));
    return { gvk, schema: custom ? publishedSchema(custom.schema, registry) : structSchema(registry, type) };
  };
  return {
    resources: [...registry.resources().filter(({ servedByDefault }) => servedByDefault), ...customs.map(({ resource }) => resource)],
    check,
    ofParams({ apiVersion = '', kind = '' }) {
      const groupVersion = parseApiVersion(apiVersion);
      if (!groupVersion) return undefined;
      const gvk = { ...groupVersion, kind };
      const resource = registry.resource(gvk) ?? byGvk.get(gvkKey(gvk))?.resource;
      return resource && check(resource);
    },
  };
}

const isNew = ({ status }: CustomResourceDefinition, now: string): boolean =>
  (status?.conditions ?? []).some(({ type, lastTransitionTime }) => type === 'Established' && lastTransitionTime === now);
