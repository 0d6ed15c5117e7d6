import { child, fieldPath, index } from '../../../model/field-path.ts';
import { roles } from '../../kinds.ts';
import { defineRule } from '../../rule.ts';

export const noWildcardPermissions = defineRule({
  id: 'no-wildcard-permissions',
  docs: { summary: 'Roles name what they allow.', sources: ['kube-linter/wildcard-in-rules', 'trivy/AVD-KSV-0044', 'trivy/AVD-KSV-0046'] },
  kinds: roles,
  severity: 'warning',
  fix: 'none',
  check: ({ object, gvk, name, report }) => {
    (object.rules ?? []).forEach((rule, i) => {
      const path = index(fieldPath('rules'), i);
      for (const field of ['verbs', 'resources'] as const) {
        if (!rule[field]?.includes('*')) continue;
        report({
          path: child(path, field),
          message: `${gvk.kind} "${name}" allows all ${field}.`,
          note: 'It grows with every resource and verb that is added to the cluster, Secrets and impersonation among them.',
        });
      }
    });
  },
});
