import type { Change, ReadView } from '../../cluster/store.ts';
import type { Node, Pod } from '../../model/kinds/core-v1.ts';
import type { SchedulerSetup } from '../../model/scheduler-configuration.ts';
import { isSince } from '../../schema/release.ts';
import type { Component } from '../component.ts';
import { keyOf, type WorkContext } from '../controller.ts';
import { bindClaims, deallocate, devicesOf, unreserve } from '../devices/claim-plan.ts';
import { bind, emit, type Work } from '../intent.ts';
import { asKind, objectKey, type Typed } from '../kind.ts';
import { NODE, POD } from '../kinds.ts';
import { covers, nodeUpdateActions, podUpdateActions, type ClusterEvent } from './cluster-event.ts';
import { schedulePod, type CycleResult, type Scheduled, type Unschedulable } from './cycle.ts';
import type { CycleContext } from './framework.ts';
import { Nominator } from './nominator.ts';
import { nodeNameOf, nominatedNodeNameOf, podInfo, type PodInfo } from './pod-info.ts';
import { evict, nominate, reportFailure, SCHEDULER_NAME } from './pod-writes.ts';
import { profilesOf, type Profile } from './profiles.ts';
import { SchedulingQueue, type QueuedPod } from './scheduling-queue.ts';
import { Snapshot } from './snapshot.ts';
import { bindingProgress, bindVolumes } from './volume-binding.ts';
import { objectEvent, WATCHED_KINDS } from './watched-objects.ts';

/** kube-scheduler, one pod a turn; with its default profile unless it is set up otherwise. */
export const scheduler = (setup?: SchedulerSetup, profiles = profilesOf): Component => new Scheduler(setup, profiles);

class Scheduler implements Component {
  readonly name = 'scheduler';
  readonly watches = [POD, NODE, ...WATCHED_KINDS];
  readonly #snapshot = new Snapshot();
  readonly #setup: SchedulerSetup | undefined;
  readonly #makeProfiles: typeof profilesOf;
  readonly #queue: SchedulingQueue;
  readonly #nominator = new Nominator((nodeName) => this.#snapshot.touch(nodeName));
  /** The newest version of each pod that has not ended, by pod key. */
  readonly #pods = new Map<string, PodInfo>();
  readonly #nextNode = { index: 0 };
  /** Pods that have a node and wait for their volumes and devices. */
  readonly #binding = new Map<string, Waiting>();
  /** Whether one of them may have got them. */
  #isNews = false;
  /** What makes room for pods, still to be done, by the key of the pod. */
  readonly #preemptions = new Map<string, Preemption>();
  #now = 0;
  #view: ReadView | undefined;
  #profiles: ReadonlyMap<string, Profile> | undefined;

  constructor(setup: SchedulerSetup | undefined, makeProfiles: typeof profilesOf) {
    this.#setup = setup;
    this.#makeProfiles = makeProfiles;
    this.#queue = new SchedulingQueue(setup && { first: setup.podInitialBackoffSeconds * 1000, last: setup.podMaxBackoffSeconds * 1000 });
  }

  observe(change: Change, view: ReadView, context: WorkContext): void {
    this.#now = context.now;
    this.#view = view;
    this.#profiles ??= this.#makeProfiles(this.#setup, context.release);
    const [before, after] = [change.before, change.type === 'deleted' ? undefined : change.object];
    if (asKind(change.object, POD)) {
      const [podBefore, podAfter] = [before && asKind(before, POD), after && asKind(after, POD)];
      // pods that have ended are none of the scheduler's business
      this.#observePod(keyOf(change.object), isAlive(podBefore), isAlive(podAfter), view);
    } else if (asKind(change.object, NODE)) {
      this.#observeNode(before && asKind(before, NODE), after && asKind(after, NODE));
    } else {
      const event = objectEvent(change);
      if (event) this.#wake(event);
      if (event?.resource === 'ResourceClaim') this.#openGates(view);
      this.#isNews = this.#binding.size > 0;
    }
  }

