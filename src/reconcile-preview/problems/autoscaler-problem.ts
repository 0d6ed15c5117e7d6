import { parseApiVersion } from '../../model/group-version-kind.ts';
import { child, fieldPath, index, key } from '../../model/field-path.ts';
import type { HorizontalPodAutoscaler } from '../../model/kinds/autoscaling-v2.ts';
import type { Typed } from '../kind.ts';
import { objectName, objectText } from '../network/finding.ts';
import { missingObject } from './missing-object.ts';
import type { ProblemScene } from './scene.ts';
import { podPlace, templateOf, type Unwell } from './workloads.ts';

/** Whether an autoscaler works by now, whatever was in its way before. */
export const isMeasuring = ({ status }: Typed<HorizontalPodAutoscaler>): boolean =>
  status?.conditions?.some((condition) => condition.type === 'ScalingActive' && condition.status === 'True') ?? false;

/** What keeps an autoscaler from its work: a target that is not there, containers that do not say what they request, or that nobody measures. */
export function unwellAutoscaler(autoscaler: Typed<HorizontalPodAutoscaler>, reason: string, scene: ProblemScene): Unwell {
  const { scaleTargetRef: { apiVersion = '', kind = '', name = '' } = {}, metrics = [] } = autoscaler.spec ?? {};
  const object = objectName(autoscaler);
  const { namespace = '' } = autoscaler.metadata;
  const targetKind = { group: parseApiVersion(apiVersion)?.group ?? '', kind };
  const target = scene.view.get({ ...targetKind, namespace, name });
  const place = { object, path: fieldPath('spec', 'scaleTargetRef', 'name') };
  if (!target) return { causes: [missingObject(targetKind, { namespace, name }, scene, { places: [place] })] };
  if (!/Metric/.test(reason)) return { causes: [], places: [place] };
  const containers = templateOf(target)?.spec?.containers ?? [];
  for (const { resource } of metrics) {
    if (resource?.target?.averageUtilization === undefined) continue;
    const asked = resource.name ?? '';
    const i = containers.findIndex(
      ({ resources }) => resources?.requests?.[asked] === undefined && resources?.limits?.[asked] === undefined,
    );
    if (i < 0) continue;
    const path = key(child(index(fieldPath('spec', 'containers'), i), 'resources', 'requests'), asked);
    return {
      causes: [],
      places: [podPlace(target, path, scene.view)],
      remedy: `set resources.requests.${asked} of container ${containers[i]?.name ?? ''} of ${objectText(objectName(target))}: utilization is a share of it`,
    };
  }
  const resourceOnly = metrics.every(({ type }) => type === 'Resource' || type === 'ContainerResource');
  return {
    causes: [],
    places: [{ object, path: fieldPath('spec', 'metrics') }],
    remedy: `see that ${resourceOnly ? 'metrics-server serves metrics.k8s.io' : 'an adapter serves custom.metrics.k8s.io or external.metrics.k8s.io'} in the cluster, and give --load or --metric here: nobody measures in a preview`,
  };
}
