import type { Change, ReadView } from '../../../cluster/store.ts';
import { contains, parseCidr, parseIpSloppy, type Cidr } from '../../../model/ip-address.ts';
import type { Condition } from '../../../model/kinds/meta-v1.ts';
import type { IPAddress, ServiceCIDR } from '../../../model/kinds/networking-v1.ts';
import { keyOf, splitKey, type Controller } from '../../controller.ts';
import { requeueAfter, update, updateStatus } from '../../intent.ts';
import { draft, getObject, kindOf, listObjects, type Draft, type Typed } from '../../kind.ts';

const SERVICE_CIDR = kindOf<ServiceCIDR>('networking.k8s.io/v1', 'ServiceCIDR');
const IP_ADDRESS = kindOf<IPAddress>('networking.k8s.io/v1', 'IPAddress');
/** Of those that the API server makes for Services. */
const GIVEN_OUT = { label: 'ipaddress.kubernetes.io/managed-by', value: 'ipallocator.k8s.io' };
const FINALIZER = 'networking.k8s.io/service-cidr-finalizer';
/** So long deletion waits for those who give addresses out to notice. */
const GRACE = 10_000;

const READY = { type: 'Ready', status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' };
const TERMINATING = {
  type: 'Ready',
  status: 'False',
  reason: 'Terminating',
  message: 'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR',
};

/** Says that ranges for Services are ready, and keeps them while Services have their addresses, as `service-cidr-controller` of kube-controller-manager. */
export const serviceCidr: Controller = {
  name: 'service-cidr-controller',
  watches: [
    { kind: SERVICE_CIDR, keys: keysOfRange },
    { kind: IP_ADDRESS, keys: (_change, view) => listObjects(view, SERVICE_CIDR).map(keyOf) },
  ],
  *reconcile(key, view, context) {
    const range = getObject(view, SERVICE_CIDR, '', splitKey(key).name);
    if (!range) return;
    const { deletionTimestamp } = range.metadata;
    if (deletionTimestamp === undefined) {
      const held = range.metadata.finalizers?.includes(FINALIZER)
        ? range
        : yield* update(withFinalizer(range), 'ranges stay while they are in use');
      if (!hasCondition(held, READY)) yield* updateStatus(withCondition(held, READY, context.timestamp()));
      return;
    }
    if (!mayGo(range, view)) {
      if (!hasCondition(range, TERMINATING)) yield* updateStatus(withCondition(range, TERMINATING, context.timestamp()));
      return;
    }
    const left = Date.parse(deletionTimestamp) + GRACE - context.now;
    if (left > 0) yield* requeueAfter(left);
    else if (range.metadata.finalizers?.includes(FINALIZER)) yield* update(withoutFinalizer(range), 'no service has an address of it');
  },
};

/** Other ranges may hold the addresses of one that goes once a new one is there. */
function keysOfRange({ type, object }: Change, view: ReadView): readonly string[] {
  return type === 'added' ? [...new Set([keyOf(object), ...listObjects(view, SERVICE_CIDR).map(keyOf)])] : [keyOf(object)];
}

function withFinalizer(range: Typed<ServiceCIDR>): Draft<ServiceCIDR> {
  const next = draft(range);
  next.metadata.finalizers = [FINALIZER, ...(next.metadata.finalizers ?? [])];
  return next;
}

function withoutFinalizer(range: Typed<ServiceCIDR>): Draft<ServiceCIDR> {
  const next = draft(range);
  const others = (next.metadata.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
  if (others.length > 0) next.metadata.finalizers = others;
  else delete next.metadata.finalizers;
  return next;
}

const hasCondition = ({ status }: Typed<ServiceCIDR>, wanted: typeof READY): boolean =>
  status?.conditions?.some(
    ({ type, status: is, reason = '', message }) =>
      type === wanted.type && is === wanted.status && reason === wanted.reason && message === wanted.message,
  ) ?? false;

function withCondition(range: Typed<ServiceCIDR>, condition: Condition, lastTransitionTime: string): Typed<ServiceCIDR> {
  const others = (range.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  return { ...range, status: { ...range.status, conditions: [...others, { ...condition, lastTransitionTime }] } };
}

const blocksOf = ({ spec }: Typed<ServiceCIDR>): Cidr[] => (spec?.cidrs ?? []).flatMap((text) => parseCidr(text) ?? []);

/** Whether other ranges hold all of this one, or no Service has an address that only this one holds. */
function mayGo(range: Typed<ServiceCIDR>, view: ReadView): boolean {
  const own = blocksOf(range);
  const others = listObjects(view, SERVICE_CIDR)
    .filter(({ metadata }) => metadata.name !== range.metadata.name)
    .flatMap(blocksOf);
  const isWithin = (block: Cidr): boolean =>
    others.some((other) => other.prefixLength <= block.prefixLength && contains(other, block.address));
  if (own.every(isWithin)) return true;
  const addresses = listObjects(view, IP_ADDRESS)
    .filter(({ metadata }) => metadata.labels?.[GIVEN_OUT.label] === GIVEN_OUT.value)
    .flatMap(({ metadata }) => parseIpSloppy(metadata.name ?? '') ?? []);
  return !addresses.some((address) => own.some((block) => contains(block, address)) && !others.some((block) => contains(block, address)));
}