  nextAt(): number | undefined {
    const next = Math.min(this.nextInProgressAt() ?? Infinity, this.#nextDeadline());
    return next === Infinity ? undefined : next;
  }

  /** That devices are never made ready is nothing to wait for. */
  nextInProgressAt(): number | undefined {
    if (this.#isNews) return this.#now;
    const next = Math.min(this.#queue.nextAt(this.#now) ?? Infinity, this.#nextPreemption()?.at ?? Infinity);
    return next === Infinity ? undefined : next;
  }

  /** The one that has been going on longest. */
  #nextPreemption(): Preemption | undefined {
    return this.#preemptions.values().next().value;
  }

  #nextDeadline(): number {
    return Math.min(...[...this.#binding.values()].map(({ deadline }) => deadline ?? Infinity));
  }

  *turn(view: ReadView, context: WorkContext): Work {
    this.#now = context.now;
    if (this.#isNews || this.#nextDeadline() <= context.now) {
      yield* this.#bindWaiting(view, context);
      return;
    }
    for (let next = this.#nextPreemption(); next && next.at <= context.now; next = this.#nextPreemption())
      yield* this.#preempt(next, view, context);
    const queued = this.#queue.pop(context.now);
    const preemption = queued && this.#preemptions.get(queued.pod.key);
    if (preemption) yield* this.#preempt(preemption, view, context);
    if (!queued || queued.pod.pod.metadata.deletionTimestamp !== undefined) return;
    const { pod } = queued;
    const profile = this.#profileOf(pod);
    if (!profile) return;
    const result = this.#schedule(pod, profile, view, context);
    if (result.kind === 'scheduled') {
      yield* this.#assume(queued, result, view, context);
    } else if (result.kind === 'error') {
      this.#queue.addRejected(queued, new Set(), true, context.now);
      yield* reportFailure(pod, { reason: 'SchedulerError', message: result.message, nominatedNodeName: '' }, view, context);
    } else {
      this.#queue.addRejected(queued, result.rejectors, false, context.now);
      yield* this.#reject(pod, result, view, context);
    }
  }

  /** A pod does not get in its own way on the node that it is nominated to: what it and others find there differs. */
  #schedule(pod: PodInfo, profile: Profile, view: ReadView, context: WorkContext): CycleResult {
    const nominated = this.#nominator.get(pod.key);
    this.#snapshot.touch(nominated);
    const result = schedulePod(pod, profile.plugins, this.#cycleContext(profile, view, context));
    this.#snapshot.touch(nominated);
    return result;
  }

  #cycleContext({ percentageOfNodesToScore }: Profile, view: ReadView, { release, now }: WorkContext): CycleContext {
    return {
      release,
      now,
      view,
      snapshot: this.#snapshot,
      nextNode: this.#nextNode,
      percentageOfNodesToScore,
      nominatedPods: (nodeName) => {
        const keys = this.#nominator.podsOf(nodeName);
        return keys.length === 0 ? NO_PODS : keys.flatMap((key) => this.#pods.get(key) ?? []);
      },
    };
  }

  *#assume(queued: QueuedPod, { nodeName, plan, claims }: Scheduled, view: ReadView, context: WorkContext): Work {
    const { pod } = queued;
    this.#snapshot.setPod(pod, nodeName);
    this.#nominator.set(pod.key, '');
    const hasClaims = claims.length > 0 || (pod.spec.resourceClaims?.length ?? 0) > 0;
    if (
      claims.length === 0 &&
      (!plan || bindingProgress(plan, view) === 'bound') &&
      !(hasClaims && devicesOf(pod, view, context.now).readiness.state !== 'ready')
    ) {
      yield* this.#bind(queued, nodeName);
      return;
    }
    this.#binding.set(pod.key, { queued, nodeName, plan, deadline: undefined });
    if (isSince(context.release, '1.35')) yield* nominate(pod, nodeName, view);
    const problem = yield* bindClaims(claims, pod, view, context);
    if (problem !== undefined) {
      yield* this.#giveUp(queued, 'DynamicResources', problem, view, context);
      return;
    }
    if (plan && bindingProgress(plan, view) !== 'bound') yield* bindVolumes(plan);
    const { readiness, deadline } = devicesOf(pod, view, context.now);
    this.#binding.set(pod.key, { queued, nodeName, plan, deadline });
    if (readiness.state === 'pending')
      yield* emit('Normal', 'BindingConditionsPending', `waiting for binding conditions for device on node ${nodeName}`, pod.pod);
    this.#isNews = true;
  }

  /** Binds the pods that have got their volumes and devices, and gives up on those that cannot get them. */
  *#bindWaiting(view: ReadView, context: WorkContext): Work {
    this.#isNews = false;
    for (const [key, { queued, nodeName, plan }] of [...this.#binding]) {
      const volumes = plan ? bindingProgress(plan, view) : 'bound';
      if (typeof volumes === 'object') yield* this.#giveUp(queued, 'VolumeBinding', `binding volumes: ${volumes.problem}`, view, context);
      if (volumes !== 'bound') continue;
      const { readiness } = devicesOf(queued.pod, view, context.now);
      if (readiness.state === 'ready') {
        this.#binding.delete(key);
        yield* this.#bind(queued, nodeName);
      } else if (readiness.state === 'failed') {
        yield* this.#giveUp(queued, 'DynamicResources', readiness.problem, view, context);
      }
    }
  }

  /** What a pod needs could not be written or made ready: it is tried again after a while. */
  *#giveUp(queued: QueuedPod, plugin: string, message: string, view: ReadView, context: WorkContext): Work {
    const { pod } = queued;
    this.#binding.delete(pod.key);
    yield* unreserve(pod, view);
    this.#snapshot.removePod(pod.key);
    this.#queue.addRejected(queued, new Set(), true, context.now);
    const failed = `running PreBind plugin "${plugin}": ${message}`;
    yield* reportFailure(pod, { reason: 'SchedulerError', message: failed, nominatedNodeName: '' }, view, context);
  }

  *#bind(queued: QueuedPod, nodeName: string): Work {
    const { pod } = queued;
    const { refusal } = yield* bind(objectKey(POD, pod.pod), nodeName);
    if (!refusal) {
      yield* emit('Normal', 'Scheduled', `Successfully assigned ${pod.key} to ${nodeName}`, pod.pod);
      return;
    }
    this.#snapshot.removePod(pod.key);
    if (refusal.code !== 404) this.#queue.addRejected(queued, new Set(), true, this.#now);
  }

  *#reject(pod: PodInfo, { message, nominatedNodeName, victims, deallocates }: Unschedulable, view: ReadView, context: WorkContext): Work {
    if (nominatedNodeName !== undefined) this.#nominator.set(pod.key, nominatedNodeName);
    for (const claim of deallocates) yield* deallocate(claim);
    yield* reportFailure(pod, { reason: 'Unschedulable', message, nominatedNodeName }, view, context);
    if (nominatedNodeName) this.#preemptions.set(pod.key, { at: context.now + PREEMPTION_TIME, pod, nodeName: nominatedNodeName, victims });
  }

