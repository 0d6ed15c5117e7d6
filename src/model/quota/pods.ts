import type { Container, Pod, PodAffinityTerm } from '../kinds/core-v1.ts';
import { amountsOf, isPodLevelResourcesSet, podLimits, podRequests, type ResourceAmounts } from '../pod-resources.ts';
import { compareText } from '../json.ts';
import type { Quantity } from '../quantity.ts';
import { addAmounts, type Amounts } from './amounts.ts';
import { typedObject, type QuotaContext, type QuotaEvaluator } from './evaluator.ts';
import { objectCountName, ONE } from './object-count.ts';
import { matchesScopeValue } from './scopes.ts';

const COUNT = objectCountName('', 'pods');
const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'] as const;
const NAMES: ReadonlySet<string> = new Set([COUNT, 'pods', ...COMPUTE.flatMap((name) => [name, `requests.${name}`, `limits.${name}`])]);
/** A quota on one of these makes every container say how much it wants. */
const TO_BE_SPECIFIED: readonly string[] = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];
const REQUESTS = 'requests.';
const HUGE_PAGES = 'hugepages-';
export const DEVICE_CLASS_RESOURCE = 'deviceclass.resource.kubernetes.io/';
const SECOND = 1000;

/** Pods: how many, and what they request and are limited to, while they live. */
export const podEvaluator: QuotaEvaluator = {
  group: '',
  resource: 'pods',
  tracks: (names, context) => [...names].filter((name) => NAMES.has(name) || isHugePages(name) || isExtendedRequest(name, context)),
  usage: (object, context) => podUsage(typedObject<Pod>(object), context),
  chargesUpdate: (object, old) => isTerminating(typedObject<Pod>(object)) !== isTerminating(typedObject<Pod>(old)),
  omission(object, names) {
    const { spec = {} } = typedObject<Pod>(object);
    return isPodLevelResourcesSet(spec.resources)
      ? undefined
      : omissionOf([...(spec.containers ?? []), ...(spec.initContainers ?? [])], names);
  },
  matchesScope(object, requirement) {
    const pod = typedObject<Pod>(object);
    switch (requirement.scopeName) {
      case 'Terminating':
        return isTerminating(pod);
      case 'NotTerminating':
        return !isTerminating(pod);
      case 'BestEffort':
        return pod.status?.qosClass === 'BestEffort';
      case 'NotBestEffort':
        return pod.status?.qosClass !== 'BestEffort';
      case 'PriorityClass':
        return matchesScopeValue(requirement, pod.spec?.priorityClassName ?? '');
      case 'CrossNamespacePodAffinity':
        return isAffineAcrossNamespaces(pod);
      default:
        return false;
    }
  },
};

const isHugePages = (name: string): boolean => name.startsWith(HUGE_PAGES) || name.startsWith(`${REQUESTS}${HUGE_PAGES}`);

const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/');

/** Whether a quota means requests of an extended resource by this name. */
export const isExtendedRequest = (name: string, { chargesImplicitDevices }: QuotaContext): boolean =>
  name.startsWith(REQUESTS) && (!isNative(name) || (chargesImplicitDevices && name.startsWith(`${REQUESTS}${DEVICE_CLASS_RESOURCE}`)));

/** What a pod uses: one object always, the rest until it has ended or should long have been gone. */
export function podUsage(pod: Pod, context: QuotaContext): Amounts {
  const counted: Amounts = new Map([[COUNT, ONE]]);
  if (!isCharged(pod, context.now)) return counted;
  return addAmounts(counted, computeUsage(podRequests(pod, { useStatus: true }), podLimits(pod), context.chargesImplicitDevices));
}

/** Whether a pod counts for more than an object. */
export function isCharged({ metadata = {}, status = {} }: Pod, now: number): boolean {
  if (status.phase === 'Failed' || status.phase === 'Succeeded') return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return now <= Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * SECOND;
}

/** Requests and limits under the names that quotas have for them. */
function computeUsage(requests: ResourceAmounts, limits: ResourceAmounts, implicitDevices: boolean): Amounts {
  const usage = new Map<string, Quantity>([['pods', ONE]]);
  for (const name of COMPUTE) {
    const [request, limit] = [requests.get(name), limits.get(name)];
    if (request) usage.set(name, request).set(`${REQUESTS}${name}`, request);
    if (limit) usage.set(`limits.${name}`, limit);
  }
  for (const [name, request] of requests) {
    if (name.startsWith(HUGE_PAGES)) usage.set(name, request).set(`${REQUESTS}${name}`, request);
    const isExtended = !isNative(name) && !name.startsWith(REQUESTS);
    if (isExtended || (implicitDevices && name.startsWith(DEVICE_CLASS_RESOURCE))) usage.set(`${REQUESTS}${name}`, request);
  }
  return usage;
}

/** `must specify limits.cpu for: a,b; memory for: a` */
function omissionOf(containers: readonly Container[], names: ReadonlySet<string>): string | undefined {
  const omissions = TO_BE_SPECIFIED.filter((name) => names.has(name))
    .sort(compareText)
    .flatMap((name) => {
      const silent = containers.filter((container) => !specified(container).has(name)).map((container) => container.name ?? '');
      return silent.length === 0 ? [] : [`${name} for: ${[...new Set(silent)].sort(compareText).join(',')}`];
    });
  return omissions.length === 0 ? undefined : `must specify ${omissions.join('; ')}`;
}

const specified = ({ resources }: Container): Amounts => computeUsage(amountsOf(resources?.requests), amountsOf(resources?.limits), true);

/** Whether a pod has a deadline. */
export const isTerminating = ({ spec }: Pod): boolean => spec?.activeDeadlineSeconds !== undefined && spec.activeDeadlineSeconds >= 0;

function isAffineAcrossNamespaces({ spec }: Pod): boolean {
  const { podAffinity, podAntiAffinity } = spec?.affinity ?? {};
  return [podAffinity, podAntiAffinity].some((affinity) => {
    const preferred = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    const terms = [
      ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
      ...preferred.map((each) => each.podAffinityTerm ?? {}),
    ];
    return terms.some(namesNamespaces);
  });
}

const namesNamespaces = ({ namespaces, namespaceSelector }: PodAffinityTerm): boolean =>
  (namespaces?.length ?? 0) > 0 || namespaceSelector !== undefined;
