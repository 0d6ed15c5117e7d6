import { fieldPath } from '../../../model/field-path.ts';
import { anyKind } from '../../kinds.ts';
import { defineRule } from '../../rule.ts';

export const noDefaultNamespace = defineRule({
  id: 'no-default-namespace',
  docs: {
    summary: 'Objects do not ask for the namespace "default".',
    sources: ['kube-linter/use-namespace', 'trivy/AVD-KSV-0110', 'kyverno/disallow-default-namespace'],
  },
  kinds: anyKind,
  severity: 'hint',
  fix: 'none',
  check: ({ object, gvk, name, report }) => {
    if (object.metadata?.namespace !== 'default') return;
    report({
      path: fieldPath('metadata', 'namespace'),
      message: `${gvk.kind} "${name}" is put into the namespace "default".`,
      note: 'There everything that forgets its namespace meets; quotas, policies and permissions cannot tell them apart.',
    });
  },
});
