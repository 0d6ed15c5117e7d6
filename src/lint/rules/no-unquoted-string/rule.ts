import { child, index, key, root, type FieldPath } from '../../../model/field-path.ts';
import { isObject, own, stringify, type Json } from '../../../model/json.ts';
import type { GoType } from '../../../schema/registry.ts';
import { anyKind } from '../../kinds.ts';
import { defineRule } from '../../rule.ts';

export const noUnquotedString = defineRule({
  id: 'no-unquoted-string',
  docs: { summary: 'Strings that look like numbers or switches are quoted.', sources: ['yamllint/quoted-strings'] },
  kinds: anyKind,
  severity: 'warning',
  fix: 'safe',
  check: ({ written, gvk, registry, report }) => {
    const resource = registry.resource(gvk);
    if (resource) visit(written, { kind: 'struct', name: resource.type }, root);

    function visit(value: Json | undefined, type: GoType, at: FieldPath): void {
      if (type.kind === 'pointer') return visit(value, type.element, at);
      if (type.kind === 'string') return reportScalar(value, at);
      if (type.kind === 'slice' && Array.isArray(value)) value.forEach((item: Json, i) => visit(item, type.element, index(at, i)));
      if (!isObject(value)) return;
      if (type.kind === 'map') for (const name of Object.keys(value)) visit(own(value, name), type.element, key(at, name));
      if (type.kind !== 'struct') return;
      const { byJson } = registry.struct(type.name);
      for (const name of Object.keys(value)) {
        const field = byJson.get(name)?.field;
        if (field) visit(own(value, name), field.type, child(at, name));
      }
    }

    function reportScalar(value: Json | undefined, path: FieldPath): void {
      if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'boolean') return;
      report({
        path,
        message: `The value ${stringify(value)} is a ${typeof value === 'boolean' ? 'boolean' : 'number'} where a string is needed.`,
        note: 'The API server refuses it; quotes make a string of it.',
        fix: { title: 'Quote the value', edits: [{ kind: 'quote', path }] },
      });
    }
  },
});
