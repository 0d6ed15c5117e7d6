import { child, fieldPath, index, key, type FieldPath } from '../../model/field-path.ts';
import { stringify } from '../../model/json.ts';
import type { NodeSelectorRequirement, Pod, Taint } from '../../model/kinds/core-v1.ts';
import { matchesLabelSelector } from '../../model/label-selector.ts';
import { closest } from '../../text/closest.ts';
import { RESOURCE_SLICE } from '../devices/kinds.ts';
import { listObjects, type Typed } from '../kind.ts';
import { objectName } from '../network/finding.ts';
import { matchesNodeSelector } from '../scheduler/node-selector.ts';
import { holds } from '../scheduler/selector.ts';
import { isTolerated, UNSCHEDULABLE_TAINT } from '../scheduler/taints.ts';
import type { JudgedNode, Objection } from './judge-nodes.ts';
import { missingLabelOfClass } from './runtime-classes.ts';
import { wholeOf, type Cause } from './problem.ts';
import type { ProblemScene } from './scene.ts';
import { followVolume } from './follow-volume.ts';
import { joinPods } from './join-pods.ts';
import { unboundClaims } from './unbound-claims.ts';

/** What would take one plugin's objection away. */
export interface NodeStep {
  /** The field of the pod that it is about. */
  readonly path?: FieldPath;
  readonly remedy?: string;
  /** What it comes of instead. */
  readonly causes?: readonly Cause[];
  /** The step of another plugin takes this objection away, too. */
  readonly isImplied?: true;
}

export interface StepContext {
  readonly pod: Typed<Pod>;
  /** How many pods like it wait. */
  readonly count: number;
  /** Nodes with the fewest objections, the first of which is to take the pod. */
  readonly nearest: readonly JudgedNode[];
  readonly nodes: readonly JudgedNode[];
  /** Whether these are the only nodes that its volumes can be had on. */
  readonly isTied?: boolean;
  readonly scene: ProblemScene;
}

/** The step that takes a plugin's objection to a pod on the nearest node away; none where nobody can say it in general. */
export function nodeStep({ plugin, reasons }: Objection, context: StepContext): NodeStep {
  switch (plugin) {
    case 'NodeUnschedulable':
      return uncordon(context);
    case 'TaintToleration':
      return tolerate(context);
    case 'NodeAffinity':
      return label(context);
    case 'NodeName':
      return { path: fieldPath('spec', 'nodeName'), remedy: 'take spec.nodeName out: there is no such node, or it does not fit' };
    case 'NodePorts':
      return freePort(context);
    case 'InterPodAffinity':
      return reasons.some((reason) => reason.includes('match pod affinity rules')) ? joinPods(context) : separate(reasons, context);
    case 'PodTopologySpread':
      return spread(context);
    case 'VolumeZone':
      return followVolume(context);
    case 'VolumeBinding':
      if (reasons.some((reason) => reason.includes("PersistentVolume's node affinity"))) return followVolume(context);
      return { path: fieldPath('spec', 'volumes'), causes: unboundClaims([context.pod], context.scene, { late: true }) };
    case 'DynamicResources':
      return devices(context);
    default:
      return {};
  }
}

const nearestName = ({ nearest: [first] }: StepContext): string => first?.node.name ?? '';

function devices({ scene: { view } }: StepContext): NodeStep {
  const offered = listObjects(view, RESOURCE_SLICE).length;
  const remedy = 'run the driver of the devices that its claims ask for: no ResourceSlice offers any (--cluster brings those of a cluster)';
  return { path: fieldPath('spec', 'resourceClaims'), ...(offered === 0 && { remedy }) };
}

const uncordon = (context: StepContext): NodeStep => ({ remedy: `kubectl uncordon ${nearestName(context)}` });

/** Taints by which a node tells that it is not well. */
const STATE_TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

