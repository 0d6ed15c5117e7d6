import type { Engine } from '../engine.ts';
import { listObjects } from '../kind.ts';
import { POD } from '../kinds.ts';
import { LIMIT } from '../limit.ts';
import { newNode, zonesOf, type NodeShape } from './node-shape.ts';
import { isUnplaced, unplacedPods, type UnplacedPod } from './pod-moves.ts';

/** How many more nodes of a shape it takes until pods without a node have one. */
export interface NodesNeeded {
  readonly shape: Pick<NodeShape, 'resources' | 'like'>;
  /** None where such nodes do not help. */
  readonly nodes: number;
  /** How many pods they take in. */
  readonly pods: number;
  /** Pods that no number of such nodes helps. */
  readonly left: readonly UnplacedPod[];
  /** Whether the search ended at its bound, before all was tried. */
  readonly bounded: boolean;
}

/** No more nodes than this are tried. */
const MOST_NODES = 1000;

/**
 * The fewest nodes with which as few pods as possible have no node, found by letting copies of the cluster go on with 1, 2, 4 … more nodes and then halving
 * what is between. One node for each pod is the most that could help.
 */
export function nodesNeeded(fork: () => Engine, shape: NodeShape, isLost: (nodeName: string) => boolean): NodesNeeded {
  const pending = pendingIn(fork());
  const tries = new Map<number, readonly UnplacedPod[]>();
  const leftWith = (nodes: number): readonly UnplacedPod[] => {
    const known =
      tries.get(nodes) ?? withNodes(fork(), shape, nodes, isLost).filter(({ namespace, name }) => pending.has(`${namespace}/${name}`));
    tries.set(nodes, known);
    return known;
  };
  const most = Math.min(pending.size, MOST_NODES);
  let high = Math.min(1, most);
  while (high < most && leftWith(high).length > 0) high = Math.min(most, 2 * high);
  const left = high === 0 ? [] : leftWith(high);
  let low = 0;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (leftWith(middle).length > left.length) low = middle;
    else high = middle;
  }
  const pods = pending.size - left.length;
  const { resources, like } = shape;
  return {
    shape: { resources, ...(like !== undefined && { like }) },
    nodes: pods === 0 ? 0 : high,
    pods,
    left,
    bounded: left.length > 0 && most < pending.size,
  };
}

const pendingIn = ({ server }: Engine): ReadonlySet<string> =>
  new Set(
    listObjects(server.cluster.store, POD)
      .filter(isUnplaced)
      .map(({ metadata: { namespace = '', name = '' } }) => `${namespace}/${name}`),
  );

/** Pods without a node once there are so many more nodes. */
function withNodes(engine: Engine, shape: NodeShape, count: number, isLost: (nodeName: string) => boolean): UnplacedPod[] {
  const { store } = engine.server.cluster;
  const zones = zonesOf(store, isLost);
  engine.act('administrator', (server) => {
    for (let number = 1; number <= count; number++) server.create(newNode(shape, number, zones));
  });
  engine.run({ limit: LIMIT });
  return unplacedPods(store, store);
}
