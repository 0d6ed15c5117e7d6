import { forbidden, invalid, notSupported, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type {
  ExemptPriorityLevelConfiguration,
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  PriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
  QueuingConfiguration,
} from '../../../model/kinds/flowcontrol-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { asJson } from '../../shared/checks.ts';
import { declared } from '../../shared/declarative.ts';
import { differs } from '../../shared/generation.ts';
import { shown } from '../../shared/go-form.ts';
import { internalForm } from '../../shared/internal-form.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta } from '../../shared/object-meta.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateUnions, validateUnionsBefore } from './unions.ts';

const PRESERVE_ZERO = 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares';
const EXEMPT = 'exempt';
const CATCH_ALL = 'catch-all';
const CATCH_ALL_SPEC: PriorityLevelConfigurationSpec = {
  type: 'Limited',
  limited: { nominalConcurrencyShares: 5, lendablePercent: 0, limitResponse: { type: 'Reject' } },
};
const MAX_QUEUES = 10_000_000;
const MAX_HASH_BITS = 60;
const NOT_NEGATIVE = 'must be a non-negative integer';

export function validatePriorityLevel({ metadata, spec = {} }: PriorityLevelConfiguration, context: RuleContext): FieldError[] {
  const at = fieldPath('spec');
  const name = metadata?.name ?? '';
  const isPreserved = metadata?.annotations?.[PRESERVE_ZERO] !== undefined;
  return [
    ...validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain), fieldPath('metadata')),
    ...(isPreserved ? [forbidden(fieldPath('metadata', 'annotations'), `annotation '${PRESERVE_ZERO}' is forbidden`)] : []),
    ...validateSpec(spec, name, at, context),
    ...validateMandatory(spec, name, at),
  ];
}

/** The two levels that every cluster has; of one, shares may change. */
function validateMandatory(spec: PriorityLevelConfigurationSpec, name: string, at: FieldPath): FieldError[] {
  const value = shown(internalForm('PriorityLevelConfigurationSpec'), spec);
  if (name === EXEMPT && differs({ ...spec, exempt: {} }, { type: 'Exempt', exempt: {} })) {
    return [invalid(at, value, `spec of '${name}' except the 'spec.exempt' field must equal the fixed value`)];
  }
  return name === CATCH_ALL && differs(spec, CATCH_ALL_SPEC) ? [invalid(at, value, `spec of '${name}' must equal the fixed value`)] : [];
}

function validateSpec(spec: PriorityLevelConfigurationSpec, name: string, at: FieldPath, context: RuleContext): FieldError[] {
  const { type = '', limited, exempt } = spec;
  const typeAt = child(at, 'type');
  const isDeclared = isSince(context.release, '1.37');
  const mismatch = (name === EXEMPT) !== (type === 'Exempt');
  return [
    ...(mismatch ? [invalid(typeAt, asJson(type), "must be 'Exempt' if and only if `name` is 'exempt'")] : []),
    ...(type !== '' && type !== 'Exempt' && type !== 'Limited' ? [notSupported(typeAt, asJson(type), ['Exempt', 'Limited'])] : []),
    ...(isDeclared ? [] : validateUnionsBefore(spec, at)),
    ...(type === 'Exempt' && exempt ? validateExempt(exempt, child(at, 'exempt')) : []),
    ...(type === 'Limited' && limited ? validateLimited(limited, child(at, 'limited')) : []),
    ...(isDeclared ? declared(validateUnions(spec, at)) : []),
  ];
}

function validateExempt(
  { nominalConcurrencyShares: shares = 0, lendablePercent }: ExemptPriorityLevelConfiguration,
  at: FieldPath,
): FieldError[] {
  return [
    ...(shares < 0 ? [invalid(child(at, 'nominalConcurrencyShares'), shares, NOT_NEGATIVE)] : []),
    ...validateLendable(lendablePercent, child(at, 'lendablePercent')),
  ];
}

const validateLendable = (percent = 0, at: FieldPath): FieldError[] =>
  percent >= 0 && percent <= 100 ? [] : [invalid(at, percent, 'must be between 0 and 100, inclusive')];

function validateLimited(limited: LimitedPriorityLevelConfiguration, at: FieldPath): FieldError[] {
  const { nominalConcurrencyShares: shares = 0, limitResponse = {}, lendablePercent, borrowingLimitPercent: borrowing = 0 } = limited;
  return [
    ...(shares < 0 ? [invalid(child(at, 'nominalConcurrencyShares'), shares, NOT_NEGATIVE)] : []),
    ...validateLimitResponse(limitResponse, child(at, 'limitResponse')),
    ...validateLendable(lendablePercent, child(at, 'lendablePercent')),
    ...(borrowing < 0 ? [invalid(child(at, 'borrowingLimitPercent'), borrowing, `if specified, ${NOT_NEGATIVE}`)] : []),
  ];
}

function validateLimitResponse({ type = '', queuing }: LimitResponse, at: FieldPath): FieldError[] {
  if (type === 'Queue') return queuing ? validateQueuing(queuing, child(at, 'queuing')) : [];
  return type === '' || type === 'Reject' ? [] : [notSupported(child(at, 'type'), asJson(type), ['Queue', 'Reject'])];
}

function validateQueuing({ queueLengthLimit: length = 0, queues = 0, handSize = 0 }: QueuingConfiguration, at: FieldPath): FieldError[] {
  const queuesAt = child(at, 'queues');
  return [
    ...(length <= 0 ? [invalid(child(at, 'queueLengthLimit'), length, 'must be positive')] : []),
    ...(queues <= 0 ? [invalid(queuesAt, queues, 'must be positive')] : []),
    ...(queues > MAX_QUEUES ? [invalid(queuesAt, queues, `must not be greater than ${MAX_QUEUES}`)] : []),
    ...validateHandSize(handSize, queues, child(at, 'handSize')),
  ];
}

/** A hand is dealt from the queues by one hash, which has to have enough bits for it. */
function validateHandSize(handSize: number, queues: number, at: FieldPath): FieldError[] {
  if (handSize <= 0) return [invalid(at, handSize, 'must be positive')];
  if (handSize > queues) return [invalid(at, handSize, `should not be greater than queues (${queues})`)];
  if (Math.ceil(Math.log2(queues) * handSize) <= MAX_HASH_BITS) return [];
  const detail = `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${MAX_HASH_BITS}`;
  return [invalid(at, handSize, detail)];
}
