import { child } from '../../../model/field-path.ts';
import { podBearing } from '../../kinds.ts';
import { containersOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const noPrivilegedContainer = defineRule({
  id: 'no-privileged-container',
  docs: {
    summary: 'Containers do not run privileged.',
    sources: [
      'kube-linter/privileged-container',
      'kube-score/container-security-context-privileged',
      'polaris/runAsPrivileged',
      'kubesec/Privileged',
      'trivy/AVD-KSV-0017',
    ],
  },
  kinds: podBearing,
  severity: 'warning',
  fix: 'none',
  check: ({ object, report }) => {
    for (const { container, name, path } of containersOf(object)) {
      if (container.securityContext?.privileged !== true) continue;
      report({
        path: child(path, 'securityContext', 'privileged'),
        message: `Container "${name}" is privileged.`,
        note: 'It may do on the node what root may do; add the capabilities it needs instead.',
      });
    }
  },
});
