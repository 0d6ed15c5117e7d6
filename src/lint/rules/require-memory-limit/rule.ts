import { child } from '../../../model/field-path.ts';
import { podBearing } from '../../kinds.ts';
import { podOf, runningContainersOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const requireMemoryLimit = defineRule({
  id: 'require-memory-limit',
  docs: {
    summary: 'Containers have a limit on memory.',
    sources: [
      'kube-linter/unset-memory-requirements',
      'kube-score/container-resources',
      'polaris/memoryLimitsMissing',
      'kubesec/LimitsMemory',
      'trivy/AVD-KSV-0018',
    ],
  },
  kinds: podBearing,
  severity: 'warning',
  fix: 'none',
  check: ({ object, report }) => {
    if (podOf(object).spec.resources?.limits?.['memory'] !== undefined) return;
    for (const { container, name, path } of runningContainersOf(object)) {
      if (container.resources?.limits?.['memory'] !== undefined) continue;
      report({
        path: child(path, 'resources', 'limits'),
        message: `Container "${name}" has no limit on memory.`,
        note: 'A leak takes the memory of the whole node, and other pods are killed for it.',
      });
    }
  },
});
