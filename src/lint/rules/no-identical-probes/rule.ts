import { child } from '../../../model/field-path.ts';
import { deepEqual } from '../../../model/json.ts';
import type { Probe } from '../../../model/kinds/core-v1.ts';
import { podBearing } from '../../kinds.ts';
import { containersOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const noIdenticalProbes = defineRule({
  id: 'no-identical-probes',
  docs: { summary: 'The liveness probe is more patient than the readiness probe.', sources: ['kube-score/pod-probes-identical'] },
  kinds: podBearing,
  severity: 'info',
  fix: 'none',
  check: ({ object, report }) => {
    for (const { container, name, path } of containersOf(object)) {
      const { livenessProbe, readinessProbe } = container;
      if (!livenessProbe || !readinessProbe || !deepEqual(withDefaults(livenessProbe), withDefaults(readinessProbe))) continue;
      report({
        path: child(path, 'livenessProbe'),
        message: `Container "${name}" has the same liveness and readiness probe.`,
        note: 'Under load it is restarted at the moment it should only get fewer requests; let the liveness probe wait longer or ask less.',
      });
    }
  },
});

const withDefaults = (probe: Probe): Probe => ({
  initialDelaySeconds: 0,
  timeoutSeconds: 1,
  periodSeconds: 10,
  failureThreshold: 3,
  ...probe,
});
