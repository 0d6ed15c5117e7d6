import type { KubernetesObject } from '../../cluster/object.ts';
import { fieldPath } from '../../model/field-path.ts';
import { isObject } from '../../model/json.ts';
import { asKind, getObject, listObjects } from '../kind.ts';
import { NODE, POD } from '../kinds.ts';
import { objectName, objectText } from '../network/finding.ts';
import { claimNameOf } from '../scheduler/volumes.ts';
import { causeKey, type Cause, type PreviewProblem } from './problem.ts';
import type { ProblemScene } from './scene.ts';
import { workloadOf } from './workloads.ts';

const CLAIM_PROTECTION = 'kubernetes.io/pvc-protection';

/** Objects that are to go and stay: finalizers that nobody takes out, claims in use, pods of a silent node, namespaces that are not empty. Pods of a workload are told once. */
export function terminatingProblems(scene: ProblemScene): PreviewProblem[] {
  const groups = new Map<string, { readonly object: KubernetesObject; readonly cause: Reason; count: number }>();
  for (const object of scene.view.all()) {
    const cause = object.metadata.deletionTimestamp === undefined ? undefined : whyNotGone(object, scene);
    if (!cause) continue;
    const subject = object.kind === POD.kind ? workloadOf(object, scene.view) : object;
    const key = [objectText(objectName(subject)), cause.message, ...cause.causes.map(causeKey)].join(' ');
    const known = groups.get(key);
    if (known) known.count += 1;
    else groups.set(key, { object: subject, cause, count: 1 });
  }
  return [...groups.values()].map(({ object, cause, count }) => ({
    severity: 'warning',
    object: objectName(object),
    reason: 'Terminating',
    effect: object.metadata.deletionTimestamp === undefined ? `${count === 1 ? '1 pod does' : `${count} pods do`} not go` : 'does not go',
    places: [{ object: objectName(object), path: fieldPath('metadata', 'finalizers') }],
    ...cause,
  }));
}

type Reason = Pick<Cause, 'message' | 'remedy' | 'causes'>;

function whyNotGone(object: KubernetesObject, { view, isLost }: ProblemScene): Reason | undefined {
  const { finalizers = [], namespace = '', name = '' } = object.metadata;
  const pod = asKind(object, POD);
  const nodeName = pod?.spec?.nodeName ?? '';
  if (pod && finalizers.length === 0) {
    const node = nodeName === '' ? undefined : getObject(view, NODE, '', nodeName);
    if (!node || !isLost(nodeName)) return undefined;
    const stop: Cause = {
      object: objectName(node),
      reason: 'NodeLost',
      message: `Node ${nodeName} does not answer: nobody confirms that its pods have stopped.`,
      effect: 'does not answer',
      remedy: `bring ${nodeName} back, or delete it: kubectl delete node ${nodeName}`,
      causes: [],
    };
    return { message: `it waits for the kubelet of ${nodeName}.`, causes: [stop] };
  }
  if (finalizers.includes(CLAIM_PROTECTION) && finalizers.length === 1) {
    const users = listObjects(view, POD, namespace).filter((each) =>
      (each.spec?.volumes ?? []).some((volume) => claimNameOf(each.metadata.name ?? '', volume) === name),
    );
    if (users.length > 0)
      return {
        message: `pods use it: ${users.map(({ metadata }) => metadata.name ?? '').join(', ')}.`,
        remedy: `delete ${users.map((each) => objectText(objectName(each))).join(', ')} first`,
        causes: [],
      };
  }
  if (object.kind === 'Namespace') return namespaceContent(object);
  if (finalizers.length === 0) return undefined;
  const of = namespace === '' ? '' : ` -n ${namespace}`;
  return {
    message: `finalizers hold it: ${finalizers.join(', ')}.`,
    remedy: `let the controller behind ${finalizers.join(', ')} do its work; where there is none any more: kubectl patch ${object.kind.toLowerCase()} ${name}${of} --type=merge -p '{"metadata":{"finalizers":null}}'`,
    causes: [],
  };
}

function namespaceContent({ status }: KubernetesObject): Reason | undefined {
  const conditions = isObject(status) && Array.isArray(status.conditions) ? status.conditions.filter(isObject) : [];
  const remaining = conditions.filter(
    ({ type, status: is }) => is === 'True' && (type === 'NamespaceFinalizersRemaining' || type === 'NamespaceContentRemaining'),
  );
  const [first] = remaining.map(({ message }) => String(message ?? ''));
  return first === undefined
    ? undefined
    : { message: `${first}.`, remedy: 'delete what is left in it, or let the controllers of these finalizers do so', causes: [] };
}
