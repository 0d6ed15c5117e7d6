import { Followers } from './followers.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import { isInScope, keyOfScope, keysOfScopes, type PodScope } from './pod-scope.ts';
import type { Topology } from './topology.ts';
import { TopologyCounts } from './topology-counts.ts';

/** What a pod on a node counts for; `amount` is 1 for a pod that comes and -1 for one that goes. */
export type TallyRule = (counts: TopologyCounts, pod: PodInfo, node: NodeInfo, amount: number) => void;

/** A pod that came to or left a node. */
interface Move {
  readonly pod: PodInfo;
  readonly node: NodeInfo;
  readonly amount: 1 | -1;
}

/** More moves are remembered than there are pods, up to this factor. */
const MOVES_PER_POD = 2;

/** Counts over pods that follow them as they come and go. */
export class Tallies {
  readonly #topologyOf: (key: string) => Topology;
  readonly #ofAll = new Followers<Move, TopologyCounts>();
  /** Counts of pods of one scope, which need not follow the others. */
  readonly #ofScopes = new Map<string, Followers<Move, TopologyCounts>>();
  /** Nodes that have or had a pod of a scope, by its key; made when it is first asked for. */
  #nodesOfScopes: Map<string, Set<NodeInfo>> | undefined;

  constructor(topologyOf: (key: string) => Topology) {
    this.#topologyOf = topologyOf;
  }

  /** The counts that `rule` makes of all pods on `nodes`; outside `scope` there is none that counts. `key` says everything that they depend on besides. */
  of(key: string, rule: TallyRule, nodes: readonly NodeInfo[], scope?: PodScope): TopologyCounts {
    const countAll = (): TopologyCounts => {
      const counts = new TopologyCounts(this.#topologyOf);
      for (const node of scope ? this.#nodesWith(scope, nodes) : nodes) {
        for (const pod of node.pods) if (!scope || isInScope(scope, pod)) rule(counts, pod, node, 1);
      }
      return counts;
    };
    return this.#followersOf(scope).of(key, countAll, (counts, { pod, node, amount }) => rule(counts, pod, node, amount));
  }

  note(pod: PodInfo, node: NodeInfo, amount: Move['amount'], podCount: number): void {
    const move: Move = { pod, node, amount };
    const many = podCount * MOVES_PER_POD;
    this.#ofAll.note(move, many);
    if (!this.#nodesOfScopes) return;
    for (const scope of keysOfScopes(pod)) {
      if (amount > 0) noteNode(this.#nodesOfScopes, scope, node);
      this.#ofScopes.get(scope)?.note(move, many);
    }
  }

  /** Nodes have changed: everything is counted anew. */
  clear(): void {
    this.#ofAll.clear();
    this.#ofScopes.clear();
    this.#nodesOfScopes = undefined;
  }

  #nodesWith(scope: PodScope, nodes: readonly NodeInfo[]): Iterable<NodeInfo> {
    this.#nodesOfScopes ??= nodesOfScopes(nodes);
    return this.#nodesOfScopes.get(keyOfScope(scope)) ?? [];
  }

  #followersOf(scope: PodScope | undefined): Followers<Move, TopologyCounts> {
    if (!scope) return this.#ofAll;
    const key = keyOfScope(scope);
    let followers = this.#ofScopes.get(key);
    if (!followers) this.#ofScopes.set(key, (followers = new Followers()));
    return followers;
  }
}

function nodesOfScopes(nodes: readonly NodeInfo[]): Map<string, Set<NodeInfo>> {
  const byScope = new Map<string, Set<NodeInfo>>();
  for (const node of nodes) for (const pod of node.pods) for (const scope of keysOfScopes(pod)) noteNode(byScope, scope, node);
  return byScope;
}

function noteNode(byScope: Map<string, Set<NodeInfo>>, scope: string, node: NodeInfo): void {
  const known = byScope.get(scope);
  if (known) known.add(node);
  else byScope.set(scope, new Set([node]));
}
