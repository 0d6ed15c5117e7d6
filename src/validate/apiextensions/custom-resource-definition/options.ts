import type { CustomResourceDefinition, CustomResourceDefinitionSpec } from '../../../model/kinds/apiextensions-v1.ts';
import { hasDefaults, hasUnprunedDefaults } from '../../../schema/crd/prune-defaults.ts';
import { someSchema, type SchemaProps } from '../../../schema/crd/schema-props.ts';
import { isSince, type Release } from '../../../schema/release.ts';
import { isSemanticallyEqual } from '../../shared/generation.ts';
import { root } from '../../../model/field-path.ts';
import { caBundleProblem, isReviewVersionKnown } from './conversion.ts';
import { isNonAtomicSet, validateKeyedItems } from './keyed-items.ts';
import { isStructural } from './structural.ts';

/** Which rules a CRD has to obey; those that an existing one broke are not asked of its successor. */
export interface CrdOptions {
  readonly release: Release;
  readonly requireKnownReviewVersion: boolean;
  readonly requireSchema: boolean;
  readonly requireValidType: boolean;
  readonly requireStructural: boolean;
  readonly requirePrunedDefaults: boolean;
  readonly requireAtomicSets: boolean;
  readonly requireProperKeys: boolean;
  readonly allowInvalidCaBundle: boolean;
  /** Rules and expressions of messages that were there before: they may use all that the server knows. */
  readonly storedRules: ReadonlySet<string>;
  readonly storedMessages: ReadonlySet<string>;
  /** Whether single rules may cost more than the limit; `unchangedVersions` names the versions whose rules may. */
  readonly allowExpensiveRules: boolean;
  readonly unchangedVersions: ReadonlySet<string>;
  /** Versions (empty for all) whose many selectable fields were there before. */
  readonly manySelectableFields: ReadonlySet<string>;
}

export const createOptions = (release: Release): CrdOptions => ({
  release,
  requireKnownReviewVersion: true,
  requireSchema: true,
  requireValidType: true,
  requireStructural: true,
  requirePrunedDefaults: true,
  requireAtomicSets: true,
  requireProperKeys: true,
  allowInvalidCaBundle: true,
  storedRules: new Set(),
  storedMessages: new Set(),
  allowExpensiveRules: false,
  unchangedVersions: new Set(),
  manySelectableFields: new Set(),
});

export function updateOptions(object: CustomResourceDefinition, old: CustomResourceDefinition, release: Release): CrdOptions {
  const spec = old.spec ?? {};
  const schemas = schemasOf(spec);
  const some = (predicate: (schema: SchemaProps) => boolean): boolean => schemas.some((schema) => someSchema(schema, predicate));
  const { versions = [], conversion } = spec;
  const reviewVersions = conversion?.webhook?.conversionReviewVersions ?? [];
  return {
    release,
    requireKnownReviewVersion: reviewVersions.length === 0 || reviewVersions.some(isReviewVersionKnown),
    requireSchema: versions.every(({ schema }) => schema?.openAPIV3Schema !== undefined),
    requireValidType: !some(({ type }) => !!type && !OPENAPI_TYPES.includes(type)),
    requireStructural: schemas.every(isStructural),
    requirePrunedDefaults: !schemas.some((schema) => hasDefaults(schema) && isStructural(schema) && hasUnprunedDefaults(schema, release)),
    requireAtomicSets: !some(isNonAtomicSet),
    requireProperKeys: !some((schema) => validateKeyedItems(schema, root).length > 0),
    allowInvalidCaBundle: allowsInvalidCaBundle(old),
    ...storedExpressions(schemas),
    allowExpensiveRules: false,
    unchangedVersions: unchangedVersions(object.spec ?? {}, spec),
    manySelectableFields: isSince(release, '1.37') ? manySelectableFields(object.spec ?? {}, spec) : new Set(),
  };
}

/** The rules for the schema of one version. */
export const forVersion = (options: CrdOptions, name = ''): CrdOptions => ({
  ...options,
  allowExpensiveRules: options.unchangedVersions.has(name),
});

export const OPENAPI_TYPES: readonly string[] = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

export const schemasOf = ({ versions = [] }: CustomResourceDefinitionSpec): readonly SchemaProps[] =>
  versions.flatMap(({ schema }) => (schema?.openAPIV3Schema ? [schema.openAPIV3Schema] : []));

/** Whether the server serves the CRD's kinds already. */
export const isEstablished = ({ status }: CustomResourceDefinition): boolean =>
  status?.conditions?.some(({ type, status: isTrue }) => type === 'Established' && isTrue === 'True') === true;

function allowsInvalidCaBundle(old: CustomResourceDefinition): boolean {
  if (!isEstablished(old)) return true;
  const bundle = old.spec?.conversion?.webhook?.clientConfig?.caBundle;
  return !!bundle && caBundleProblem(bundle) !== undefined;
}

function storedExpressions(schemas: readonly SchemaProps[]): Pick<CrdOptions, 'storedRules' | 'storedMessages'> {
  const rules = new Set<string>();
  const messages = new Set<string>();
  for (const schema of schemas)
    someSchema(schema, ({ 'x-kubernetes-validations': own = [] }) => {
      for (const { rule = '', messageExpression = '' } of own) {
        rules.add(rule);
        if (messageExpression !== '') messages.add(messageExpression);
      }
      return false;
    });
  return { storedRules: rules, storedMessages: messages };
}

/** Names of versions whose schema is what it was. */
function unchangedVersions(spec: CustomResourceDefinitionSpec, old: CustomResourceDefinitionSpec): Set<string> {
  const names = (spec.versions ?? []).flatMap(({ name = '', schema }) => {
    const before = old.versions?.find((version) => version.name === name);
    return before && isSemanticallyEqual(schema, before.schema) ? [name] : [];
  });
  return new Set(names);
}

const MAX_SELECTABLE_FIELDS = 8;

function manySelectableFields(spec: CustomResourceDefinitionSpec, old: CustomResourceDefinitionSpec): Set<string> {
  const names = (spec.versions ?? []).flatMap(({ name = '', selectableFields }) => {
    const before = old.versions?.find((version) => version.name === name)?.selectableFields ?? [];
    return before.length > MAX_SELECTABLE_FIELDS && isSemanticallyEqual(selectableFields, before) ? [name] : [];
  });
  // fields that all versions share are looked at once, by no version's name
  return new Set(names.length > 0 && names.length === spec.versions?.length ? [...names, ''] : names);
}
