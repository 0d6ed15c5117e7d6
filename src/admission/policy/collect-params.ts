import type { KubernetesObject } from '../../cluster/object.ts';
import { matchesLabelSelector } from '../../model/label-selector.ts';
import { parseApiVersion } from '../../model/group-version-kind.ts';
import type { ParamKind, ParamRef } from '../../model/kinds/admissionregistration-v1.ts';
import type { Resource } from '../../schema/registry.ts';
import type { AdmissionContext } from '../plugin.ts';

/** The parameters that a binding gives a policy: one evaluation for each. `undefined` as the only one when there are none to give. An error is a configuration's. */
export type Params =
  { readonly params: readonly (KubernetesObject | undefined)[]; readonly error?: undefined } | { readonly error: string };

const NO_PARAMS: Params = { params: [undefined] };

/** The resource of a policy's parameters. */
export function paramResource(kind: ParamKind, { kinds }: AdmissionContext): Resource | { readonly error: string } {
  const { group, version } = parseApiVersion(kind.apiVersion ?? '') ?? { group: '', version: '' };
  const name = kind.kind ?? '';
  return (
    kinds.resource({ group, version, kind: name }) ?? {
      error: `failed to find resource referenced by paramKind: '${group}/${version}, Kind=${name}'`,
    }
  );
}

/** Parameters by name or selector: those of the reference's namespace, else of the request's, where their kind has namespaces. */
export function collectParams(
  resource: Resource | undefined,
  reference: ParamRef | undefined,
  requestNamespace: string,
  { cluster, kinds }: AdmissionContext,
): Params {
  if (!resource || !reference) return NO_PARAMS;
  const { group, kind } = resource.gvk;
  const namespace = resource.namespaced ? reference.namespace || requestNamespace : '';
  if (resource.namespaced && namespace === '')
    return { error: 'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources' };
  if (!resource.namespaced && reference.namespace)
    return { error: 'paramRef.namespace must not be provided for a cluster-scoped `paramKind`' };
  const { name, selector } = reference;
  const found = name
    ? [cluster.store.get({ group, kind, namespace, name })].filter((object) => object !== undefined)
    : cluster.store.list({ group, kind }, namespace).filter(({ metadata }) => matchesLabelSelector(selector, metadata.labels));
  if (found.length === 0 && reference.parameterNotFoundAction === 'Deny')
    return { error: 'no params found for policy binding with `Deny` parameterNotFoundAction' };
  return { params: found.map((object) => kinds.convert(object, resource)) };
}
