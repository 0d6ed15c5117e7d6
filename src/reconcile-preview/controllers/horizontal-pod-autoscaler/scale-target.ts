import { resourcesOfKind } from '../../../apiserver/find-resource.ts';
import type { KubernetesObject } from '../../../cluster/object.ts';
import type { ReadView } from '../../../cluster/store.ts';
import { parseApiVersion } from '../../../model/group-version-kind.ts';
import { isObject, own } from '../../../model/json.ts';
import type { CustomResourceSubresourceScale } from '../../../model/kinds/apiextensions-v1.ts';
import type { HorizontalPodAutoscaler } from '../../../model/kinds/autoscaling-v2.ts';
import type { LabelSelector } from '../../../model/kinds/meta-v1.ts';
import { labelSelectorText } from '../../../model/label-selector.ts';
import { parseLabelSelector } from '../../../model/parse-label-selector.ts';
import { groupResourceText } from '../../../model/status.ts';
import type { WorkContext } from '../../controller.ts';
import { asKind, type Typed } from '../../kind.ts';
import { REPLICATION_CONTROLLER } from '../../kinds.ts';

/** A workload as its `scale` subresource shows it. */
export interface ScaleTarget {
  readonly object: KubernetesObject;
  readonly replicas: number;
  /** The replicas that there are. */
  readonly counted: number;
  /** The selector of its pods as text; empty where the workload names none. */
  readonly selectorText: string;
  /** Undefined where the text is no selector. */
  readonly selector: LabelSelector | undefined;
  /** Where the wanted number of replicas stands. */
  readonly replicasAt: readonly string[];
}

const NO_SCALE = 'the server could not find the requested resource';

/** The workload that an autoscaler scales, or why there is none. The version in its reference does not matter. */
export function findScaleTarget(
  { metadata, spec }: Typed<HorizontalPodAutoscaler>,
  view: ReadView,
  { registry }: WorkContext,
): ScaleTarget | string {
  const { apiVersion = '', kind = '', name = '' } = spec?.scaleTargetRef ?? {};
  const { group = '' } = parseApiVersion(apiVersion) ?? {};
  const [route] = resourcesOfKind({ group, kind }, registry, view);
  if (!route) return `no matches for kind "${kind}" in group "${group}"`;
  const { resource, custom } = route;
  if (!resource.subresources.includes('scale')) return NO_SCALE;
  const object = view.get({ group, kind, namespace: metadata.namespace ?? '', name });
  if (!object) return `${groupResourceText({ group, resource: resource.plural })} "${name}" not found`;
  return custom?.scale ? scaleOfCustom(object, custom.scale) : scaleOfWorkload(object as Workload);
}

/** Most built-in workloads that can be scaled; ReplicationControllers select by plain labels. */
type Workload = Typed<{
  readonly spec?: { readonly replicas?: number; readonly selector?: LabelSelector };
  readonly status?: { readonly replicas?: number };
}>;

function scaleOfWorkload(object: Workload): ScaleTarget {
  const controller = asKind(object, REPLICATION_CONTROLLER);
  const selector = controller ? { matchLabels: controller.spec?.selector ?? {} } : (object.spec?.selector ?? {});
  const { replicas = 1 } = object.spec ?? {};
  const counted = object.status?.replicas ?? 0;
  return { object, replicas, counted, selector, selectorText: labelSelectorText(selector), replicasAt: ['spec', 'replicas'] };
}

function scaleOfCustom(
  object: KubernetesObject,
  { specReplicasPath = '', statusReplicasPath = '', labelSelectorPath }: CustomResourceSubresourceScale,
): ScaleTarget | string {
  const replicasAt = namesIn(specReplicasPath);
  const replicas = valueAt(object, replicasAt);
  if (typeof replicas !== 'number')
    return `Internal error occurred: the spec replicas field ${JSON.stringify(specReplicasPath)} does not exist`;
  const text = labelSelectorPath === undefined ? undefined : valueAt(object, namesIn(labelSelectorPath));
  const selectorText = typeof text === 'string' ? text : '';
  const counted = valueAt(object, namesIn(statusReplicasPath));
  return {
    object,
    replicas,
    counted: typeof counted === 'number' ? counted : 0,
    selectorText,
    selector: parseLabelSelector(selectorText),
    replicasAt,
  };
}

/** The workload with another number of replicas. */
export const resized = ({ object, replicasAt }: ScaleTarget, replicas: number): object => withValueAt(object, replicasAt, replicas);

function withValueAt(object: unknown, [name = '', ...rest]: readonly string[], value: number): object {
  const fields = isObject(object) ? object : {};
  return { ...fields, [name]: rest.length > 0 ? withValueAt(own(fields, name), rest, value) : value };
}

const namesIn = (path: string): string[] => path.replace(/^\./, '').split('.');

function valueAt(object: unknown, names: readonly string[]): unknown {
  return names.reduce((at: unknown, name) => (isObject(at) ? own(at, name) : undefined), object);
}
