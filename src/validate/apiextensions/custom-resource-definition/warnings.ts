import { goQuote } from '../../../model/go-text.ts';
import type { CustomResourceDefinition } from '../../../model/kinds/apiextensions-v1.ts';
import { supportedFormat } from '../../../schema/crd/formats.ts';
import { itemsOf, someSchema, type SchemaProps } from '../../../schema/crd/schema-props.ts';
import { isSince, type Release } from '../../../schema/release.ts';
import type { RuleContext } from '../../strategy.ts';
import { schemasOf } from './options.ts';
import { sorted } from '../../shared/checks.ts';

/** Formats that the server does not know, and sets that server-side apply cannot handle; on updates only those that are new. */
export function customResourceDefinitionWarnings(
  object: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
  { release }: RuleContext,
): string[] {
  const before = old ? warningsOf(old, release) : [];
  return warningsOf(object, release).filter((warning) => !before.includes(warning));
}

function warningsOf({ spec = {} }: CustomResourceDefinition, release: Release): string[] {
  const formats: string[] = [];
  const sets = new Set<string>();
  for (const schema of distinct(schemasOf(spec))) {
    someSchema(schema, (each) => {
      if (each.format && isFormatUnknown(each, release)) formats.push(`unrecognized format ${goQuote(each.format)}`);
      const item = each['x-kubernetes-list-type'] === 'set' ? itemsOf(each)?.type : undefined;
      if (item === 'object' || item === 'array')
        sets.add(
          `x-kubernetes-list-type: set for items of type ${goQuote(item)} is not supported by server-side apply or CEL validation rules`,
        );
      return false;
    });
  }
  return [...formats, ...(isSince(release, '1.37') ? sorted(sets) : [])];
}

/** Until 1.35 only formats of texts were looked at. */
const isFormatUnknown = ({ format = '', type = '' }: SchemaProps, release: Release): boolean =>
  (isSince(release, '1.36') || type === 'string') && supportedFormat(format, type === '' ? [] : [type], release) === '';

const distinct = (schemas: readonly SchemaProps[]): SchemaProps[] => [...new Set(schemas)];
