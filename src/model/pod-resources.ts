import type { Container, Pod, PodSpec, PodStatus, ResourceRequirements } from './kinds/core-v1.ts';
import { addQuantities, compareQuantities, parseQuantity, quantityText, signOf, ZERO_QUANTITY, type Quantity } from './quantity.ts';

/** Amounts by resource name, as objects carry them. */
export type ResourceList = Readonly<Record<string, string>>;

/** Amounts by resource name, to be calculated with. */
export type ResourceAmounts = Map<string, Quantity>;

export interface PodResourceOptions {
  /** Counts what status reports too, as far as it is more than the spec asks for (a resize is under way). */
  readonly useStatus?: boolean;
  /** With `useStatus`: status of the pod as a whole counts as well (1.36 and later). */
  readonly usePodLevelStatus?: boolean;
  readonly skipPodLevelResources?: boolean;
  /** Takes the place of what a container does not request. */
  readonly nonMissingContainerRequests?: ReadonlyMap<string, Quantity>;
}

/** Whether an init container runs beside the others: a sidecar. */
export const isSidecar = ({ restartPolicy }: Container): boolean => restartPolicy === 'Always';

/**
 * What a pod requests, as `resourcehelper.PodRequests` computes it: containers and sidecars together, or the init container that needs the most if that is more;
 * requests of the pod as a whole take the place of their sum; overhead on top.
 */
export function podRequests(pod: Pod, options: PodResourceOptions = {}): ResourceAmounts {
  const { spec = {}, status = {} } = pod;
  const amounts = aggregateRequests(pod, options);
  if (!options.skipPodLevelResources && hasPodLevel(spec.resources?.requests)) {
    const wanted = amountsOf(spec.resources?.requests);
    const isResizing = options.usePodLevelStatus && options.useStatus && status.resources;
    const effective = isResizing
      ? maximum(
          isResizeInfeasible(status) ? new Map() : wanted,
          amountsOf(status.resources?.requests),
          amountsOf(status.allocatedResources),
        )
      : wanted;
    replacePodLevel(amounts, effective);
  }
  add(amounts, amountsOf(spec.overhead));
  return amounts;
}

/** What a pod is limited to, as `resourcehelper.PodLimits` computes it; overhead counts only where there is a limit. */
export function podLimits(pod: Pod): ResourceAmounts {
  const { spec = {} } = pod;
  const amounts = aggregateContainers(spec, ({ resources }) => amountsOf(resources?.limits));
  if (isPodLevelResourcesSet(spec.resources)) replacePodLevel(amounts, amountsOf(spec.resources?.limits));
  for (const [name, overhead] of amountsOf(spec.overhead)) {
    const limit = amounts.get(name);
    if (limit && signOf(limit) !== 0) amounts.set(name, addQuantities(limit, overhead));
  }
  return amounts;
}

function aggregateRequests({ spec = {}, status = {} }: Pod, options: PodResourceOptions): ResourceAmounts {
  const complete = (requests: ResourceAmounts): ResourceAmounts => {
    for (const [name, quantity] of options.nonMissingContainerRequests ?? []) if (!requests.has(name)) requests.set(name, quantity);
    return requests;
  };
  const wanted = aggregateContainers(spec, ({ resources }) => complete(amountsOf(resources?.requests)));
  if (!options.useStatus) return wanted;
  const infeasible = isResizeInfeasible(status);
  const { containerStatuses = [], initContainerStatuses = [], allocatedResources } = status;
  if (containerStatuses.length === 0 && initContainerStatuses.length === 0 && !allocatedResources && !infeasible) return wanted;
  const reported = reportedRequests(spec, status, options, infeasible, complete);
  return infeasible ? maximum(...reported) : maximum(wanted, ...reported);
}

