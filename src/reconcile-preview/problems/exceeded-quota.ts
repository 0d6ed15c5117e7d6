import { fieldPath, key } from '../../model/field-path.ts';
import { amountsOf } from '../../model/pod-resources.ts';
import { quantityText, timesQuantity, ZERO_QUANTITY } from '../../model/quantity.ts';
import { addAmounts, exceeding, pickAmounts, type Amounts } from '../../model/quota/amounts.ts';
import type { QuotaContext, QuotaObject } from '../../model/quota/evaluator.ts';
import { evaluatorOf } from '../../model/quota/evaluators.ts';
import { isSince } from '../../schema/release.ts';
import { asKind, getObject } from '../kind.ts';
import { RESOURCE_QUOTA, STATEFUL_SET } from '../kinds.ts';
import { objectName, objectText } from '../network/finding.ts';
import type { StuckCreator } from './creators.ts';
import type { Cause } from './problem.ts';
import type { ProblemScene } from './scene.ts';
import { templateOf } from './workloads.ts';

/** `exceeded quota: compute, requested: …`: which quota, undefined for other refusals. */
const quotaIn = (refusal: string): string | undefined => /: exceeded quota: ([^,]+), requested: /.exec(refusal)?.[1];

/**
 * A quota that leaves no room for pods or claims. It is told once, with how large it would have to be for all that it has refused: what is used and what the
 * missing pods would use, also of resources that only a later one of them exceeds.
 */
export function exceededQuota(
  { refusal, creator }: StuckCreator,
  creators: readonly StuckCreator[],
  scene: ProblemScene,
): Cause | undefined {
  const { namespace = '' } = creator.metadata;
  const name = quotaIn(refusal);
  const quota = name === undefined ? undefined : getObject(scene.view, RESOURCE_QUOTA, namespace, name);
  if (!quota) return undefined;
  const refused = creators.filter((each) => each.creator.metadata.namespace === namespace && quotaIn(each.refusal) === name);
  const hard = amountsOf(quota.status?.hard ?? quota.spec?.hard);
  const used = amountsOf(quota.status?.used);
  const wanted = pickAmounts(refused.map((each) => usageOf(each, scene)).reduce(addAmounts, new Map()), hard);
  const total = addAmounts(used, wanted);
  const short = [...exceeding(pickAmounts(total, wanted), hard)].sort();
  if (short.length === 0) return undefined;
  const textOf = (amounts: Amounts, resource: string): string => quantityText(amounts.get(resource) ?? ZERO_QUANTITY);
  const missing = refused.reduce((sum, each) => sum + each.missing, 0);
  const whom = missing === 1 ? '1 more pod would use' : `${missing} more pods would use`;
  const uses = short.map((each) => `${each}: ${textOf(used, each)} of ${textOf(hard, each)} is used, ${whom} ${textOf(wanted, each)}`);
  const raises = short.map((each) => `${each} from ${textOf(hard, each)} to ${textOf(total, each)}`);
  const object = objectName(quota);
  return {
    object,
    reason: 'ExceededQuota',
    message: `${uses.join('; ')}.`,
    places: short.map((each) => ({ object, path: key(fieldPath('spec', 'hard'), each) })),
    remedy: `raise ${raises.join(' and ')} in ${objectText(object)}`,
    causes: [],
  };
}

/** A quota that leaves no room for something else than pods, by what the API server said: one more of it is what the quota is to have room for. */
export function exceededCount(message: string, namespace: string, { view }: ProblemScene): Cause | undefined {
  const [, name = '', requested = ''] = /: exceeded quota: ([^,]+), requested: (.*?), used: /.exec(message) ?? [];
  const quota = getObject(view, RESOURCE_QUOTA, namespace, name);
  if (!quota) return undefined;
  const object = objectName(quota);
  const [hard, used] = [amountsOf(quota.status?.hard ?? quota.spec?.hard), amountsOf(quota.status?.used)];
  const more = amountsOf(
    Object.fromEntries(
      requested.split(',').map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
  );
  const total = addAmounts(pickAmounts(used, more), more);
  const short = [...exceeding(total, hard)].sort();
  if (short.length === 0) return undefined;
  const textOf = (amounts: Amounts, resource: string): string => quantityText(amounts.get(resource) ?? ZERO_QUANTITY);
  return {
    object,
    reason: 'ExceededQuota',
    message: `${short.map((each) => `${each}: ${textOf(used, each)} of ${textOf(hard, each)} is used`).join('; ')}.`,
    places: short.map((each) => ({ object, path: key(fieldPath('spec', 'hard'), each) })),
    remedy: `raise ${short.map((each) => `${each} from ${textOf(hard, each)} to at least ${textOf(total, each)}`).join(' and ')} in ${objectText(object)}`,
    causes: [],
  };
}

/** What the missing pods of one creator would use, or the claims that they need. */
function usageOf({ creator, refusal, missing }: StuckCreator, scene: ProblemScene): Amounts {
  const { now, view, release, tryPod } = scene;
  const context: QuotaContext = {
    now,
    view,
    chargesImplicitDevices: isSince(release, '1.35'),
    chargesExtendedDevices: isSince(release, '1.36'),
  };
  const usage = (resource: string, objects: readonly QuotaObject[]): Amounts =>
    objects.map((object) => evaluatorOf('', resource)?.usage(object, context) ?? new Map()).reduce(addAmounts, new Map());
  if (refusal.startsWith('persistentvolumeclaims ')) {
    const claims = asKind(creator, STATEFUL_SET)?.spec?.volumeClaimTemplates ?? [];
    return times(
      usage(
        'persistentvolumeclaims',
        claims.map((claim) => ({ ...claim, metadata: claim.metadata ?? {} })),
      ),
      missing,
    );
  }
  const template = templateOf(creator) ?? {};
  // As admission would have it: with the defaults of limit ranges, the overhead of its runtime class.
  const answer = tryPod(creator, template, { withoutQuotas: true });
  const pod = answer.verdict === 'accepted' ? answer.object : { metadata: {}, spec: template.spec ?? {} };
  return times(usage('pods', [pod]), missing);
}

const times = (amounts: Amounts, count: number): Amounts =>
  new Map([...amounts].map(([name, quantity]) => [name, timesQuantity(quantity, count)]));
