import { child } from '../../../model/field-path.ts';
import { podBearing } from '../../kinds.ts';
import { containersOf, isWindows, podOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const noPrivilegeEscalation = defineRule({
  id: 'no-privilege-escalation',
  docs: {
    summary: 'Processes cannot gain more privileges than their parent.',
    sources: [
      'kube-linter/privilege-escalation-container',
      'polaris/privilegeEscalationAllowed',
      'kubesec/AllowPrivilegeEscalation',
      'trivy/AVD-KSV-0001',
    ],
  },
  kinds: podBearing,
  severity: 'info',
  fix: 'unsafe',
  check: ({ object, report }) => {
    if (isWindows(podOf(object))) return;
    for (const { container, name, path } of containersOf(object)) {
      const { allowPrivilegeEscalation, privileged, capabilities } = container.securityContext ?? {};
      // the API server refuses `false` beside these two
      if (allowPrivilegeEscalation === false || privileged === true || capabilities?.add?.includes('CAP_SYS_ADMIN')) continue;
      const field = child(path, 'securityContext', 'allowPrivilegeEscalation');
      report({
        path: field,
        message: `Container "${name}" may gain privileges that it was not started with.`,
        note: 'Without `allowPrivilegeEscalation: false` a setuid program in the image makes root of any user.',
        fix: { title: 'Set allowPrivilegeEscalation to false', edits: [{ kind: 'set', path: field, value: false }] },
      });
    }
  },
});