/** What the node has set aside for the containers and what they really have. */
function reportedRequests(
  spec: PodSpec,
  status: PodStatus,
  options: PodResourceOptions,
  infeasible: boolean,
  complete: (requests: ResourceAmounts) => ResourceAmounts,
): readonly ResourceAmounts[] {
  if (options.usePodLevelStatus && status.allocatedResources && status.resources?.requests) {
    return [amountsOf(status.resources.requests), amountsOf(status.allocatedResources)];
  }
  const statuses = new Map([...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].map((item) => [item.name, item]));
  const wanted = ({ resources }: Container): ResourceList | undefined => (infeasible ? undefined : resources?.requests);
  return [
    aggregateContainers(spec, (container) => {
      const reported = statuses.get(container.name);
      return complete(amountsOf(reported?.resources?.requests ?? reported?.allocatedResources ?? wanted(container)));
    }),
    aggregateContainers(spec, (container) => complete(amountsOf(statuses.get(container.name)?.allocatedResources ?? wanted(container)))),
  ];
}

/**
 * Init containers run one after the other before the rest, sidecars from their turn on until the end. With sidecar s (1 CPU) before init container i (3 CPU)
 * and container c (2 CPU) the pod needs max(s + i, s + c) = 4 CPU.
 */
function aggregateContainers(spec: PodSpec, amountsFor: (container: Container) => ResourceAmounts): ResourceAmounts {
  const running: ResourceAmounts = new Map();
  for (const container of spec.containers ?? []) add(running, amountsFor(container));
  const sidecars: ResourceAmounts = new Map();
  const starting: ResourceAmounts = new Map();
  for (const container of spec.initContainers ?? []) {
    const amounts = amountsFor(container);
    if (isSidecar(container)) {
      add(running, amounts);
      add(sidecars, amounts);
      raise(starting, sidecars);
    } else {
      add(amounts, sidecars);
      raise(starting, amounts);
    }
  }
  raise(running, starting);
  return running;
}

export const isPodLevelResource = (name: string): boolean => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');

const hasPodLevel = (list: ResourceList | undefined): boolean => Object.keys(list ?? {}).some(isPodLevelResource);

/** Whether a pod states requests or limits for itself as a whole. */
export const isPodLevelResourcesSet = (resources: ResourceRequirements | undefined): boolean =>
  hasPodLevel(resources?.requests) || hasPodLevel(resources?.limits);

export const isPodLevelRequestsSet = (resources: ResourceRequirements | undefined): boolean => hasPodLevel(resources?.requests);

const isResizeInfeasible = (status: PodStatus): boolean =>
  (status.conditions ?? []).find(({ type }) => type === 'PodResizePending')?.reason === 'Infeasible';

function replacePodLevel(amounts: ResourceAmounts, podLevel: ResourceAmounts): void {
  for (const [name, quantity] of podLevel) if (isPodLevelResource(name)) amounts.set(name, quantity);
}

export const amountsOf = (list: ResourceList | undefined): ResourceAmounts => {
  const amounts: ResourceAmounts = new Map();
  for (const name in list) amounts.set(name, quantityOf(list[name]));
  return amounts;
};

/** The same as an object carries them; undefined when there are none. */
export const resourceListOf = (amounts: ResourceAmounts): Record<string, string> | undefined =>
  amounts.size === 0 ? undefined : Object.fromEntries([...amounts].map(([name, quantity]) => [name, quantityText(quantity)]));

/** A quantity of a decoded object; text that is none counts as nothing. */
export function quantityOf(text: string | undefined): Quantity {
  const quantity = text === undefined ? ZERO_QUANTITY : parseQuantity(text);
  return typeof quantity === 'string' ? ZERO_QUANTITY : quantity;
}

function add(amounts: ResourceAmounts, more: ResourceAmounts): void {
  for (const [name, quantity] of more) {
    const amount = amounts.get(name);
    amounts.set(name, amount ? addQuantities(amount, quantity) : quantity);
  }
}

function raise(amounts: ResourceAmounts, to: ResourceAmounts): void {
  for (const [name, quantity] of to) {
    const amount = amounts.get(name);
    if (!amount || compareQuantities(quantity, amount) > 0) amounts.set(name, quantity);
  }
}

function maximum(...all: readonly ResourceAmounts[]): ResourceAmounts {
  const result: ResourceAmounts = new Map();
  for (const amounts of all) raise(result, amounts);
  return result;
}
