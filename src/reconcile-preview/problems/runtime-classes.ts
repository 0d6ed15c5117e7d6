import type { KubernetesObject } from '../../cluster/object.ts';
import { child, fieldPath, index, key, type FieldPath } from '../../model/field-path.ts';
import type { Node, Pod } from '../../model/kinds/core-v1.ts';
import type { RuntimeClass } from '../../model/kinds/node-v1.ts';
import { matchesLabels } from '../../model/label-selector.ts';
import { isSandboxed, runtimeHandlerFacts } from '../../model/runtime-handlers.ts';
import { closest } from '../../text/closest.ts';
import { isPodActive } from '../controllers/pod-state.ts';
import { getObject, listObjects, type Typed } from '../kind.ts';
import { NODE, POD, RUNTIME_CLASS } from '../kinds.ts';
import { objectName, objectText } from '../network/finding.ts';
import type { PreviewProblem } from './problem.ts';
import type { ProblemScene } from './scene.ts';
import { podPlace, workloadOf } from './workloads.ts';

/** What is wrong with runtime classes: no node that may run their pods has the handler, or there is none; and pods that take back what a sandbox is for. */
export function runtimeClassProblems(scene: ProblemScene): PreviewProblem[] {
  const { view } = scene;
  const nodes = listObjects(view, NODE);
  const classes = listObjects(view, RUNTIME_CLASS);
  const users = classes.length === 0 ? [] : listObjects(view, POD).filter((pod) => isPodActive(pod) && pod.spec?.runtimeClassName);
  return classes.flatMap((runtimeClass) => {
    const pods = users.filter(({ spec }) => spec?.runtimeClassName === runtimeClass.metadata.name);
    if (pods.length === 0 && !scene.isResult(objectName(runtimeClass))) return [];
    return [
      ...(noEligibleNode(runtimeClass, nodes, pods.length > 0) ?? noHandler(runtimeClass, nodes, pods, view) ?? []),
      ...oncePerWorkload(pods, view).flatMap(({ pod, workload }) => weakenedSandbox(runtimeClass, pod, workload, view)),
    ];
  });
}

/** A node selector of a class that no node satisfies. */
function noEligibleNode(runtimeClass: Typed<RuntimeClass>, nodes: readonly Typed<Node>[], isUsed: boolean): PreviewProblem[] | undefined {
  const selector = runtimeClass.scheduling?.nodeSelector ?? {};
  if (nodes.some(({ metadata }) => matchesLabels(selector, metadata.labels ?? {}))) return undefined;
  const object = objectName(runtimeClass);
  const unmet = Object.entries(selector).filter(([name, value]) => !nodes.some(({ metadata }) => metadata.labels?.[name] === value));
  const pairs = (unmet.length > 0 ? unmet : Object.entries(selector)).map(([name, value]) => `${name}=${value}`);
  const path = fieldPath('scheduling', 'nodeSelector');
  return [
    {
      severity: isUsed ? 'error' : 'warning',
      object,
      reason: 'NoEligibleNode',
      message: `no node has ${pairs.join(' and ')}, which scheduling.nodeSelector of the class wants of nodes for its pods.`,
      effect: 'has no eligible node',
      places: unmet.length > 0 ? unmet.map(([name]) => ({ object, path: key(path, name) })) : [{ object, path }],
      remedy: `label the nodes that have its handler: kubectl label node ${nodes[0]?.metadata.name ?? 'NODE'} ${Object.entries(selector)
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')}`,
      causes: [],
    },
  ];
}

/** A class whose handler no eligible node lists, or that sends pods to nodes without it. Nodes that list none say nothing. */
function noHandler(
  { handler = '', scheduling = {}, ...runtimeClass }: Typed<RuntimeClass>,
  nodes: readonly Typed<Node>[],
  pods: readonly Typed<Pod>[],
  view: ProblemScene['view'],
): PreviewProblem[] | undefined {
  const object = objectName(runtimeClass);
  const telling = nodes.filter(({ status }) => (status?.runtimeHandlers ?? []).length > 0);
  const eligible = telling.filter(({ metadata }) => matchesLabels(scheduling.nodeSelector ?? {}, metadata.labels ?? {}));
  const lacking = eligible.filter((node) => !handlersOf(node).includes(handler));
  if (lacking.length === 0) return undefined;
  const path = fieldPath('handler');
  const known = [...new Set(telling.flatMap(handlersOf))].filter((name) => name !== '').sort();
  if (lacking.length === eligible.length) {
    const having = telling.filter((node) => handlersOf(node).includes(handler)).map(({ metadata }) => metadata.name ?? '');
    const near = closest(handler, known);
    const remedy =
      having.length > 0
        ? `let scheduling.nodeSelector of ${objectText(object)} match ${having.join(', ')}, which have the handler`
        : `configure the handler ${handler} in the container runtime of a node${near === undefined ? '' : `, or set handler to ${near}`}`;
    const missing: PreviewProblem = {
      severity: pods.length > 0 ? 'error' : 'warning',
      object,
      reason: 'RuntimeHandlerNotFound',
      message: `no node that may run its pods has the handler "${handler}"; nodes list ${known.join(', ') || 'none by name'}.`,
      effect: 'has its handler nowhere',
      places: [{ object, path }],
      remedy,
      causes: [],
    };
    return [missing, ...oncePerWorkload(pods, view).map(({ pod, workload }) => unstarted(pod, workload, handler, missing, view))];
  }
  const stranded = pods.filter(({ spec }) => lacking.some(({ metadata }) => metadata.name === spec?.nodeName));
  return oncePerWorkload(stranded, view).map(({ pod, workload }) => ({
    severity: 'error',
    object: objectName(workload),
    reason: 'RuntimeHandlerNotFound',
    message: `pod ${pod.metadata.name ?? ''} is on node ${pod.spec?.nodeName ?? ''}, which does not have the handler "${handler}" of ${objectText(object)}: it does not start there.`,
    places: [podPlace(pod, fieldPath('spec', 'runtimeClassName'), view), { object, path: fieldPath('scheduling') }],
    remedy: `give ${objectText(object)} a scheduling.nodeSelector that only nodes with the handler satisfy (${eligible
      .filter((node) => handlersOf(node).includes(handler))
      .map(({ metadata }) => metadata.name ?? '')
      .join(', ')})`,
    causes: [],
  }));
}

