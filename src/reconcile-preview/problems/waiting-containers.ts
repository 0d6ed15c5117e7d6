import type { ContainerStatus, Pod } from '../../model/kinds/core-v1.ts';
import { child, fieldPath, index, key, type FieldPath } from '../../model/field-path.ts';
import { getObject, type Typed } from '../kind.ts';
import { NODE } from '../kinds.ts';
import { FATE_ANNOTATION } from '../kubelet/fate.ts';
import { objectName } from '../network/finding.ts';
import { wholeOf, type Cause } from './problem.ts';
import type { ProblemScene } from './scene.ts';
import { podPlace, type Unwell } from './workloads.ts';

/** What keeps the containers of a pod from being ready, or had them fail: what was assumed of them, a node that is gone, or what their status says. */
export function waitingContainers(pod: Typed<Pod>, scene: ProblemScene): Unwell {
  const node = silentNode(pod, scene);
  if (node) return { causes: [node] };
  const assumed = assumption(pod, scene);
  if (assumed) return { causes: [assumed] };
  const [i, status] = firstUnready(pod);
  const container = child(index(fieldPath('spec', 'containers'), Math.max(0, i)));
  const { path, remedy } = remedyFor(pod, status, container);
  return { causes: [], places: [podPlace(pod, path, scene.view)], ...(remedy !== undefined && { remedy }) };
}

/** The node of a pod, where its kubelet says nothing any more. */
function silentNode({ spec }: Typed<Pod>, { view, isLost }: ProblemScene): Cause | undefined {
  const name = spec?.nodeName ?? '';
  const node = name === '' ? undefined : getObject(view, NODE, '', name);
  const ready = node?.status?.conditions?.find(({ type }) => type === 'Ready');
  if (!node || !ready || ready.status === 'True') return undefined;
  const object = objectName(node);
  return {
    object,
    reason: ready.reason ?? 'NodeNotReady',
    message: ready.message ?? 'The node is not ready.',
    effect: 'is not ready',
    places: [wholeOf(object)],
    remedy: isLost(name)
      ? `bring ${name} back, or delete the node so that its pods are replaced: kubectl delete node ${name}`
      : `bring ${name} back: its kubelet does not report`,
    causes: [],
  };
}

/** That it was said so, on the command line or by the annotation of the pod. */
export function assumption(pod: Typed<Pod>, { assumptionOf, view }: ProblemScene): Cause | undefined {
  const given = assumptionOf(pod);
  const annotated = pod.metadata.annotations?.[FATE_ANNOTATION];
  const text = given?.text ?? annotated;
  if (text === undefined) return undefined;
  const place = podPlace(pod, key(fieldPath('metadata', 'annotations'), FATE_ANNOTATION), view);
  return {
    object: given ? { kind: 'Assumption', namespace: '', name: text } : place.object,
    reason: 'Assumed',
    message: given ? 'given with --assume, not found out.' : `the annotation ${FATE_ANNOTATION}: ${text} says so: it is not found out.`,
    ...(!given && { places: [place] }),
    remedy: given
      ? `leave out --assume ${text} to see what comes without it`
      : `take the annotation ${FATE_ANNOTATION} out to see what comes without it`,
    causes: [],
  };
}

function firstUnready({ spec, status }: Typed<Pod>): [number, ContainerStatus | undefined] {
  const found =
    status?.containerStatuses?.find(({ ready, state }) => !ready && state?.terminated?.exitCode !== 0) ?? status?.containerStatuses?.[0];
  return [(spec?.containers ?? []).findIndex(({ name }) => name === found?.name), found];
}

/** What the status of a container in a real cluster asks for. */
function remedyFor(
  { spec, metadata }: Typed<Pod>,
  status: ContainerStatus | undefined,
  container: FieldPath,
): { readonly path: FieldPath; readonly remedy?: string } {
  const { name = '', image = '', state, lastState } = status ?? {};
  const own = spec?.containers?.find((each) => each.name === name);
  const ended = state?.terminated ?? lastState?.terminated;
  const logs = `kubectl logs ${metadata.name ?? ''} -n ${metadata.namespace ?? ''} -c ${name}`;
  if (ended?.reason === 'OOMKilled') {
    const limit = own?.resources?.limits?.memory;
    return {
      path: key(child(container, 'resources', 'limits'), 'memory'),
      remedy: `raise limits.memory of container ${name}${limit === undefined ? '' : ` beyond ${limit}`}: it was killed for want of memory`,
    };
  }
  switch (state?.waiting?.reason) {
    case 'ImagePullBackOff':
    case 'ErrImagePull':
    case 'InvalidImageName':
      return {
        path: child(container, 'image'),
        remedy: `name an image that the node can pull in place of ${image}, or give the pod imagePullSecrets for its registry`,
      };
    case 'CrashLoopBackOff':
      return { path: container, remedy: `see why container ${name} ends with exit code ${ended?.exitCode ?? 0}: ${logs} --previous` };
    default:
      break;
  }
  if (ended) return { path: container, remedy: `see why container ${name} ends with exit code ${ended.exitCode ?? 0}: ${logs}` };
  return own?.readinessProbe
    ? {
        path: child(container, 'readinessProbe'),
        remedy: `see what its readiness probe answers: kubectl describe pod ${metadata.name ?? ''} -n ${metadata.namespace ?? ''}`,
      }
    : { path: container };
}

/** `container app ended with exit code 1`, where that is what a pod failed of. */
export function failureText({ status }: Typed<Pod>): string | undefined {
  const ended = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].find(
    ({ state }) => (state?.terminated?.exitCode ?? 0) !== 0,
  );
  return ended && `container ${ended.name ?? ''} ended with exit code ${ended.state?.terminated?.exitCode ?? 0}`;
}
