import type { Node } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';
import { nodeZone } from '../../node-zone.ts';

/** How often pods of another node of a zone are sent away, in milliseconds: `--node-eviction-rate` 0.1 a second. */
const PAUSE = 10_000;
/** The same in large zones of which much is not ready: `--secondary-node-eviction-rate` 0.01 a second. Small ones are left alone. */
const LONG_PAUSE = 100_000;
/** Larger zones are large: `--large-cluster-size-threshold`. */
const LARGE = 50;
/** From this share on much of a zone is not ready, if it is three nodes or more: `--unhealthy-zone-threshold`. */
const UNHEALTHY = 0.55;
const UNHEALTHY_NODES = 3;
/** How often the controller looks at all nodes. */
const MONITOR_PERIOD = 5000;

const EXCLUDED = 'node.kubernetes.io/exclude-disruption';

/** A zone's turns: one may be waiting, another comes after each pause. */
interface Turns {
  /** Infinity where nobody gets a turn. */
  readonly pause: number;
  readonly next: number;
}

const FIRST_TURNS: Turns = { pause: PAUSE, next: 0 };

export const readyStatus = ({ status }: Typed<Node>): string | undefined =>
  status?.conditions?.find(({ type }) => type === 'Ready')?.status;

/**
 * How fast nodes that are not ready are tainted, as the zones of a cluster are disrupted. Of six nodes of a zone two fall silent: one is tainted at once, the
 * other ten seconds later. Four of them fall silent, more than 55 %: none is, unless the zone has more than 50 nodes, then one in 100 s. All six do while other
 * zones are well: one in ten seconds. Nodes that nothing is known of yet are left out of account.
 */
export class EvictionRates {
  readonly #zones = new Map<string, Turns>();
  /** When the controller first looks at nodes that are not ready. */
  readonly #looks = new Map<string, number>();
  readonly #wereReady = new Set<string>();

  /** Whether no node has had, or waited for, its turn. */
  get isIdle(): boolean {
    return this.#zones.size === 0;
  }

  noteReady(nodeName: string): void {
    this.#looks.delete(nodeName);
    this.#wereReady.add(nodeName);
  }

  /** In how many milliseconds the controller looks at a node that is not ready; 0 when it has. That nobody hears of a node any more is what it says itself when it looks. */
  untilLook(nodeName: string, status: string | undefined, now: number): number {
    const isOwnVerdict = status === 'Unknown' && this.#wereReady.has(nodeName);
    const at = this.#looks.get(nodeName) ?? (isOwnVerdict ? now : (Math.floor(now / MONITOR_PERIOD) + 1) * MONITOR_PERIOD);
    this.#looks.set(nodeName, at);
    return Math.max(at - now, 0);
  }

  /** Takes note of how ready the nodes are. While all zones are `disrupted` nobody gets a turn. */
  update(nodes: readonly Typed<Node>[], now: number): 'disrupted' | 'some ready' {
    const counts = new Map<string, { ready: number; unready: number }>();
    for (const node of nodes) {
      const status = readyStatus(node);
      if (status === undefined || node.metadata.labels?.[EXCLUDED] !== undefined) continue;
      const count = counts.get(nodeZone(node)) ?? { ready: 0, unready: 0 };
      count[status === 'True' ? 'ready' : 'unready'] += 1;
      counts.set(nodeZone(node), count);
    }
    const all = [...counts.values()].every(({ ready }) => ready === 0) ? 'disrupted' : 'some ready';
    for (const zone of new Set([...counts.keys(), ...this.#zones.keys()])) {
      const { ready, unready } = counts.get(zone) ?? { ready: 0, unready: 0 };
      this.#setPause(zone, all === 'disrupted' ? Infinity : pauseOf(ready, unready), now);
    }
    return all;
  }

  /** Takes the turn of a zone: 0 when it is due, otherwise in how many milliseconds it will be. */
  take(zone: string, now: number): number {
    const turns = this.#zones.get(zone) ?? FIRST_TURNS;
    if (turns.pause === Infinity) return Infinity;
    if (turns.next > now) return turns.next - now;
    this.#zones.set(zone, { ...turns, next: now + turns.pause });
    return 0;
  }

  /** After a change of pace a turn that was waiting is still there; otherwise, and where turns had stopped, one new pause begins. */
  #setPause(zone: string, pause: number, now: number): void {
    const turns = this.#zones.get(zone) ?? FIRST_TURNS;
    const isWaiting = turns.pause !== Infinity && turns.next <= now;
    this.#zones.set(zone, turns.pause === pause ? turns : { pause, next: isWaiting ? now : now + pause });
  }
}

function pauseOf(ready: number, unready: number): number {
  if (ready === 0 || unready < UNHEALTHY_NODES || Math.fround(unready / (ready + unready)) < Math.fround(UNHEALTHY)) return PAUSE;
  return ready + unready > LARGE ? LONG_PAUSE : Infinity;
}
