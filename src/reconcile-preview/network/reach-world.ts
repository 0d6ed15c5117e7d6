import type { ReadView } from '../../cluster/store.ts';
import { listObjects } from '../kind.ts';
import { POD } from '../kinds.ts';
import { policiesByNamespace, type PoliciesByNamespace } from './network-policies.ts';
import { podPeer, type PodPeer } from './peer.ts';
import { podClassifier } from './pod-classes.ts';
import type { RouteTable } from './route.ts';
import { routeTables } from './route-tables.ts';
import { serviceViews, type ServiceView } from './service-view.ts';
import { workloadPods, type WorkloadPods } from './workloads.ts';

/** A cluster at rest, made ready for questions of who reaches whom. */
export interface ReachWorld {
  readonly view: ReadView;
  readonly services: readonly ServiceView[];
  readonly routes: readonly RouteTable[];
  readonly workloads: readonly WorkloadPods[];
  /** By `namespace/name`. */
  readonly pods: ReadonlyMap<string, PodPeer>;
  readonly policies: PoliciesByNamespace;
  readonly classify: ReturnType<typeof podClassifier>;
}

export function reachWorld(view: ReadView): ReachWorld {
  const services = serviceViews(view);
  const pods = listObjects(view, POD).map((pod) => podPeer(pod, view));
  return {
    view,
    services,
    routes: routeTables(view, services),
    workloads: workloadPods(view),
    pods: new Map(pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod])),
    policies: policiesByNamespace(view),
    classify: podClassifier(view),
  };
}
