import { isQualifiedName } from './names.ts';
import { quantityOf, wholeValue, isWhole, isPositive } from './quantities.ts';
import { parseQuantity, valueOf } from '../../model/quantity.ts';

const HUGE_PAGES_PREFIX = 'hugepages-';
const REQUESTS_PREFIX = 'requests.';
const REQUESTS_HUGE_PAGES_PREFIX = 'requests.hugepages-';
const KUBERNETES_DOMAIN = 'kubernetes.io/';

const COUNTED = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'persistentvolumeclaims',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
];
const MEASURED = ['cpu', 'memory', 'ephemeral-storage'];
const CONTAINER: readonly string[] = MEASURED;
const POD_LEVEL: readonly string[] = ['cpu', 'memory'];
const QUOTA = [...MEASURED, ...MEASURED.flatMap((name) => [`requests.${name}`, `limits.${name}`]), 'requests.storage', ...COUNTED];
const STANDARD = [...QUOTA, 'storage'];

/** Classes of resource names, as `core/helper` has them. */
export const isHugePages = (name: string): boolean => name.startsWith(HUGE_PAGES_PREFIX);
const isQuotaHugePages = (name: string): boolean => isHugePages(name) || name.startsWith(REQUESTS_HUGE_PAGES_PREFIX);
export const isStandardResource = (name: string): boolean => STANDARD.includes(name) || isQuotaHugePages(name);
export const isStandardContainerResource = (name: string): boolean => CONTAINER.includes(name) || isHugePages(name);
export const isStandardQuotaResource = (name: string): boolean => QUOTA.includes(name) || isQuotaHugePages(name);
export const isPodLevelResource = (name: string): boolean => POD_LEVEL.includes(name) || isHugePages(name);
/** What a message lists as resources of a pod as a whole. */
export const POD_LEVEL_RESOURCES = ['cpu', HUGE_PAGES_PREFIX, 'memory'];

/** Known to Kubernetes itself: without a domain, or in its own. */
export const isNativeResource = (name: string): boolean => !name.includes('/') || name.includes(KUBERNETES_DOMAIN);

/** Offered by a device plugin. */
export const isExtendedResource = (name: string): boolean =>
  !isNativeResource(name) && !name.startsWith(REQUESTS_PREFIX) && isQualifiedName(`${REQUESTS_PREFIX}${name}`).length === 0;

/** Whether limits may exceed requests. */
export const isOvercommitAllowed = (name: string): boolean => isNativeResource(name) && !isHugePages(name);

/** Whether only whole numbers make sense. */
export const isIntegerResource = (name: string): boolean => COUNTED.includes(name) || isExtendedResource(name);

/** Whether an amount of huge pages is a multiple of their size: `hugepages-2Mi: 4Mi`. */
export function isHugePagesAmountDivisible(name: string, amount: string): boolean {
  const size = name.slice(HUGE_PAGES_PREFIX.length);
  const pageSize = parseQuantity(size);
  if (typeof pageSize === 'string' || !isPositive(size) || !isWhole(size)) return false;
  return wholeValue(amount) % valueOf(quantityOf(size)) === 0n;
}
