import { child } from '../../../model/field-path.ts';
import { podBearing } from '../../kinds.ts';
import { isWindows, podOf, runningContainersOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const preferReadOnlyRootFilesystem = defineRule({
  id: 'prefer-read-only-root-filesystem',
  docs: {
    summary: 'The root file system of a container is read only.',
    sources: [
      'kube-linter/no-read-only-root-fs',
      'kube-score/container-security-context-readonlyrootfilesystem',
      'polaris/notReadOnlyRootFilesystem',
      'trivy/AVD-KSV-0014',
    ],
  },
  kinds: podBearing,
  severity: 'hint',
  fix: 'none',
  check: ({ object, report }) => {
    if (isWindows(podOf(object))) return;
    for (const { container, name, path } of runningContainersOf(object)) {
      if (container.securityContext?.readOnlyRootFilesystem === true) continue;
      report({
        path: child(path, 'securityContext', 'readOnlyRootFilesystem'),
        message: `Container "${name}" can write to its root file system.`,
        note: 'With `readOnlyRootFilesystem: true` nobody can change the program that runs; give it an emptyDir where it has to write.',
      });
    }
  },
});
