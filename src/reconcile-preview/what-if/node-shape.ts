import type { ReadView } from '../../cluster/store.ts';
import { compareText, stringify, type JsonObject } from '../../model/json.ts';
import type { Node, Taint } from '../../model/kinds/core-v1.ts';
import { listObjects, type Typed } from '../kind.ts';
import { NODE } from '../kinds.ts';

/** What kind of node might be added. */
export interface NodeShape {
  /** What pods can use of it: `cpu`, `memory`, `pods` and others, as quantities. */
  readonly resources: Readonly<Record<string, string>>;
  /** The existing node it is like. */
  readonly like?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

export const HOSTNAME = 'kubernetes.io/hostname';
export const ZONE = 'topology.kubernetes.io/zone';
/** Labels that each node has for itself. */
const OWN_LABELS: ReadonlySet<string> = new Set([HOSTNAME, ZONE, 'failure-domain.beta.kubernetes.io/zone']);
/** Taints with this prefix tell of the state of a node. */
const STATE_TAINT = 'node.kubernetes.io/';

/** The shapes of the nodes that take pods, the most frequent first; names decide between equally frequent ones. */
export function existingShapes(view: ReadView, isLost: (nodeName: string) => boolean): NodeShape[] {
  const groups = new Map<string, { readonly shape: NodeShape; count: number }>();
  for (const node of healthyNodes(view, isLost)) {
    const { like, ...rest } = shapeOf(node);
    const key = stringify(rest, { sorted: true });
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { shape: { ...rest, ...(like !== undefined && { like }) }, count: 1 });
  }
  return [...groups.values()]
    .sort((a, b) => b.count - a.count || compareText(a.shape.like ?? '', b.shape.like ?? ''))
    .map(({ shape }) => shape);
}

/** A shape of given resources, with the labels that all existing nodes have in common. */
export function givenShape(resources: Readonly<Record<string, string>>, view: ReadView): NodeShape {
  const nodes = listObjects(view, NODE);
  const [first, ...others] = nodes.map(({ metadata }) => metadata.labels ?? {});
  const common = Object.entries(first ?? {}).filter(
    ([name, value]) => !OWN_LABELS.has(name) && others.every((labels) => labels[name] === value),
  );
  return { resources: { pods: '110', 'ephemeral-storage': '100Gi', ...resources }, labels: Object.fromEntries(common), taints: [] };
}

export const newNodeName = (number: number): string => `new-node-${number}`;

/** The `number`th new node of a shape; new nodes take the zones of the others in turn. */
export function newNode({ resources, labels, taints }: NodeShape, number: number, zones: readonly string[]): JsonObject {
  const name = newNodeName(number);
  const zone = zones[(number - 1) % Math.max(1, zones.length)];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { ...labels, [HOSTNAME]: name, ...(zone !== undefined && { [ZONE]: zone }) } },
    spec: { ...(taints.length > 0 && { taints: taints.map((taint) => ({ ...taint })) }) },
    status: { capacity: { ...resources }, allocatable: { ...resources } },
  };
}

/** The zones in which there are nodes that take pods. */
export const zonesOf = (view: ReadView, isLost: (nodeName: string) => boolean): string[] =>
  [...new Set(healthyNodes(view, isLost).flatMap(({ metadata }) => metadata.labels?.[ZONE] ?? []))].sort(compareText);

/** All but lost, cordoned and unready nodes; every node where there are no others. */
function healthyNodes(view: ReadView, isLost: (nodeName: string) => boolean): readonly Typed<Node>[] {
  const nodes = listObjects(view, NODE);
  const healthy = nodes.filter(
    ({ metadata, spec, status }) =>
      !isLost(metadata.name ?? '') &&
      !spec?.unschedulable &&
      (status?.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True'),
  );
  return healthy.length > 0 ? healthy : nodes;
}

function shapeOf({ metadata, spec, status }: Typed<Node>): NodeShape {
  const labels = Object.entries(metadata.labels ?? {}).filter(([name]) => !OWN_LABELS.has(name));
  return {
    resources: { ...(status?.allocatable ?? status?.capacity) },
    like: metadata.name ?? '',
    labels: Object.fromEntries(labels),
    taints: (spec?.taints ?? []).filter(({ key = '' }) => !key.startsWith(STATE_TAINT)),
  };
}