/** Pods that the container runtime of their node has no way to start. */
const unstarted = (
  pod: Typed<Pod>,
  workload: KubernetesObject,
  handler: string,
  missing: PreviewProblem,
  view: ProblemScene['view'],
): PreviewProblem => ({
  severity: 'error',
  object: objectName(workload),
  reason: 'FailedCreatePodSandBox',
  message: `no runtime for "${handler}" is configured: its pods would not start.`,
  effect: 'its pods would not start',
  places: [podPlace(pod, fieldPath('spec', 'runtimeClassName'), view)],
  causes: [missing],
});

const handlersOf = ({ status }: Typed<Node>): string[] => (status?.runtimeHandlers ?? []).map(({ name = '' }) => name);

/** Pods of which each stands for its workload. */
function oncePerWorkload(
  pods: readonly Typed<Pod>[],
  view: ProblemScene['view'],
): { readonly pod: Typed<Pod>; readonly workload: KubernetesObject }[] {
  const found = new Map<string, { readonly pod: Typed<Pod>; readonly workload: KubernetesObject }>();
  for (const pod of pods) {
    const workload = workloadOf(pod, view);
    const uid = workload.metadata.uid ?? '';
    if (!found.has(uid)) found.set(uid, { pod, workload });
  }
  return [...found.values()];
}

/** What a pod shares with its node though its runtime class puts it into a sandbox. */
function weakenedSandbox(
  { handler = '', ...runtimeClass }: Typed<RuntimeClass>,
  pod: Typed<Pod>,
  workload: KubernetesObject,
  view: ProblemScene['view'],
): PreviewProblem[] {
  const shared = isSandboxed(handler) ? sharedFields(pod) : [];
  if (shared.length === 0) return [];
  const { runtime = '' } = runtimeHandlerFacts(handler) ?? {};
  return [
    {
      severity: 'warning',
      object: objectName(workload),
      reason: 'SandboxWeakened',
      message: `${shared.map(({ what }) => what).join(', ')}: reaches around the sandbox of ${objectText(objectName(runtimeClass))} (${runtime}) to the node.`,
      places: shared.map(({ path }) => podPlace(pod, path, view)),
      remedy: `do without ${shared.map(({ what }) => what).join(', ')}, or without runtimeClassName ${runtimeClass.metadata.name ?? ''}`,
      causes: [],
    },
  ];
}

interface SharedField {
  readonly what: string;
  readonly path: FieldPath;
}

function sharedFields({ spec = {} }: Typed<Pod>): SharedField[] {
  const spaces = (['hostNetwork', 'hostPID', 'hostIPC'] as const).flatMap((name) =>
    spec[name] ? [{ what: name, path: fieldPath('spec', name) }] : [],
  );
  const privileged = (spec.containers ?? []).flatMap(({ name = '', securityContext }, i) =>
    securityContext?.privileged
      ? [{ what: `privileged container ${name}`, path: child(index(fieldPath('spec', 'containers'), i), 'securityContext', 'privileged') }]
      : [],
  );
  const paths = (spec.volumes ?? []).flatMap(({ hostPath }, i) =>
    hostPath ? [{ what: `hostPath ${hostPath.path ?? ''}`, path: child(index(fieldPath('spec', 'volumes'), i), 'hostPath') }] : [],
  );
  return [...spaces, ...privileged, ...paths];
}

/** The problem of a pod's runtime class when a label that the pod selects, and no node has, is the class's doing. */
export function missingLabelOfClass({ spec }: Typed<Pod>, label: string, { view }: ProblemScene): PreviewProblem | undefined {
  const runtimeClass = getObject(view, RUNTIME_CLASS, '', spec?.runtimeClassName ?? '');
  if (runtimeClass?.scheduling?.nodeSelector?.[label] === undefined) return undefined;
  return noEligibleNode(runtimeClass, listObjects(view, NODE), true)?.[0];
}
