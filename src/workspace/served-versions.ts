import { isServed } from '../apiserver/establish.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { CustomResourceDefinition } from '../model/kinds/apiextensions-v1.ts';
import { customResourcesOf } from '../schema/crd/custom-resources.ts';
import type { SchemaRegistry } from '../schema/registry.ts';

/** The versions in which the CRDs of a cluster serve a kind; none where no CRD defines it. */
export function servedVersions({ store }: Cluster, { release }: SchemaRegistry, group: string, kind: string): string[] {
  const crds: readonly CustomResourceDefinition[] = store.definitions(group);
  return crds
    .filter((crd) => crd.spec?.names?.kind === kind && isServed(crd))
    .flatMap((crd) => customResourcesOf(crd, release).map(({ resource }) => resource.gvk.version));
}
