import { child, fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import type { LimitRangeItem, PersistentVolumeClaim, Pod } from '../../../model/kinds/core-v1.ts';
import { amountsOf, podLimits, podRequests, quantityOf } from '../../../model/pod-resources.ts';
import { compareQuantities, quantityText, type Quantity } from '../../../model/quantity.ts';
import type { BlamedField } from '../../plugin.ts';

/** Amounts by resource, as calculated or as written. */
type Amounts = ReadonlyMap<string, Quantity>;

/** What a pod and its containers ask for beyond the bounds: in words, and where. */
export function podObjections(pod: Pod, limits: readonly LimitRangeItem[]): Objection[] {
  const { containers = [], initContainers = [] } = pod.spec ?? {};
  const bare = withoutOverhead(pod);
  return limits.flatMap((limit) => {
    if (limit.type === 'Pod') return placed(fieldPath('spec'), objectionsTo(limit, podRequests(bare), podLimits(bare)));
    if (limit.type !== 'Container') return [];
    return Object.entries({ containers, initContainers }).flatMap(([list, all]) =>
      all.flatMap(({ resources }, i) =>
        placed(
          child(index(fieldPath('spec', list), i), 'resources'),
          objectionsTo(limit, amountsOf(resources?.requests), amountsOf(resources?.limits)),
        ),
      ),
    );
  });
}

/** What is wrong, and the field whose amounts it is about. */
export type Objection = Required<BlamedField>;

const placed = (path: FieldPath, texts: readonly string[]): Objection[] => texts.map((objection) => ({ path, objection }));

/** Resources that a pod as a whole may ask for in place of its containers, as far as limit ranges know. */
const OF_POD: readonly string[] = ['cpu', 'memory'];

/** A pod as limit ranges calculate it: without overhead, and with those of its own resources that count. */
function withoutOverhead({ spec = {} }: Pod): Pod {
  const counted = (amounts: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(amounts).filter(([name]) => OF_POD.includes(name)));
  const { requests, limits } = spec.resources ?? {};
  return {
    spec: { ...spec, overhead: {}, ...(spec.resources && { resources: { requests: counted(requests), limits: counted(limits) } }) },
  };
}

/** The same for the storage that a claim requests. */
export function claimObjections(claim: PersistentVolumeClaim, limits: readonly LimitRangeItem[]): Objection[] {
  const requests = amountsOf(claim.spec?.resources?.requests);
  const texts = limits
    .filter(({ type }) => type === 'PersistentVolumeClaim')
    .flatMap(({ type = '', min, max }) => [
      ...each(min, (name, bound) => belowMinimum(type, name, bound, requests, new Map())),
      ...each(max, (name, bound) => aboveMaximumRequest(type, name, bound, requests)),
    ]);
  return placed(fieldPath('spec', 'resources', 'requests'), texts);
}

function objectionsTo({ type = '', min, max, maxLimitRequestRatio }: LimitRangeItem, requests: Amounts, limits: Amounts): string[] {
  return [
    ...each(min, (name, bound) => belowMinimum(type, name, bound, requests, limits)),
    ...each(max, (name, bound) => aboveMaximum(type, name, bound, requests, limits)),
    ...each(maxLimitRequestRatio, (name, bound) => aboveRatio(type, name, bound, requests, limits)),
  ];
}

function each(
  bounds: Readonly<Record<string, string>> | undefined,
  objection: (name: string, bound: Quantity) => string | undefined,
): string[] {
  const names = Object.keys(bounds ?? {}).sort();
  return names.flatMap((name) => objection(name, quantityOf(bounds?.[name] ?? '0')) ?? []);
}

function belowMinimum(type: string, name: string, bound: Quantity, requests: Amounts, limits: Amounts): string | undefined {
  const [request, limit] = [requests.get(name), limits.get(name)];
  const rule = `minimum ${name} usage per ${type} is ${quantityText(bound)}`;
  if (!request) return `${rule}.  No request is specified`;
  if (compareQuantities(request, bound) < 0) return `${rule}, but request is ${quantityText(request)}`;
  return limit && compareQuantities(limit, bound) < 0 ? `${rule}, but limit is ${quantityText(limit)}` : undefined;
}

function aboveMaximumRequest(type: string, name: string, bound: Quantity, requests: Amounts): string | undefined {
  const request = requests.get(name);
  const rule = `maximum ${name} usage per ${type} is ${quantityText(bound)}`;
  if (!request) return `${rule}.  No request is specified`;
  return compareQuantities(request, bound) > 0 ? `${rule}, but request is ${quantityText(request)}` : undefined;
}

function aboveMaximum(type: string, name: string, bound: Quantity, requests: Amounts, limits: Amounts): string | undefined {
  const [request, limit] = [requests.get(name), limits.get(name)];
  const rule = `maximum ${name} usage per ${type} is ${quantityText(bound)}`;
  if (!limit) return `${rule}.  No limit is specified`;
  if (compareQuantities(limit, bound) > 0) return `${rule}, but limit is ${quantityText(limit)}`;
  return request && compareQuantities(request, bound) > 0 ? `${rule}, but request is ${quantityText(request)}` : undefined;
}

function aboveRatio(type: string, name: string, bound: Quantity, requests: Amounts, limits: Amounts): string | undefined {
  const rule = `${name} max limit to request ratio per ${type} is ${quantityText(bound)}`;
  const [request, limit] = [numberOf(requests.get(name)), numberOf(limits.get(name))];
  if (request === 0) return `${rule}, but no request is specified or request is 0`;
  if (limit === 0) return `${rule}, but no limit is specified or limit is 0`;
  return limit / request > numberOf(bound) ? `${rule}, but provided ratio is ${(limit / request).toFixed(6)}` : undefined;
}

const numberOf = (quantity: Quantity | undefined): number => (quantity ? Number(quantity.unscaled) * 10 ** quantity.scale : 0);
