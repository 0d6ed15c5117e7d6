import type { ReadView } from '../../../../cluster/store.ts';
import { getObject, kindOf } from '../../../kind.ts';
import { REPLICA_SET, STATEFUL_SET } from '../../../kinds.ts';
import { servicesSelecting } from '../../../label-index.ts';
import type { ReplicationController } from '../../../../model/kinds/core-v1.ts';
import type { PodInfo } from '../../pod-info.ts';
import { requirementsOfLabels, selectorOf, type Labels, type Requirement } from '../../selector.ts';

const REPLICATION_CONTROLLER = kindOf<ReplicationController>('v1', 'ReplicationController');

/** Which pods belong together with a pod: those of the services and of the replica controller that select it. Empty when there is none. */
export function defaultSelector(pod: PodInfo, view: ReadView): readonly Requirement[] {
  const { namespace } = pod;
  let labels: Labels = {};
  for (const { spec } of servicesSelecting(view, namespace, pod.labels)) labels = { ...labels, ...spec?.selector };
  const owner = pod.pod.metadata.ownerReferences?.find(({ controller }) => controller);
  const [kind, name] = [`${owner?.apiVersion ?? ''} ${owner?.kind ?? ''}`, owner?.name ?? ''];
  if (kind === 'v1 ReplicationController') {
    labels = { ...labels, ...getObject(view, REPLICATION_CONTROLLER, namespace, name)?.spec?.selector };
  }
  const own =
    kind === 'apps/v1 ReplicaSet'
      ? getObject(view, REPLICA_SET, namespace, name)?.spec?.selector
      : kind === 'apps/v1 StatefulSet'
        ? getObject(view, STATEFUL_SET, namespace, name)?.spec?.selector
        : undefined;
  return [...requirementsOfLabels(labels), ...(selectorOf(own) ?? [])];
}
