import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import { compareText } from '../../model/json.ts';
import type { Pod, PodTemplateSpec } from '../../model/kinds/core-v1.ts';
import { controllerOf } from '../controllers/ownership.ts';
import { listObjects, type Kind, type Typed } from '../kind.ts';
import { CRON_JOB, DAEMON_SET, DEPLOYMENT, JOB, POD, REPLICA_SET, REPLICATION_CONTROLLER, STATEFUL_SET } from '../kinds.ts';
import { objectName, type ObjectName } from './finding.ts';
import { peerOf, podPeer, type PodPeer } from './peer.ts';

/** A workload that nobody owns, with its pods. */
export interface WorkloadPods {
  readonly workload: ObjectName;
  /** Where it has none now (no replicas, not due yet), the one that its template would make. */
  readonly pods: readonly PodPeer[];
  /** Whether the pods are there. */
  readonly exist: boolean;
}

interface HasTemplate {
  readonly spec?: {
    readonly template?: PodTemplateSpec;
    readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplateSpec } };
  };
}

const KINDS: readonly Kind<HasTemplate>[] = [
  DEPLOYMENT,
  STATEFUL_SET,
  DAEMON_SET,
  CRON_JOB,
  JOB,
  REPLICA_SET,
  REPLICATION_CONTROLLER,
] as const satisfies readonly Kind<HasTemplate>[];

/** All workloads, ordered by namespace, name, kind. Pods that ended count only where all of a workload's have. */
export function workloadPods(view: ReadView): WorkloadPods[] {
  const owners = new Map<string, Typed<HasTemplate>>(
    KINDS.flatMap((kind) => listObjects(view, kind).map((object): [string, Typed<HasTemplate>] => [object.metadata.uid ?? '', object])),
  );
  const rootOf = (object: KubernetesObject): KubernetesObject => {
    // Owners may be written down in a circle.
    for (let [root, steps]: [KubernetesObject, number] = [object, 0]; ; steps++) {
      const owner = owners.get(controllerOf(root)?.uid ?? '');
      if (!owner || steps > KINDS.length) return root;
      root = owner;
    }
  };
  const byRoot = new Map<KubernetesObject, Typed<Pod>[]>();
  for (const owner of owners.values()) if (rootOf(owner) === owner) byRoot.set(owner, []);
  for (const pod of listObjects(view, POD)) {
    const root = rootOf(pod);
    byRoot.set(root, [...(byRoot.get(root) ?? []), pod]);
  }
  return [...byRoot]
    .map(([root, pods]) => withPods(root, pods, owners.get(root.metadata.uid ?? ''), view))
    .sort((a, b) => compareText(sortKey(a), sortKey(b)));
}

const sortKey = ({ workload: { namespace, name, kind } }: WorkloadPods): string => [namespace, name, kind].join('\0');

function withPods(
  root: KubernetesObject,
  pods: readonly Typed<Pod>[],
  owner: Typed<HasTemplate> | undefined,
  view: ReadView,
): WorkloadPods {
  const workload = objectName(root);
  const running = pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const counted = running.length > 0 ? running : pods;
  if (counted.length > 0) return { workload, pods: counted.map((pod) => podPeer(pod, view)), exist: true };
  const template = owner?.spec?.template ?? owner?.spec?.jobTemplate?.spec?.template ?? {};
  const peer = peerOf(
    { namespace: workload.namespace, name: `${workload.name}-…`, labels: template.metadata?.labels ?? {}, spec: template.spec ?? {} },
    view,
  );
  return { workload, pods: [peer], exist: false };
}
