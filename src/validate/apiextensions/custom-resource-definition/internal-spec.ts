import type {
  CustomResourceColumnDefinition,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  CustomResourceSubresources,
  CustomResourceValidation,
  SelectableField,
} from '../../../model/kinds/apiextensions-v1.ts';
import { isSemanticallyEqual } from '../../shared/generation.ts';

/** What all versions have in common, or what one version has. */
export interface VersionFacts {
  readonly schema: CustomResourceValidation | undefined;
  readonly subresources: CustomResourceSubresources | undefined;
  readonly additionalPrinterColumns: readonly CustomResourceColumnDefinition[] | undefined;
  readonly selectableFields: readonly SelectableField[] | undefined;
}

/**
 * A spec as the API server validates it: what is the same in all versions stands at the top and not in the versions, and so in the paths of errors,
 * where the schema is `spec.validation`.
 */
export interface InternalSpec {
  readonly spec: CustomResourceDefinitionSpec;
  readonly common: VersionFacts;
  /** Without what stands at the top. */
  readonly versions: readonly CustomResourceDefinitionVersion[];
}

type Facts = keyof VersionFacts;
const FACTS: readonly Facts[] = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'];

export function toInternalSpec(spec: CustomResourceDefinitionSpec): InternalSpec {
  const versions = spec.versions ?? [];
  const [first = {}] = versions;
  const shared = FACTS.filter((name) => versions.every((version) => isSemanticallyEqual(version[name], first[name])));
  const pick = <K extends Facts>(name: K): CustomResourceDefinitionVersion[K] => (shared.includes(name) ? first[name] : undefined);
  return {
    spec,
    common: {
      schema: pick('schema'),
      subresources: pick('subresources'),
      additionalPrinterColumns: pick('additionalPrinterColumns'),
      selectableFields: pick('selectableFields'),
    },
    versions: versions.map((version) => without(version, shared)),
  };
}

function without(version: CustomResourceDefinitionVersion, names: readonly Facts[]): CustomResourceDefinitionVersion {
  const rest = { ...version };
  for (const name of names) delete rest[name];
  return rest;
}
