import type { GroupVersionKind } from '../../model/group-version-kind.ts';
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  CustomResourceSubresourceScale,
  WebhookClientConfig,
} from '../../model/kinds/apiextensions-v1.ts';
import { oncePerObject } from '../../model/once-per-object.ts';
import type { Resource } from '../registry.ts';
import type { Release } from '../release.ts';
import { compareKubeAwareVersions } from './kube-aware-version.ts';
import { withPrunedDefaults } from './prune-defaults.ts';
import { someSchema, type SchemaProps } from './schema-props.ts';

/** A served version of a CRD: a resource and what the server knows of its objects. */
export interface CustomResource {
  readonly resource: Resource;
  /** The schema that objects are decoded, defaulted and validated by; undefined where the version has none. */
  readonly schema: SchemaProps | undefined;
  /** Whether unknown fields stay wherever they stand, as CRDs of old may have it. */
  readonly preservesUnknownFields: boolean;
  readonly hasStatus: boolean;
  readonly scale: CustomResourceSubresourceScale | undefined;
  /** Whether `x-kubernetes-validations` stand anywhere in the schema. */
  readonly hasRules: boolean;
  /** What every request is warned about. */
  readonly deprecation: string | undefined;
  /** The version that objects are stored in. */
  readonly storage: { readonly version: string; readonly schema: SchemaProps | undefined };
  /** Who converts between versions, when it is not just the API version that differs. */
  readonly converter: WebhookClientConfig | undefined;
}

/** The served versions of a CRD in its order. Objects in the store never change, so the answer is kept. */
export const customResourcesOf: (crd: CustomResourceDefinition, release: Release) => readonly CustomResource[] = oncePerObject(serve);

/** The served version of a CRD that has this kind; like built-in ones, kinds are also found in lower case. */
export function customResourceOf(crd: CustomResourceDefinition, gvk: GroupVersionKind, release: Release): CustomResource | undefined {
  const { spec } = crd;
  const kind = spec?.names?.kind ?? '';
  if (!spec || spec.group !== gvk.group || (kind !== gvk.kind && kind.toLowerCase() !== gvk.kind)) return undefined;
  return customResourcesOf(crd, release).find(({ resource }) => resource.gvk.version === gvk.version);
}

function serve({ spec }: CustomResourceDefinition, release: Release): CustomResource[] {
  if (!spec) return [];
  const versions = spec.versions ?? [];
  const stored = versions.find(({ storage }) => storage);
  return versions.filter((version) => version.served).map((version) => describe(spec, version, stored, release));
}

function describe(
  spec: CustomResourceDefinitionSpec,
  version: CustomResourceDefinitionVersion,
  stored: CustomResourceDefinitionVersion | undefined,
  release: Release,
): CustomResource {
  const { names = {}, conversion, preserveUnknownFields = false } = spec;
  const { subresources } = version;
  // schemas are prepared when the first object asks for them
  let schema: { readonly prepared: SchemaProps | undefined } | undefined;
  let storedSchema: typeof schema;
  let hasRules: boolean | undefined;
  const prepare = (of: CustomResourceDefinitionVersion | undefined): SchemaProps | undefined => {
    const raw = of?.schema?.openAPIV3Schema;
    return raw && withPrunedDefaults(raw, release);
  };
  return {
    resource: {
      gvk: { group: spec.group ?? '', version: version.name ?? '', kind: names.kind ?? '' },
      plural: names.plural ?? '',
      singular: names.singular ?? '',
      shortNames: names.shortNames ?? [],
      namespaced: spec.scope === 'Namespaced',
      verbs: VERBS,
      subresources: Object.keys(subresources ?? {}),
      servedByDefault: true,
      type: '',
    },
    get schema() {
      return (schema ??= { prepared: prepare(version) }).prepared;
    },
    preservesUnknownFields: preserveUnknownFields,
    hasStatus: subresources?.status !== undefined,
    scale: subresources?.scale,
    get hasRules() {
      return (hasRules ??= someSchema(version.schema?.openAPIV3Schema, (each) => !!each['x-kubernetes-validations']?.length));
    },
    deprecation: deprecationOf(spec, version),
    storage: {
      version: stored?.name ?? '',
      get schema() {
        return (storedSchema ??= { prepared: prepare(stored) }).prepared;
      },
    },
    converter: conversion?.strategy === 'Webhook' ? conversion.webhook?.clientConfig : undefined,
  };
}

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function deprecationOf(spec: CustomResourceDefinitionSpec, version: CustomResourceDefinitionVersion): string | undefined {
  if (!version.deprecated) return undefined;
  if (version.deprecationWarning !== undefined) return version.deprecationWarning;
  const { group = '', names = {}, versions = [] } = spec;
  const { name = '' } = version;
  const [newest] = versions
    .filter((each) => each.served && !each.deprecated && compareKubeAwareVersions(name, each.name ?? '') < 0)
    .map((each) => each.name ?? '')
    .sort((a, b) => compareKubeAwareVersions(b, a));
  const kind = names.kind ?? '';
  return `${group}/${name} ${kind} is deprecated${newest === undefined ? '' : `; use ${group}/${newest} ${kind}`}`;
}
