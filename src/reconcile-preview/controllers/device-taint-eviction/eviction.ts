import type { ReadView } from '../../../cluster/store.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { DeviceTaint, DeviceTaintRule, DeviceToleration, ResourceClaim } from '../../../model/kinds/resource-v1.ts';
import { resultsOf } from '../../devices/allocated.ts';
import { RESOURCE_CLAIM, RESOURCE_SLICE } from '../../devices/kinds.ts';
import { claimNameOf, isReservedFor, ownerProblem } from '../../devices/pod-claims.ts';
import { selectsDevice, toleratesDeviceTaint } from '../../devices/taints.ts';
import { getObject, listObjects, type Typed } from '../../kind.ts';

/** When a pod has to go, in milliseconds since the epoch, and the uids of the rules because of which. */
export interface Eviction {
  readonly at: number;
  readonly rules: ReadonlySet<string>;
}

/** Whether and when a pod has to leave the devices it uses; `rules` are those that evict. */
export function evictionOf(pod: Typed<Pod>, rules: readonly Typed<DeviceTaintRule>[], view: ReadView): Eviction | undefined {
  if (!pod.spec?.nodeName) return undefined;
  const evictions = (pod.spec.resourceClaims ?? []).flatMap((item) => {
    const known = claimNameOf(pod, item);
    const claim = known.kind === 'named' ? getObject(view, RESOURCE_CLAIM, pod.metadata.namespace ?? '', known.name) : undefined;
    if (!claim || known.kind !== 'named' || !isReservedFor(claim, pod)) return [];
    return known.isGenerated && ownerProblem(pod, claim) !== undefined ? [] : (evictionOfClaim(claim, rules, view) ?? []);
  });
  return joined(evictions);
}

/** When devices of a claim are tainted so that nobody may use them. */
export function evictionOfClaim(
  claim: Typed<ResourceClaim>,
  rules: readonly Typed<DeviceTaintRule>[],
  view: ReadView,
): Eviction | undefined {
  const evictions = resultsOf(claim).flatMap(({ driver = '', pool = '', device = '', tolerations = [] }) => {
    const own = taintsOf(driver, pool, device, view).map((taint) => ({ taint, rules: new Set<string>() }));
    const ruled = rules
      .filter((rule) => selectsDevice(rule, driver, pool, device))
      .map(({ metadata, spec }) => ({ taint: spec?.taint ?? {}, rules: new Set([metadata.uid ?? '']) }));
    return [...own, ...ruled].flatMap(({ taint, rules: because }) => {
      const at = endOf(taint, tolerations);
      return at === undefined ? [] : [{ at, rules: because }];
    });
  });
  return joined(evictions);
}

const joined = (evictions: readonly Eviction[]): Eviction | undefined =>
  evictions.length === 0
    ? undefined
    : { at: Math.min(...evictions.map(({ at }) => at)), rules: new Set(evictions.flatMap(({ rules }) => [...rules])) };

/** The evicting taints that the newest slices of a pool have for a device. */
function taintsOf(driver: string, pool: string, device: string, view: ReadView): DeviceTaint[] {
  const slices = listObjects(view, RESOURCE_SLICE).filter(({ spec }) => spec?.driver === driver && spec.pool?.name === pool);
  const newest = Math.max(...slices.map(({ spec }) => spec?.pool?.generation ?? 0));
  return slices
    .filter(({ spec }) => (spec?.pool?.generation ?? 0) === newest)
    .flatMap(({ spec }) => (spec?.devices ?? []).filter(({ name }) => name === device))
    .flatMap(({ taints = [] }) => taints.filter(({ effect }) => effect === 'NoExecute'));
}

/** Until when a taint is borne; undefined for ever. */
function endOf(taint: DeviceTaint, tolerations: readonly DeviceToleration[]): number | undefined {
  const applying = tolerations.filter((toleration) => toleration.effect === 'NoExecute' && toleratesDeviceTaint(toleration, taint));
  if (applying.some(({ tolerationSeconds }) => tolerationSeconds === undefined)) return undefined;
  const seconds = applying.map(({ tolerationSeconds = 0 }) => Math.max(tolerationSeconds, 0));
  return Date.parse(taint.timeAdded ?? '') + (seconds.length > 0 ? Math.min(...seconds) : 0) * 1000;
}
