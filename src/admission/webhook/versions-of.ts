import type { CustomResourceDefinition } from '../../model/kinds/apiextensions-v1.ts';
import type { Resource } from '../../schema/registry.ts';
import type { AdmissionContext } from '../plugin.ts';
import { typed } from '../typed.ts';

/** The versions in which the API server serves a resource, custom ones by their CRD. */
export function versionsOf({ gvk, plural }: Resource, { cluster, registry }: AdmissionContext): readonly string[] {
  const name = `${plural}.${gvk.group}`;
  const definition = cluster.store.get({ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition', namespace: '', name });
  if (definition) {
    const { spec } = typed<CustomResourceDefinition>(definition);
    return (spec?.versions ?? []).flatMap(({ name: version, served }) => (served && version !== undefined ? [version] : []));
  }
  return registry
    .resources()
    .filter((other) => other.servedByDefault && other.plural === plural && other.gvk.group === gvk.group)
    .map((other) => other.gvk.version);
}
