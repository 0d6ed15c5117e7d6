import type { Change, ReadView } from '../../cluster/store.ts';
import type { Component, PendingKey } from '../component.ts';
import { keyOf, splitKey, type WorkContext } from '../controller.ts';
import { attempt, remove, type Work } from '../intent.ts';
import { asKind, getObject, objectKey } from '../kind.ts';
import { NODE, POD } from '../kinds.ts';
import { WorkQueue } from '../work-queue.ts';
import { UNDISTURBED, type World } from './world.ts';
import { syncNode } from './sync-node.ts';
import { delayOf, syncPod, untilReady } from './sync-pod.ts';

/**
 * The kubelets of all nodes. There is no container runtime behind them: containers start at once and become ready, and end where their restart policy lets them;
 * the annotation `drydock.dev/fate` says otherwise. A pod that names a node which does not exist runs too.
 */
export const kubelet = (world: World = UNDISTURBED): Component => new Kubelets(world);

class Kubelets implements Component {
  readonly name = 'kubelet';
  readonly watches = [POD, NODE];
  readonly #pods = new WorkQueue();
  readonly #nodes = new WorkQueue();
  /** Pods whose time has come, the next one last. */
  #due: string[] = [];
  #now = 0;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  observe({ type, object }: Change, view: ReadView, { now }: WorkContext): void {
    this.#now = now;
    const pod = asKind(object, POD);
    if (pod && type !== 'deleted') {
      const fate = this.#world.fateOf(pod, view);
      if (pod.spec?.nodeName && !this.#world.isLost(pod.spec.nodeName)) this.#pods.add(keyOf(pod), now + delayOf(pod, fate, now));
    }
    if (asKind(object, NODE) && type === 'added') this.#nodes.add(keyOf(object), now);
  }

  nextAt(): number | undefined {
    if (this.#due.length > 0) return this.#now;
    const times = [this.#nodes.nextAt(), this.#pods.nextAt()].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  pending(): readonly PendingKey[] {
    return [...this.#nodes.entries(), ...this.#pods.entries(), ...this.#due.map((key) => ({ key, at: this.#now }))];
  }

  *turn(view: ReadView, context: WorkContext): Work {
    this.#now = context.now;
    const nodeName = this.#nodes.take(context.now);
    if (nodeName !== undefined) {
      yield* startNode(nodeName, view, context);
      return;
    }
    if (this.#due.length === 0) this.#due = [...this.#pods.takeDue(context.now)].reverse();
    const key = this.#due.pop();
    if (key !== undefined) yield* this.#sync(key, view, context);
  }

  *#sync(key: string, view: ReadView, context: WorkContext): Work {
    const { namespace, name } = splitKey(key);
    const pod = getObject(view, POD, namespace, name);
    if (!pod || this.#world.isLost(pod.spec?.nodeName ?? '')) return;
    const node = getObject(view, NODE, '', pod.spec?.nodeName ?? '');
    const fate = this.#world.fateOf(pod, view);
    const early = untilReady(pod, fate, context.now);
    if (early > 0) {
      this.#pods.add(key, context.now + early);
      return;
    }
    const action = syncPod(pod, node, { release: context.release, timestamp: context.timestamp(), fate });
    if (action.kind === 'delete') yield* remove(objectKey(POD, pod), { gracePeriodSeconds: 0 });
    if (action.kind === 'status') {
      const { refusal } = yield* attempt({ type: 'updateStatus', object: { ...pod, status: action.status } });
      if (refusal?.code === 409) this.#pods.add(key, context.now);
    }
  }
}

function* startNode(name: string, view: ReadView, context: WorkContext): Work {
  const node = getObject(view, NODE, '', name);
  const status = node && syncNode(node, context.timestamp());
  if (status) yield* attempt({ type: 'updateStatus', object: { ...node, status } });
}