  /** Makes room for a pod. Upstream does this beside its cycles: meanwhile it tries the next pods. */
  *#preempt({ pod, nodeName, victims }: Preemption, view: ReadView, context: WorkContext): Work {
    this.#preemptions.delete(pod.key);
    for (const key of this.#nominator.podsOf(nodeName)) {
      const other = this.#queue.get(key)?.pod;
      if (!other || other.priority >= pod.priority) continue;
      this.#nominator.set(key, '');
      yield* nominate(other, '', view);
    }
    for (const victim of victims) yield* evict(victim, pod, nodeName, view, context);
  }

  /** Whoever a pod wants to be scheduled by; undefined when nobody has that name. */
  #profileOf({ spec }: PodInfo): Profile | undefined {
    return this.#profiles?.get(spec.schedulerName || SCHEDULER_NAME);
  }

  #observePod(key: string, before: Typed<Pod> | undefined, after: Typed<Pod> | undefined, view: ReadView): void {
    const old = before && podInfo(before, this.#pods.get(key));
    const now = after && podInfo(after, old);
    if (now) this.#pods.set(key, now);
    else this.#pods.delete(key);
    if (now && nodeNameOf(now) === '') {
      this.#observePending(old, now, view);
      return;
    }
    this.#queue.remove(key);
    this.#nominator.set(key, '');
    this.#binding.delete(key);
    if (now) {
      this.#snapshot.setPod(now);
      this.#wakeForPod(old && nodeNameOf(old) !== '' ? old : undefined, now);
    } else if (old) {
      this.#snapshot.removePod(key);
      if (nodeNameOf(old) !== '') this.#wakeForPod(old, undefined);
      else this.#wakeForNomination(old);
    }
  }

  #observePending(before: PodInfo | undefined, pod: PodInfo, view: ReadView): void {
    const profile = this.#profileOf(pod);
    if (!profile || this.#binding.has(pod.key)) return;
    const nominated = nominatedNodeNameOf(pod.pod);
    const nominatedBefore = before ? nominatedNodeNameOf(before.pod) : '';
    if (nominated !== '' || nominatedBefore !== '') this.#nominator.set(pod.key, nominated);
    const gated = isGated(profile, pod, view);
    if (!before || !this.#queue.get(pod.key)) {
      this.#queue.add(pod, gated);
      return;
    }
    this.#queue.update(pod);
    if (this.#queue.isGated(pod.key) && !gated) this.#queue.ungate(pod.key);
    if (this.#queue.isRejected(pod.key)) {
      for (const action of podUpdateActions(before, pod)) this.#wakeOne(pod.key, { resource: 'TargetPod', action, before, after: pod });
    }
    if (nominatedBefore !== nominated) this.#wakeForNomination(before);
  }

  /** Lets pods into the queue that only waited for their claims. */
  #openGates(view: ReadView): void {
    for (const { pod } of this.#queue.gated) {
      const profile = this.#profileOf(pod);
      if (profile && !isGated(profile, pod, view)) this.#queue.ungate(pod.key);
    }
  }

  #observeNode(before: Typed<Node> | undefined, after: Typed<Node> | undefined): void {
    if (after) this.#snapshot.setNode(after);
    else this.#snapshot.removeNode(before?.metadata.name ?? '');
    const actions = before && after ? nodeUpdateActions(before, after) : [after ? ('Add' as const) : ('Delete' as const)];
    for (const action of actions) this.#wake({ resource: 'Node', action, before, after });
  }

  #wakeForPod(before: PodInfo | undefined, after: PodInfo | undefined): void {
    if (!this.#queue.hasRejected) return;
    const actions = before && after ? podUpdateActions(before, after) : [after ? ('Add' as const) : ('Delete' as const)];
    for (const action of actions) this.#wake({ resource: 'AssignedPod', action, before, after });
  }

  /** A pod has given up the room it was nominated to: good news for pods that had to leave it alone. */
  #wakeForNomination(pod: PodInfo): void {
    if (nominatedNodeNameOf(pod.pod) === '') return;
    const event: ClusterEvent = { resource: 'AssignedPod', action: 'Delete', before: pod, after: undefined };
    for (const { pod: other } of this.#queue.rejected) if (other.priority <= pod.priority) this.#wakeOne(other.key, event);
  }

  /** Brings back the rejected pods that an event may help. */
  #wake(event: ClusterEvent): void {
    for (const { pod } of this.#queue.rejected) this.#wakeOne(pod.key, event);
  }

  #wakeOne(key: string, event: ClusterEvent): void {
    const queued = this.#queue.get(key);
    if (!queued || !this.#queue.isRejected(key)) return;
    const { pod, rejectors } = queued;
    const isHelped = this.#profileOf(pod)?.plugins.some(
      ({ name, events }) =>
        rejectors.has(name) && events.some((interest) => covers(interest, event) && interest.isRelevant(pod, event, this.#view)),
    );
    if (isHelped || rejectors.size === 0) this.#queue.requeue(key, this.#now);
  }
}

const NO_PODS: readonly PodInfo[] = [];
/** How many milliseconds it takes to evict victims: longer than a controller needs to create its next pods. */
const PREEMPTION_TIME = 15;

/** A pod that has a node and waits for what it needs there. */
interface Waiting extends Pick<Scheduled, 'nodeName' | 'plan'> {
  readonly queued: QueuedPod;
  /** When its devices have to be ready. */
  readonly deadline: number | undefined;
}

/** The pods that have to leave a node for another. */
interface Preemption {
  /** When they do. */
  readonly at: number;
  readonly pod: PodInfo;
  readonly nodeName: string;
  readonly victims: readonly PodInfo[];
}

const isGated = ({ plugins }: Profile, pod: PodInfo, view: ReadView): boolean =>
  plugins.some(({ preEnqueue }) => (preEnqueue?.(pod, view).kind ?? 'fits') !== 'fits');

/** The pod while it has not ended. */
const isAlive = (pod: Typed<Pod> | undefined): Typed<Pod> | undefined =>
  pod && pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed' ? pod : undefined;
