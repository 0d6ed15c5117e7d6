import { child } from '../../../model/field-path.ts';
import { matchesLabels } from '../../../model/label-selector.ts';
import { servers, services } from '../../kinds.ts';
import { podOf, runningContainersOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';

export const requireReadinessProbe = defineRule({
  id: 'require-readiness-probe',
  docs: {
    summary: 'Containers that serve say when they are ready.',
    sources: ['kube-linter/no-readiness-probe', 'kube-score/pod-probes', 'polaris/readinessProbeMissing'],
  },
  kinds: servers,
  severity: 'warning',
  fix: 'none',
  check: ({ object, namespace, view, report }) => {
    const { labels } = podOf(object).metadata;
    const containers = runningContainersOf(object);
    // a pod is ready when all its containers are, so one probe speaks for a pod whose containers name no ports
    if (!containers.some(({ container }) => container.ports?.length) && containers.some(({ container }) => container.readinessProbe))
      return;
    const isServed = view
      .list(services, namespace)
      .some(
        (service) =>
          Object.keys(service.object.spec?.selector ?? {}).length > 0 && matchesLabels(service.object.spec?.selector ?? {}, labels),
      );
    for (const { container, name, path } of containers) {
      const serves = container.ports?.length ? true : isServed && containers.length === 1;
      if (!serves || container.readinessProbe) continue;
      report({
        path: child(path, 'readinessProbe'),
        message: `Container "${name}" serves and has no readiness probe.`,
        note: 'It gets requests, and a rollout goes on, as soon as its process has started.',
      });
    }
  },
});
