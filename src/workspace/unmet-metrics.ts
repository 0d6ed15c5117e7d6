import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { MetricSpec } from '../model/kinds/autoscaling-v2.ts';
import type { GivenMetric } from '../reconcile-preview/metrics.ts';
import { listObjects } from '../reconcile-preview/kind.ts';
import { HORIZONTAL_POD_AUTOSCALER } from '../reconcile-preview/kinds.ts';
import type { ApiServer } from '../apiserver/api-server.ts';
import { closest } from '../text/closest.ts';

/** A finding for each metric that no autoscaler asks for. */
export function unmetMetrics(metrics: readonly GivenMetric[], { server }: { readonly server: ApiServer }): Diagnostic[] {
  if (metrics.length === 0) return [];
  const autoscalers = listObjects(server.cluster.store, HORIZONTAL_POD_AUTOSCALER);
  const asked = new Set(autoscalers.flatMap(({ spec }) => (spec?.metrics ?? []).map(nameOf)));
  return metrics.flatMap(({ text, name }): Diagnostic[] => {
    if (asked.has(name)) return [];
    const near = closest(name, [...asked]);
    return [
      {
        code: 'preview/unmet-metric',
        severity: 'error',
        message: `no HorizontalPodAutoscaler asks for the metric ${text}`,
        note:
          asked.size === 0
            ? 'There is no HorizontalPodAutoscaler with metrics in the preview.'
            : `Asked for are ${[...asked].sort().join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}`,
        at: { source: '--metric', range: { start: 0, end: 0 } },
      },
    ];
  });
}

const nameOf = ({ resource, containerResource, pods, object, external }: MetricSpec): string =>
  resource?.name ?? containerResource?.name ?? pods?.metric?.name ?? object?.metric?.name ?? external?.metric?.name ?? '';
