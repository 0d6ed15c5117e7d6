import { child } from '../../../model/field-path.ts';
import { podBearing } from '../../kinds.ts';
import { containersOf, isWindows, podOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const requireRunAsNonRoot = defineRule({
  id: 'require-run-as-non-root',
  docs: {
    summary: 'Containers run as another user than root.',
    sources: [
      'kube-linter/run-as-non-root',
      'kube-score/container-security-context-user-group-id',
      'polaris/runAsRootAllowed',
      'kubesec/RunAsNonRoot',
      'trivy/AVD-KSV-0012',
    ],
  },
  kinds: podBearing,
  severity: 'warning',
  fix: 'none',
  check: ({ object, report }) => {
    const pod = podOf(object);
    // in a user namespace of its own, root of the pod is nobody on the node
    if (isWindows(pod) || pod.spec.hostUsers === false) return;
    const inherited = pod.spec.securityContext ?? {};
    for (const { container, name, path } of containersOf(object)) {
      const own = container.securityContext ?? {};
      const user = own.runAsUser ?? inherited.runAsUser;
      const nonRoot = own.runAsNonRoot ?? inherited.runAsNonRoot;
      if (user === 0) {
        report({
          path: own.runAsUser === 0 ? child(path, 'securityContext', 'runAsUser') : child(pod.specAt, 'securityContext', 'runAsUser'),
          message: `Container "${name}" runs as root.`,
          note: 'Name another user, or set `hostUsers: false`, so that root of the pod is nobody on the node.',
        });
      } else if (user === undefined && nonRoot !== true) {
        report({
          path: child(path, 'securityContext', 'runAsNonRoot'),
          message: `Container "${name}" may run as root.`,
          note: 'Which user it is depends on the image; `runAsNonRoot: true` or a `runAsUser` makes it certain.',
        });
      }
    }
  },
});
