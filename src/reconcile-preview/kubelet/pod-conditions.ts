import type { ContainerStatus, Pod, PodCondition, PodSpec, PodStatus } from '../../model/kinds/core-v1.ts';
import { goQuote } from '../../model/go-text.ts';
import { isSidecar } from '../../model/pod-resources.ts';

type Judgement = Pick<PodCondition, 'status' | 'reason' | 'message'>;

const TRUE: Judgement = { status: 'True' };

/**
 * A pod's conditions after its status has become `status`: the kubelet's five in its order, then those of others.
 * A condition keeps the time of its last transition while its status stays.
 */
export function podConditions({ metadata, spec = {} }: Pod, status: PodStatus, now: string): PodCondition[] {
  const previous = status.conditions ?? [];
  const ready = containersReady(spec, status);
  const judgements: Record<string, Judgement> = {
    PodReadyToStartContainers: hasEnded(status) ? { status: 'False' } : TRUE,
    Initialized: initialized(spec, status),
    Ready: ready.status === 'True' ? readinessGates(spec, previous) : ready,
    ContainersReady: ready,
    PodScheduled: TRUE,
  };
  const own = Object.entries(judgements).map(([type, judgement]): PodCondition => {
    const old = previous.find((condition) => condition.type === type);
    const lastTransitionTime = old?.status === judgement.status ? old?.lastTransitionTime : now;
    return { type, ...observed(metadata?.generation), ...judgement, lastTransitionTime };
  });
  return [...own, ...previous.filter(({ type = '' }) => !Object.hasOwn(judgements, type))];
}

const observed = (generation: number | undefined): Pick<PodCondition, 'observedGeneration'> =>
  generation ? { observedGeneration: generation } : {};

export const hasEnded = ({ phase }: PodStatus): boolean => phase === 'Succeeded' || phase === 'Failed';

function containersReady({ initContainers = [], containers = [] }: PodSpec, status: PodStatus): Judgement {
  const statuses = statusesByName(status);
  const names = [...initContainers.filter(isSidecar), ...containers].map(({ name = '' }) => name);
  const unknown = names.filter((name) => !statuses.has(name));
  const unready = names.filter((name) => statuses.get(name)?.ready !== true && statuses.has(name));
  if (status.phase === 'Succeeded' && unknown.length === 0) return { status: 'False', reason: 'PodCompleted' };
  if (status.phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const message = listed([
    ['containers with unknown status', unknown],
    ['containers with unready status', unready],
  ]);
  return message === '' ? TRUE : { status: 'False', reason: 'ContainersNotReady', message };
}

function readinessGates({ readinessGates: gates = [] }: PodSpec, conditions: readonly PodCondition[]): Judgement {
  const messages = gates.flatMap(({ conditionType = '' }) => {
    const condition = conditions.find(({ type }) => type === conditionType);
    if (!condition) return [`corresponding condition of pod readiness gate ${goQuote(conditionType)} does not exist.`];
    return condition.status === 'True'
      ? []
      : [`the status of pod readiness gate ${goQuote(conditionType)} is not "True", but ${condition.status ?? ''}`];
  });
  return messages.length === 0 ? TRUE : { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}

function initialized({ initContainers = [], containers = [] }: PodSpec, status: PodStatus): Judgement {
  const statuses = statusesByName(status);
  const unknown = initContainers.filter(({ name = '' }) => !statuses.has(name)).map(({ name = '' }) => name);
  const incomplete = initContainers
    .filter((container) => {
      const known = statuses.get(container.name ?? '');
      return known && (isSidecar(container) ? known.started !== true : known.ready !== true);
    })
    .map(({ name = '' }) => name);
  if (status.phase === 'Succeeded' && unknown.length === 0) return { status: 'True', reason: 'PodCompleted' };
  const hasStarted = containers.some(({ name = '' }) => {
    const state = statuses.get(name)?.state;
    return state?.running ?? state?.terminated;
  });
  const message = listed([
    ['containers with unknown status', unknown],
    ['containers with incomplete status', incomplete],
  ]);
  return hasStarted || message === '' ? TRUE : { status: 'False', reason: 'ContainersNotInitialized', message };
}

const statusesByName = ({ initContainerStatuses = [], containerStatuses = [] }: PodStatus): Map<string, ContainerStatus> =>
  new Map([...initContainerStatuses, ...containerStatuses].map((status) => [status.name ?? '', status]));

/** `containers with unready status: [a b]`; lists without names are left out. */
const listed = (lists: readonly (readonly [title: string, names: readonly string[]])[]): string =>
  lists.flatMap(([title, names]) => (names.length === 0 ? [] : [`${title}: [${names.join(' ')}]`])).join(', ');
