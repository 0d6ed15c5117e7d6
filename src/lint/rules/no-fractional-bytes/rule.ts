import { child, key } from '../../../model/field-path.ts';
import { podBearing } from '../../kinds.ts';
import { containersOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

const BYTES = ['memory', 'ephemeral-storage'];
/** Thousandths, millionths, billionths. */
const FRACTION = /^(\d+(?:\.\d+)?)(m|u|n)$/;

export const noFractionalBytes = defineRule({
  id: 'no-fractional-bytes',
  docs: { summary: 'Amounts of memory and storage are not fractions of a byte.', sources: ['kubernetes/fractional byte value warning'] },
  kinds: podBearing,
  severity: 'warning',
  fix: 'unsafe',
  check: ({ object, report }) => {
    for (const { container, name, path } of containersOf(object)) {
      for (const list of ['limits', 'requests'] as const) {
        for (const [resource, amount] of Object.entries(container.resources?.[list] ?? {})) {
          const [, digits, suffix] = FRACTION.exec(amount) ?? [];
          if (!BYTES.includes(resource) || digits === undefined) continue;
          const field = key(child(path, 'resources', list), resource);
          report({
            path: field,
            message: `Container "${name}" has ${list === 'limits' ? 'a limit' : 'a request'} of "${amount}" for ${resource}, which is a fraction of a byte.`,
            note: 'The suffix m stands for thousandths; a mebibyte is Mi, a megabyte M.',
            ...(suffix === 'm' && { fix: { title: `Write ${digits}Mi`, edits: [{ kind: 'set', path: field, value: `${digits}Mi` }] } }),
          });
        }
      }
    }
  },
});
