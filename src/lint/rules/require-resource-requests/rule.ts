import { child } from '../../../model/field-path.ts';
import { podBearing } from '../../kinds.ts';
import { podOf, runningContainersOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const requireResourceRequests = defineRule({
  id: 'require-resource-requests',
  docs: {
    summary: 'Containers say how much CPU and memory they need.',
    sources: [
      'kube-linter/unset-cpu-requirements',
      'kube-score/container-resources',
      'polaris/cpuRequestsMissing',
      'polaris/memoryRequestsMissing',
      'trivy/AVD-KSV-0015',
      'trivy/AVD-KSV-0016',
    ],
  },
  kinds: podBearing,
  severity: 'warning',
  fix: 'none',
  check: ({ object, report }) => {
    // a limit without a request is the request, too; requests of the whole pod stand for its containers
    const ofPod = { ...podOf(object).spec.resources?.limits, ...podOf(object).spec.resources?.requests };
    for (const { container, name, path } of runningContainersOf(object)) {
      const requests = { ...ofPod, ...container.resources?.limits, ...container.resources?.requests };
      const missing = ['cpu', 'memory'].filter((resource) => requests[resource] === undefined);
      if (missing.length === 0) continue;
      report({
        path: child(path, 'resources', 'requests'),
        message: `Container "${name}" requests no ${missing.join(' and no ')}.`,
        note: 'The scheduler counts it as nothing, so nodes fill up, and it is the first to be evicted.',
      });
    }
  },
});
