import type { KubernetesObject } from '../../cluster/object.ts';
import { stringify } from '../../model/json.ts';
import type { Pod } from '../../model/kinds/core-v1.ts';
import { fieldPath, child, index } from '../../model/field-path.ts';
import { asKind, listObjects, type Typed } from '../kind.ts';
import { JOB, POD } from '../kinds.ts';
import { objectName } from '../network/finding.ts';
import { unreadyPod, type UnreadyPod } from '../unready-pod.ts';
import { nodeJudge, type Judgement } from './judge-nodes.ts';
import type { PreviewProblem } from './problem.ts';
import type { ProblemScene } from './scene.ts';
import { unboundClaims } from './unbound-claims.ts';
import { unplacedPods } from './unplaced-pods.ts';
import { failureText, waitingContainers } from './waiting-containers.ts';
import { ownerOf, podPlace, workloadOf, type Unwell } from './workloads.ts';

/** A problem of pods, told of their workload. */
export interface WorkloadProblem extends PreviewProblem {
  readonly workload: KubernetesObject;
  readonly pods: readonly Typed<Pod>[];
}

type PodTrouble = UnreadyPod | (Omit<UnreadyPod, 'kind'> & { readonly kind: 'failed' });

/** Of more kinds of pods than this nobody works out what keeps them from nodes. */
const MOST_JUDGED = 100;

/** Pods without a node, pods that do not become ready and pods that fail; those of one workload with the same problem once, about the workload. */
export function podProblems(scene: ProblemScene): WorkloadProblem[] {
  const { view } = scene;
  const groups = new Map<string, { readonly workload: KubernetesObject; readonly trouble: PodTrouble; readonly pods: Typed<Pod>[] }>();
  for (const pod of listObjects(view, POD)) {
    const trouble = troubleOf(pod);
    if (!trouble || (trouble.kind === 'failed' && isForgiven(pod, view))) continue;
    const workload = workloadOf(pod, view);
    const key = `${workload.metadata.uid ?? ''} ${trouble.reason} ${trouble.message}`;
    const known = groups.get(key);
    if (known) known.pods.push(pod);
    else groups.set(key, { workload, trouble, pods: [pod] });
  }
  const judge = lazyJudge(scene);
  return [...groups.values()].map(({ workload, trouble: { kind, reason, message }, pods }) => ({
    severity: 'error',
    object: objectName(workload),
    reason,
    message: pods.length > 1 ? `${pods.length} pods: ${message}` : message,
    effect: effectOf(kind, pods.length, reason, message),
    ...unwell(kind, pods, judge, scene),
    workload,
    pods,
  }));
}

/** A judge that looks at the nodes when it is first asked, once for pods that want the same, and not for ever. */
function lazyJudge(scene: ProblemScene): (pod: Typed<Pod>) => Judgement | undefined {
  let judge: ReturnType<typeof nodeJudge> | undefined;
  const known = new Map<string, Judgement | undefined>();
  let isAvoided: boolean | undefined;
  return (pod) => {
    isAvoided ??= listObjects(scene.view, POD).some(({ spec }) => spec?.affinity?.podAntiAffinity);
    const wants = wantsOf(pod, isAvoided);
    if (!known.has(wants)) known.set(wants, known.size < MOST_JUDGED ? (judge ??= nodeJudge(scene))(pod) : undefined);
    return known.get(wants);
  };
}

/** All of a pod that decides where it may go, as text; labels only where pods keep away from others by them. */
function wantsOf({ metadata, spec = {} }: Typed<Pod>, isAvoided: boolean): string {
  const { containers = [], initContainers = [], volumes = [], overhead, resources, schedulerName, resourceClaims } = spec;
  const { nodeName, nodeSelector, affinity, tolerations, topologySpreadConstraints } = spec;
  return stringify([
    [...containers, ...initContainers].map(({ resources: own, ports, restartPolicy }) => [own, ports, restartPolicy]),
    volumes.flatMap(({ persistentVolumeClaim, ephemeral }) => persistentVolumeClaim ?? ephemeral ?? []),
    [overhead, resources, schedulerName, resourceClaims],
    [nodeName, nodeSelector, affinity, tolerations, topologySpreadConstraints],
    [metadata.namespace, isAvoided || affinity || topologySpreadConstraints ? metadata.labels : undefined],
  ]);
}

function troubleOf(pod: Typed<Pod>): PodTrouble | undefined {
  const { phase, reason, message } = pod.status ?? {};
  if (phase === 'Succeeded' || pod.metadata.deletionTimestamp) return undefined;
  if (phase === 'Failed') return { kind: 'failed', reason: reason || 'Failed', message: message || failureText(pod) || 'The pod fails.' };
  return unreadyPod(pod);
}

/** Pods that a Job had to spare. */
function isForgiven(pod: Typed<Pod>, view: ProblemScene['view']): boolean {
  const owner = ownerOf(pod, view);
  const conditions = (owner && asKind(owner, JOB))?.status?.conditions ?? [];
  return conditions.some(({ type, status }) => type === 'Complete' && status === 'True');
}

function effectOf(kind: PodTrouble['kind'], count: number, reason: string, message: string): string {
  const pods = count === 1 ? '1 pod' : `${count} pods`;
  switch (kind) {
    case 'unplaced':
      return `${pods} without a node`;
    case 'binding':
      return `${count === 1 ? '1 pod waits' : `${count} pods wait`} for volumes`;
    case 'gated':
      return `${pods} held back by scheduling gates`;
    case 'unready':
      return reason === 'ContainersNotReady' ? `${pods} not ready` : `${pods} not ready (${reason})`;
    case 'failed':
      return `${pods} failed (${message.replace(/\.$/, '')})`;
  }
}

function unwell(
  kind: PodTrouble['kind'],
  pods: readonly Typed<Pod>[],
  judge: (pod: Typed<Pod>) => Judgement | undefined,
  scene: ProblemScene,
): Unwell {
  const [pod] = pods;
  if (!pod) return { causes: [] };
  switch (kind) {
    case 'unplaced':
      return unplacedPods(pods, judge, scene);
    case 'gated': {
      const gates = (pod.spec?.schedulingGates ?? []).map(({ name = '' }) => name);
      return {
        causes: [],
        places: gates.map((_, i) => podPlace(pod, child(index(fieldPath('spec', 'schedulingGates'), i), 'name'), scene.view)),
        remedy: `have whoever sets ${gates.join(' and ')} take it out of spec.schedulingGates: nobody in a preview does`,
      };
    }
    case 'binding':
      return { causes: unboundClaims(pods, scene, { late: true }), places: [podPlace(pod, fieldPath('spec', 'volumes'), scene.view)] };
    case 'unready':
    case 'failed':
      return waitingContainers(pod, scene);
  }
}