function tolerate({ pod, nearest: [first] }: StepContext): NodeStep {
  const path = fieldPath('spec', 'tolerations');
  const node = first?.node;
  const taints = (node?.taints ?? []).filter(
    (taint) =>
      taint.effect !== 'PreferNoSchedule' && taint.key !== UNSCHEDULABLE_TAINT.key && !isTolerated(taint, pod.spec?.tolerations ?? []),
  );
  if (taints.length === 0) return { isImplied: true };
  if (node?.node && taints.some(({ key: name = '' }) => STATE_TAINTS.includes(name))) {
    const object = objectName(node.node);
    return {
      causes: [
        {
          object,
          reason: 'NodeNotReady',
          message: `Node ${node.name} is not ready.`,
          places: [wholeOf(object)],
          remedy: `bring node ${node.name} back, or bring another`,
          causes: [],
        },
      ],
    };
  }
  const tolerations = taints.map(tolerationText);
  return { path, remedy: `add to its tolerations ${tolerations.join(' and ')}, as ${node?.name ?? ''} is tainted` };
}

function tolerationText({ key: name = '', value = '', effect = '' }: Taint): string {
  return value === ''
    ? `{key: ${name}, operator: Exists, effect: ${effect}}`
    : `{key: ${name}, value: ${stringify(value)}, effect: ${effect}}`;
}

