import { child, fieldPath, index } from '../../../model/field-path.ts';
import { services } from '../../kinds.ts';
import { runningContainersOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';
import { labelOf, selectedBy } from '../../view.ts';

export const noDanglingTargetPort = defineRule({
  id: 'no-dangling-target-port',
  docs: { summary: 'A Service names ports that its pods have.', sources: ['popeye/service'] },
  kinds: services,
  severity: 'warning',
  fix: 'none',
  check: ({ object, namespace, view, report }) => {
    const selected = selectedBy(view, namespace, object.spec?.selector ?? {});
    (object.spec?.ports ?? []).forEach(({ port, targetPort, protocol = 'TCP' }, i) => {
      const target = targetPort ?? port;
      for (const workload of selected) {
        const ports = runningContainersOf(workload.object).flatMap(({ container }) => container.ports ?? []);
        const fits = ports.some((each) => (each.protocol ?? 'TCP') === protocol && (each.name === target || each.containerPort === target));
        // a number works without being declared: only pods that declare their ports contradict it
        if (fits || target === undefined || (typeof target === 'number' && ports.length === 0)) continue;
        const path = index(child(fieldPath('spec'), 'ports'), i);
        report({
          path: targetPort === undefined ? child(path, 'port') : child(path, 'targetPort'),
          message: `${labelOf(workload)} has no ${protocol} port ${typeof target === 'string' ? `named "${target}"` : target}.`,
          note:
            typeof target === 'string'
              ? 'Pods without a port of this name are left out of the endpoints.'
              : `Its containers declare ${ports.map((each) => each.containerPort).join(', ')}; connections to another port are refused.`,
          related: [{ object: workload, path: fieldPath('metadata', 'name'), message: 'selected by this Service' }],
        });
      }
    });
  },
});
