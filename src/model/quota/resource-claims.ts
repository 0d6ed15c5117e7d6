import type { Pod } from '../kinds/core-v1.ts';
import type { DeviceClass, DeviceRequest, ResourceClaim } from '../kinds/resource-v1.ts';
import { compareQuantities, fromInteger, signOf, subtractQuantities, ZERO_QUANTITY, addQuantities, type Quantity } from '../quantity.ts';
import type { Amounts } from './amounts.ts';
import { typedObject, type QuotaContext, type QuotaEvaluator, type QuotaObject } from './evaluator.ts';
import { objectCountName, ONE } from './object-count.ts';
import { DEVICE_CLASS_RESOURCE, isExtendedRequest, podUsage } from './pods.ts';

const GROUP = 'resource.k8s.io';
const COUNT = objectCountName(GROUP, 'resourceclaims');
const OF_CLASS = '.deviceclass.resource.k8s.io/devices';
const REQUESTS = 'requests.';
const IMPLICIT = `${REQUESTS}${DEVICE_CLASS_RESOURCE}`;
const EXTENDED_RESOURCE_CLAIM = 'resource.kubernetes.io/extended-resource-claim';
/** The most devices one claim can get: what a request for all of them is charged. */
const MOST_DEVICES = 32;

/** Resource claims and the devices they ask for, by device class; with extended resources on, under their names too. */
export const resourceClaimEvaluator: QuotaEvaluator = {
  group: GROUP,
  resource: 'resourceclaims',
  tracks: (names, context) => [...names].filter((name) => name === COUNT || name.endsWith(OF_CLASS) || isResourceOfClass(name, context)),
  usage(object, context) {
    const claim = typedObject<ResourceClaim>(object);
    const usage = new Map<string, Quantity>([[COUNT, ONE]]);
    for (const request of claim.spec?.devices?.requests ?? []) {
      for (const [className, count] of devicesOf(request)) {
        const name = `${className}${OF_CLASS}`;
        usage.set(name, addQuantities(usage.get(name) ?? ZERO_QUANTITY, fromInteger(count)));
      }
    }
    return context.chargesExtendedDevices ? withExtendedResources(usage, object, context) : usage;
  },
  chargesUpdate: () => true,
};

/** A request in a form of any version: the beta versions know one without `exactly`. */
type AnyRequest = DeviceRequest & { readonly deviceClassName?: string; readonly allocationMode?: string; readonly count?: number | bigint };

/** Devices by class; of alternatives the most of each class. */
function devicesOf(request: AnyRequest): ReadonlyMap<string, number> {
  const { firstAvailable = [], exactly } = request;
  const devices = new Map<string, number>();
  const wanted = firstAvailable.length > 0 ? firstAvailable : exactly ? [exactly] : request.deviceClassName ? [request] : [];
  for (const { deviceClassName = '', allocationMode, count = 0 } of wanted) {
    const most = allocationMode === 'ExactCount' ? Number(count) : allocationMode === 'All' ? MOST_DEVICES : 0;
    if (firstAvailable.length === 0 || most > (devices.get(deviceClassName) ?? 0)) devices.set(deviceClassName, most);
  }
  return devices;
}

const classesOf = ({ view }: QuotaContext): readonly DeviceClass[] =>
  view.list({ group: GROUP, kind: 'DeviceClass' }).map((object) => typedObject<DeviceClass>(object));

/** Whether a quota means by this name the devices of a class. */
function isResourceOfClass(name: string, context: QuotaContext): boolean {
  if (!context.chargesExtendedDevices || !isExtendedRequest(name, context)) return false;
  const resource = name.slice(REQUESTS.length);
  return classesOf(context).some(
    ({ metadata, spec }) => spec?.extendedResourceName === resource || `${DEVICE_CLASS_RESOURCE}${metadata?.name ?? ''}` === resource,
  );
}

/** Devices count under the names of extended resources too, but for those that the claim's pod is charged for already. */
function withExtendedResources(usage: Amounts, claim: QuotaObject, context: QuotaContext): Amounts {
  const charged = usageOfOwner(claim, context);
  const total = new Map(usage);
  const charge = (name: string, quantity: Quantity): void => {
    const rest = subtractQuantities(quantity, charged.get(name) ?? ZERO_QUANTITY);
    if (signOf(rest) > 0) total.set(name, rest);
  };
  for (const [name, quantity] of usage) {
    const className = name.endsWith(OF_CLASS) ? name.slice(0, -OF_CLASS.length) : '';
    if (className === '' || compareQuantities(quantity, ZERO_QUANTITY) === 0) continue;
    charge(`${IMPLICIT}${className}`, quantity);
    const resource = classesOf(context).find(({ metadata }) => metadata?.name === className)?.spec?.extendedResourceName ?? '';
    if (resource !== '') charge(`${REQUESTS}${resource}`, quantity);
  }
  return total;
}

/** What the pod is charged for whose extended resources the claim was made for; nothing for other claims. */
function usageOfOwner({ metadata }: QuotaObject, context: QuotaContext): Amounts {
  const none: Amounts = new Map();
  const owner = extendedResourceOwner(metadata);
  const { namespace = '' } = metadata;
  if (!owner) return none;
  const found = context.view.get({ group: '', kind: 'Pod', namespace, name: owner.name ?? '' });
  if (!found || found.metadata.uid !== owner.uid) return none;
  const pod = typedObject<Pod>(found);
  const noted = pod.status?.extendedResourceClaimStatus;
  if (noted) return noted.resourceClaimName === metadata.name ? podUsage(pod, context) : none;
  const isFirst = context.view
    .list({ group: GROUP, kind: 'ResourceClaim' }, namespace)
    .filter((other) => extendedResourceOwner(other.metadata)?.uid === owner.uid)
    .every((other) => !isEarlier(other.metadata, metadata));
  return isFirst ? podUsage(pod, context) : none;
}

const extendedResourceOwner = ({ annotations, ownerReferences = [] }: QuotaObject['metadata']) =>
  annotations?.[EXTENDED_RESOURCE_CLAIM] === 'true'
    ? ownerReferences.find(({ controller, kind, apiVersion }) => controller && kind === 'Pod' && apiVersion === 'v1')
    : undefined;

function isEarlier(a: QuotaObject['metadata'], b: QuotaObject['metadata']): boolean {
  const [created, other] = [a.creationTimestamp ?? '', b.creationTimestamp ?? ''];
  return created < other || (created === other && (a.name ?? '') < (b.name ?? ''));
}
