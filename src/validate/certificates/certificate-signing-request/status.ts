import { decodeBase64 } from '../../../model/base64.ts';
import { isCertificateAuthority } from '../../../model/der.ts';
import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '../../../model/kinds/certificates-v1.ts';
import { pemBlocks } from '../../../model/pem.ts';
import { each, requireText } from '../../shared/checks.ts';
import { declared } from '../../shared/declarative.ts';
import { isSince, type Release } from '../../../schema/release.ts';

type Conditions = readonly CertificateSigningRequestCondition[];

const conditionsAt = fieldPath('status', 'conditions');
const certificateAt = fieldPath('status', 'certificate');
const DECISIONS = ['Approved', 'Denied'];
/** Conditions that, once there, stay and are true. */
const FINAL = [...DECISIONS, 'Failed'];

export const conditionsOf = ({ status }: CertificateSigningRequest): Conditions => status?.conditions ?? [];

/** Times that the writer leaves out are those of the request; a condition keeps the time since when it is so. */
export function populateTimes(request: CertificateSigningRequest, old: CertificateSigningRequest, now: string): void {
  for (const condition of request.status?.conditions ?? []) {
    condition.lastUpdateTime ??= now;
    condition.lastTransitionTime ??=
      conditionsOf(old).find(({ type, status, lastTransitionTime }) => {
        return type === condition.type && status === condition.status && lastTransitionTime !== undefined;
      })?.lastTransitionTime ?? now;
  }
}

/** Writers of the status leave the decision as it was; where they add or remove one, validation says so. */
export function keepDecisions(request: CertificateSigningRequest, old: CertificateSigningRequest): void {
  for (const decision of DECISIONS) {
    const kept = conditionsOf(old).filter(({ type }) => type === decision);
    const written = conditionsOf(request).filter(({ type }) => type === decision);
    if (!request.status?.conditions || kept.length !== written.length) continue;
    const instead = new Map(written.map((condition, i) => [condition, kept[i] ?? condition]));
    request.status.conditions = request.status.conditions.map((condition) => instead.get(condition) ?? condition);
  }
}

/** Causes of a status, written through `approval` or `status`. What the old one has wrong is tolerated. */
export function validateStatus(
  request: CertificateSigningRequest,
  old: CertificateSigningRequest,
  writes: 'decision' | 'certificate',
  release: Release,
): FieldError[] {
  const [before, after] = [old.status?.certificate ?? '', request.status?.certificate ?? ''];
  return [
    ...validateConditions(conditionsOf(request), conditionsOf(old), release),
    ...(before === after || certificateProblem(before) !== undefined ? [] : validateCertificate(after)),
    ...FINAL.flatMap((type) =>
      countOf(request, type) < countOf(old, type)
        ? [forbidden(conditionsAt, `updates may not remove a condition of type ${goQuote(type)}`)]
        : [],
    ),
    ...(writes === 'decision' ? [] : DECISIONS).flatMap((type) =>
      countOf(request, type) > countOf(old, type)
        ? [forbidden(conditionsAt, `updates may not add a condition of type ${goQuote(type)}`)]
        : [],
    ),
    ...(before !== after && before !== '' ? [forbidden(certificateAt, 'updates may not modify existing certificate content')] : []),
  ];
}

const countOf = (request: CertificateSigningRequest, wanted: string): number =>
  conditionsOf(request).filter(({ type }) => type === wanted).length;

function validateConditions(conditions: Conditions, old: Conditions, release: Release): FieldError[] {
  const isDecided = (all: Conditions): boolean => DECISIONS.every((wanted) => all.some(({ type }) => type === wanted));
  const repeats = ({ type }: CertificateSigningRequestCondition, i: number, all: Conditions): boolean =>
    all.findIndex((each) => each.type === type) < i;
  const tolerated = { untyped: old.some(({ type }) => !type), both: isDecided(old), repeated: old.some(repeats) };
  return each(conditions, conditionsAt, (condition, at, i) => {
    const { type = '' } = condition;
    const other =
      DECISIONS.includes(type) && conditions.slice(0, i).some((each) => each.type !== type && DECISIONS.includes(each.type ?? ''));
    return [
      ...(tolerated.untyped ? [] : requireText(type, child(at, 'type'))),
      ...validateConditionStatus(condition, child(at, 'status')),
      ...(other && !tolerated.both ? declared([bothDecided(type, release)]) : []),
      ...(repeats(condition, i, conditions) && !tolerated.repeated ? [duplicate(child(at, 'type'), type)] : []),
    ];
  });
}

/** A server that knows the declared rule says it in its words. */
function bothDecided(type: string, release: Release): FieldError {
  const [approved, denied] = DECISIONS.map((decision) => `conditions[{"type": "${decision}"}]`);
  return isSince(release, '1.37')
    ? invalid(conditionsAt, `{${approved}, ${denied}}`, `must specify at most one of: \`${approved}\`, \`${denied}\``)
    : invalid(conditionsAt, type, 'Approved and Denied conditions are mutually exclusive');
}

function validateConditionStatus({ type = '', status = '' }: CertificateSigningRequestCondition, at: FieldPath): FieldError[] {
  const allowed = FINAL.includes(type) ? ['True'] : ['False', 'True', 'Unknown'];
  if (status === '') return [required(at)];
  return allowed.includes(status) ? [] : [notSupported(at, status, allowed)];
}

function validateCertificate(encoded: string): FieldError[] {
  const problem = certificateProblem(encoded);
  return problem === undefined ? [] : [invalid(certificateAt, '<certificate data>', problem)];
}

/** Why something is no chain of certificates in PEM; undefined for nothing at all. Keys and signatures are not looked at. */
function certificateProblem(encoded: string): string | undefined {
  if (encoded === '') return undefined;
  const bytes = decodeBase64(encoded);
  const blocks = bytes instanceof Uint8Array ? pemBlocks(new TextDecoder('latin1').decode(bytes)) : [];
  for (const { type, hasHeaders, bytes: certificate } of blocks) {
    if (type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found ${goQuote(type)}`;
    if (hasHeaders) return 'no PEM block headers are permitted';
    if (isCertificateAuthority(certificate) === undefined) return 'x509: malformed certificate';
  }
  return blocks.length === 0 ? 'must contain at least one CERTIFICATE PEM block' : undefined;
}
