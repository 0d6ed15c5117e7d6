import type { ReadView } from '../../cluster/store.ts';
import { cidrText, ipText, network, parseCidr, type Cidr, type IpAddress } from '../../model/ip-address.ts';
import type { ServiceCIDR } from '../../model/kinds/networking-v1.ts';

const SERVICE_CIDR = { group: 'networking.k8s.io', kind: 'ServiceCIDR' };
/** The ranges that the API server is started with. */
const FIRST = 'kubernetes';

export type IpFamily = 'IPv4' | 'IPv6';
export const familyOf = ({ family }: IpAddress): IpFamily => (family === 6 ? 'IPv6' : 'IPv4');

/** A block that addresses are given out of. */
export interface ServiceRange {
  readonly family: IpFamily;
  readonly text: string;
  /** The addresses that Services may have: not that of the network, nor the broadcast address of IPv4. */
  readonly first: bigint;
  readonly last: bigint;
  /** Addresses below this one are left to Services that ask for an address, as long as others are free. */
  readonly firstDynamic: bigint;
}

/** The blocks of ServiceCIDRs that are ready and not about to go: those of the API server first, then by name. */
export function readyRanges(view: ReadView): readonly ServiceRange[] {
  return serviceCidrs(view).flatMap((range) => (isReady(range) ? (range.spec?.cidrs ?? []).flatMap(rangesIn) : []));
}

/** The families that the API server is started with, the first of them for Services that name none. */
export function configuredFamilies(view: ReadView): readonly IpFamily[] {
  const first = serviceCidrs(view).find(({ metadata }) => metadata?.name === FIRST);
  const families = (first?.spec?.cidrs ?? []).flatMap((text) => parseCidr(text) ?? []).map(({ address }) => familyOf(address));
  return families.length > 0 ? families : ['IPv4'];
}

/** Whether Services may have the address, as far as the range goes. */
export const holds = ({ family, first, last }: ServiceRange, address: IpAddress): boolean =>
  familyOf(address) === family && first <= address.bits && address.bits <= last;

export const addressText = ({ family }: ServiceRange, bits: bigint): string => ipText({ family: family === 'IPv6' ? 6 : 4, bits });

function serviceCidrs(view: ReadView): ServiceCIDR[] {
  const all = view.list(SERVICE_CIDR).map((object): ServiceCIDR => ({ ...object, metadata: { ...object.metadata } }));
  const isFirst = ({ metadata }: ServiceCIDR): boolean => metadata?.name === FIRST;
  return [...all.filter(isFirst), ...all.filter((range) => !isFirst(range))];
}

/** One of which nothing is known yet is taken as ready, as where no controller runs. */
function isReady({ metadata, status }: ServiceCIDR): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return metadata?.deletionTimestamp === undefined && (ready === undefined || ready.status === 'True');
}

function rangesIn(text: string): ServiceRange[] {
  const cidr = parseCidr(text);
  return cidr ? [rangeOf(cidr)] : [];
}

const MIN_STATIC = 16n;
const MAX_STATIC = 256n;

/** Of a range of up to 16 addresses none is set aside for those who ask, of a larger one a sixteenth, at least 16 and at most 256. */
function rangeOf(cidr: Cidr): ServiceRange {
  const family = familyOf(cidr.address);
  const base = network(cidr);
  const size = 1n << BigInt((family === 'IPv6' ? 128 : 32) - cidr.prefixLength);
  const part = size / MIN_STATIC;
  const aside = size <= MIN_STATIC ? 0n : part < MIN_STATIC ? MIN_STATIC : part > MAX_STATIC ? MAX_STATIC : part;
  const last = base + size - (family === 'IPv6' ? 1n : 2n);
  return { family, text: cidrText(cidr), first: base + 1n, last, firstDynamic: base + 1n + aside };
}
