import type { KubernetesObject } from '../../../cluster/object.ts';
import { compareText } from '../../../model/json.ts';
import type { ResourceQuota } from '../../../model/kinds/core-v1.ts';
import { amountsOf } from '../../../model/pod-resources.ts';
import { signOf } from '../../../model/quantity.ts';
import { addAmounts, amountsText, exceeding, increaseOf, pickAmounts, withoutZeros, type Amounts } from '../../../model/quota/amounts.ts';
import type { QuotaContext, QuotaEvaluator, QuotaObject } from '../../../model/quota/evaluator.ts';
import { isInScopes, scopeRequirements } from '../../../model/quota/scopes.ts';
import type { LimitedResource } from '../../configuration.ts';
import type { Denial } from '../../plugin.ts';
import { forbidden } from '../../typed.ts';
import { askingFor, silentOn } from './blame.ts';
import { limitedNames, uncoveredScopes } from './limited-resources.ts';

/** A quota and what would be used of it if the request went through. */
export interface Charge {
  readonly quota: ResourceQuota & KubernetesObject;
  readonly used: Amounts;
}

/** An object to be created, or to take the place of `old`. */
export interface QuotaRequest {
  readonly object: QuotaObject;
  readonly old: QuotaObject | undefined;
}

/**
 * Charges an object to the quotas of its namespace, as `resourcequota.CheckRequest` does: those with names that count it and scopes it is in. Answers the
 * charges, or the first objection: something unspecified, usage nobody has worked out yet, something that a quota has to cover and none does, or too much.
 * Updates are charged for what becomes more.
 */
export function checkRequest(
  quotas: readonly (ResourceQuota & KubernetesObject)[],
  evaluator: QuotaEvaluator,
  { object, old }: QuotaRequest,
  context: QuotaContext,
  limited: readonly LimitedResource[] = [],
): readonly Charge[] | Denial {
  const pertinent = quotas.filter((quota) => matches(evaluator, quota, object, context));
  for (const quota of pertinent) {
    const objection = objectionOf(quota, evaluator, object, context);
    if (objection) return objection;
  }
  if (pertinent.length === 0 && limited.length === 0) return [];
  const usage = evaluator.usage(object, context);
  const negative = [...usage].filter(([, quantity]) => signOf(quantity) < 0).map(([name]) => name);
  if (negative.length > 0) return forbidden(`quota usage is negative for resource(s): ${negative.sort(compareText).join(',')}`);
  const increase = old && increaseOf(evaluator.usage(old, context), usage);
  const moreFor = (quota: ResourceQuota): Amounts =>
    withoutZeros(increase && old && matches(evaluator, quota, old, context) ? increase : usage);
  if (pertinent.length > 0 ? pertinent.every((quota) => moreFor(quota).size === 0) : withoutZeros(increase ?? usage).size === 0) return [];
  const restricted = new Set(pertinent.flatMap((quota) => evaluator.tracks(Object.keys(quota.status?.hard ?? {}), context)));
  const uncovered = limitedNames(evaluator, usage, limited).filter((name) => !restricted.has(name));
  if (uncovered.length > 0) return forbidden(`insufficient quota to consume: ${uncovered.join(',')}`);
  const scopes = uncoveredScopes(evaluator, object, quotas, limited);
  if (scopes !== undefined) return { kind: 'unclassified', message: `insufficient quota to match these scopes: ${scopes}` };
  const charges: Charge[] = [];
  for (const quota of pertinent) {
    const more = moreFor(quota);
    const charge = more.size === 0 ? undefined : chargeTo(quota, more, object);
    if (charge && 'kind' in charge) return charge;
    if (charge) charges.push(charge);
  }
  return charges;
}

const hardOf = ({ status }: ResourceQuota): Amounts => amountsOf(status?.hard);
const usedOf = ({ status }: ResourceQuota): Amounts => amountsOf(status?.used);

const matches = (evaluator: QuotaEvaluator, quota: ResourceQuota, object: QuotaObject, context: QuotaContext): boolean =>
  evaluator.tracks(Object.keys(quota.status?.hard ?? {}), context).length > 0 &&
  isInScopes(evaluator, object, scopeRequirements(quota.spec ?? {}));

function objectionOf(quota: ResourceQuota, evaluator: QuotaEvaluator, object: QuotaObject, context: QuotaContext): Denial | undefined {
  const names = evaluator.tracks(Object.keys(quota.status?.hard ?? {}), context);
  const { name = '' } = quota.metadata ?? {};
  const omission = evaluator.omission?.(object, new Set(names));
  if (omission !== undefined) return forbidden(`failed quota: ${name}: ${omission}`, () => silentOn(object, names));
  const used = usedOf(quota);
  if (names.every((each) => used.has(each))) return undefined;
  return forbidden(`status unknown for quota: ${name}, resources: ${[...names].sort(compareText).join(',')}`);
}

function chargeTo(quota: Charge['quota'], more: Amounts, object: QuotaObject): Charge | Denial {
  const [hard, used] = [hardOf(quota), usedOf(quota)];
  const requested = pickAmounts(more, hard);
  const total = addAmounts(used, requested);
  const exceeded = exceeding(pickAmounts(total, requested), hard);
  if (exceeded.size === 0) return { quota, used: total };
  const textOf = (amounts: Amounts): string => amountsText(pickAmounts(amounts, exceeded));
  const text = `exceeded quota: ${quota.metadata.name ?? ''}, requested: ${textOf(requested)}, used: ${textOf(used)}, limited: ${textOf(hard)}`;
  return forbidden(text, () => askingFor(object, exceeded.keys()));
}