/** Labels that the nearest node lacks for the pod's node selector and required affinity. */
function label(context: StepContext): NodeStep {
  const { pod, nearest, nodes, scene } = context;
  const labels = nearest[0]?.node.labels ?? {};
  const selector = pod.spec?.nodeSelector ?? {};
  const missing = Object.entries(selector).filter(([name, value]) => labels[name] !== value);
  const [first] = missing;
  if (first) {
    const ofClass = missingLabelOfClass(pod, first[0], scene);
    if (ofClass) return { causes: [ofClass] };
    const own = missing.filter(([name]) => OWN_LABELS.has(name));
    if (own.length > 0)
      return {
        path: key(fieldPath('spec', 'nodeSelector'), own[0]?.[0] ?? ''),
        remedy: own.map(([name, value]) => otherNode(name, value, context)).join('; and '),
      };
    const near = missing.flatMap(([name, value]) => nearValue(name, value, nodes) ?? []);
    const pairs = missing.map(([name, value]) => `${name}=${value}`).join(' ');
    const set = `kubectl label node ${nearestName(context)} ${pairs}${missing.some(([name]) => labels[name] !== undefined) ? ' --overwrite' : ''}`;
    return {
      path: key(fieldPath('spec', 'nodeSelector'), first[0]),
      remedy:
        near.length > 0
          ? `select ${near.join(' and ')}, which nodes have, or ${set}`
          : `${set}, as no node has ${pairs.replace(/ /g, ' and ')}`,
    };
  }
  const path = fieldPath('spec', 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const node = nearest[0]?.node;
  const term = terms.findIndex(({ matchExpressions = [], matchFields = [] }) => matchExpressions.length > 0 && matchFields.length === 0);
  const unmet = (terms[term]?.matchExpressions ?? []).filter((requirement) => !holds(requirement, labels));
  if (!node || unmet.length === 0) return { path };
  const changes = unmet.map((requirement) => (OWN_LABELS.has(requirement.key ?? '') ? undefined : labelFor(requirement)));
  const wanted = unmet.map((requirement) => requirementText(requirement)).join(' and ');
  const command = changes.every((change) => change !== undefined) ? `kubectl label node ${node.name} ${changes.join(' ')}` : '';
  const reached = matchesNodeSelector({ nodeSelectorTerms: [terms[term] ?? {}] }, { name: node.name, labels: withLabels(labels, unmet) });
  return {
    path: child(index(child(path, 'nodeSelectorTerms'), term), 'matchExpressions'),
    ...(command !== '' && reached && { remedy: `${command}, as no node has ${wanted}` }),
  };
}

/** Labels that a node has of what it is: nobody sets them for it to be something else. */
const OWN_LABELS: ReadonlySet<string> = new Set([
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'kubernetes.io/hostname',
  'node.kubernetes.io/instance-type',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
]);

function otherNode(name: string, value: string, { nodes, isTied }: StepContext): string {
  const values = [...new Set(nodes.flatMap(({ node }) => node.labels[name] ?? []))].slice(0, MOST_VALUES);
  if (isTied && values.length > 0) return `select ${name}=${values.join(' or ')} instead, where its volumes are`;
  return `bring a node with ${name}=${value}${values.length === 0 ? '' : `, or select what nodes have: ${values.join(', ')}`}`;
}

/** So many values are named. */
const MOST_VALUES = 5;

/** Another value of a label that nodes have and that is likely meant. */
function nearValue(name: string, value: string, nodes: readonly JudgedNode[]): string | undefined {
  const values = new Set(nodes.flatMap(({ node }) => node.labels[name] ?? []));
  const near = closest(value, values);
  return near === undefined ? undefined : `${name}=${near}`;
}

/** What `kubectl label` would set so that a requirement is met. */
function labelFor({ key: name = '', operator, values = [] }: NodeSelectorRequirement): string | undefined {
  if (operator === 'In') return `${name}=${values[0] ?? ''}`;
  if (operator === 'Exists') return `${name}=`;
  return operator === 'NotIn' || operator === 'DoesNotExist' ? `${name}-` : undefined;
}

function withLabels(labels: Readonly<Record<string, string>>, unmet: readonly NodeSelectorRequirement[]): Record<string, string> {
  const result = { ...labels };
  for (const { key: name = '', operator, values = [] } of unmet) {
    if (operator === 'In' || operator === 'Exists') result[name] = values[0] ?? '';
    else delete result[name];
  }
  return result;
}

const requirementText = ({ key: name = '', operator = '', values = [] }: NodeSelectorRequirement): string =>
  values.length === 0 ? `${name} ${operator}` : `${name} ${operator} (${values.join(', ')})`;

function freePort({ pod, nodes, count }: StepContext): NodeStep {
  const containers = pod.spec?.containers ?? [];
  const i = containers.findIndex(({ ports = [] }) => ports.some(({ hostPort }) => hostPort));
  const j = (containers[i]?.ports ?? []).findIndex(({ hostPort }) => hostPort);
  if (i < 0 || j < 0) return {};
  const port = containers[i]?.ports?.[j]?.hostPort ?? 0;
  return {
    path: child(index(child(index(fieldPath('spec', 'containers'), i), 'ports'), j), 'hostPort'),
    remedy: `do without hostPort ${port}, which one pod of each node can have: ${nodes.length === 1 ? 'the only node has' : `all ${nodes.length} nodes have`} given it away, ${count === 1 ? '1 pod waits' : `${count} pods wait`}`,
  };
}

/** A pod that keeps away from its own kind needs as many places as there are such pods. */
function separate(reasons: readonly string[], { pod, count, nodes }: StepContext): NodeStep {
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const terms = pod.spec?.affinity?.podAntiAffinity?.[required] ?? [];
  const own = terms.findIndex((term) => matchesLabelSelector(term.labelSelector, pod.metadata.labels));
  const path = fieldPath('spec', 'affinity', 'podAntiAffinity', required);
  if (own < 0 || !reasons.some((reason) => reason.includes('anti-affinity'))) return { path: fieldPath('spec', 'affinity') };
  const topology = terms[own]?.topologyKey ?? '';
  const places = new Set(nodes.flatMap(({ node }) => node.labels[topology] ?? [])).size;
  const what = topology === 'kubernetes.io/hostname' ? 'node' : `value of ${topology}`;
  return {
    path: index(path, own),
    remedy: `run ${count === 1 ? 'one pod' : `${count} pods`} less, or bring ${count === 1 ? `another ${what}` : `${count} more ${what}s`}: each of its pods wants one of its own, and there ${places === 1 ? 'is 1' : `are ${places}`}; preferredDuringSchedulingIgnoredDuringExecution lets them share`,
  };
}

function spread({ pod }: StepContext): NodeStep {
  const constraints = pod.spec?.topologySpreadConstraints ?? [];
  const hard = constraints.findIndex(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
  const path = index(fieldPath('spec', 'topologySpreadConstraints'), hard);
  if (hard < 0) return {};
  const { topologyKey = '', maxSkew = 1 } = constraints[hard] ?? {};
  return {
    path: child(path, 'whenUnsatisfiable'),
    remedy: `set whenUnsatisfiable of the constraint on ${topologyKey} to ScheduleAnyway, or raise its maxSkew of ${maxSkew}`,
  };
}
