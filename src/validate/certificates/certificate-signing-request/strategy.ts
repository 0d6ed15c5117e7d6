import { duplicate, invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import { certificateRequestProblem } from '../../../model/certificate-request.ts';
import type { CertificateSigningRequest } from '../../../model/kinds/certificates-v1.ts';
import { without } from '../../../model/without.ts';
import type { Release } from '../../../schema/release.ts';
import { asJson, each } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { clusterScoped, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { validateSignerName } from '../../shared/signer-name.ts';
import { keepSpec, keepStatus } from '../../shared/status.ts';
import { keepDecisions, populateTimes, validateStatus } from './status.ts';

const MIN_SECONDS = 600;
const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown';
const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];

/** The server writes who asks. */
const REQUESTER = ['username', 'uid', 'groups', 'extra'] as const;

/** Any name goes that is a part of a URL. Updates change metadata only: spec and status are kept, and so not checked again. */
export const certificateSigningRequestStrategy = defineStrategy<CertificateSigningRequest>({
  gvk: { group: 'certificates.k8s.io', version: 'v1', kind: 'CertificateSigningRequest' },
  defaults: () => undefined,
  prepareForCreate(request, { user }) {
    const spec = (request.spec ??= {});
    for (const name of REQUESTER) delete spec[name];
    if (user) Object.assign(spec, { username: user.username, groups: [...user.groups] });
    if (user?.uid) spec.uid = user.uid;
    if (user?.extra) spec.extra = Object.fromEntries(Object.entries(user.extra).map(([name, values]) => [name, [...values]]));
    request.status = {};
  },
  prepareForUpdate(request, old) {
    keepSpec(request, old);
    keepStatus(request, old);
  },
  prepareForStatusUpdate(request, old, { now = '' }) {
    keepSpec(request, old);
    keepDecisions(request, old);
    populateTimes(request, old, now);
  },
  validate: validateRequest,
  validateUpdate: (request, old) => [...validateMeta(request), ...validateMetaUpdate(request, old)],
  validateStatusUpdate: (request, old, { release }) => validateStatusUpdate(request, old, 'certificate', release),
  subresources: {
    approval: {
      prepareForUpdate(request, old, { now = '' }) {
        populateTimes(request, old, now);
        const conditions = request.status?.conditions;
        keepSpec(request, old);
        request.status = { ...without(old.status ?? {}, 'conditions'), ...(conditions && { conditions }) };
      },
      validateUpdate: (request, old, { release }) => validateStatusUpdate(request, old, 'decision', release),
    },
  },
});

const validateMetaUpdate = (request: CertificateSigningRequest, old: CertificateSigningRequest): FieldError[] => [
  ...validateObjectMetaUpdate(request.metadata, old.metadata, fieldPath('metadata')),
];

const validateStatusUpdate = (
  request: CertificateSigningRequest,
  old: CertificateSigningRequest,
  writes: Parameters<typeof validateStatus>[2],
  release: Release,
): FieldError[] => [...validateMeta(request), ...validateStatus(request, old, writes, release), ...validateMetaUpdate(request, old)];

const validateMeta = ({ metadata }: CertificateSigningRequest): FieldError[] =>
  validateObjectMeta(
    metadata,
    clusterScoped(() => []),
    fieldPath('metadata'),
  );

function validateRequest(request: CertificateSigningRequest): FieldError[] {
  const { request: encoded = '', usages = [], signerName = '', expirationSeconds: seconds } = request.spec ?? {};
  const at = fieldPath('spec');
  const problem = certificateRequestProblem(encoded);
  return [
    ...validateMeta(request),
    ...(problem === undefined ? [] : [invalid(child(at, 'request'), asJson(encoded === '' ? null : encoded), problem)]),
    ...validateUsages(usages, child(at, 'usages')),
    ...(signerName === LEGACY_SIGNER
      ? [invalid(child(at, 'signerName'), signerName, 'the legacy signerName is not allowed via this API version')]
      : validateSignerName(signerName, child(at, 'signerName'))),
    ...(seconds !== undefined && seconds < MIN_SECONDS
      ? [invalid(child(at, 'expirationSeconds'), seconds, 'may not specify a duration less than 600 seconds (10 minutes)')]
      : []),
  ];
}

const validateUsages = (usages: readonly string[], at: FieldPath): FieldError[] => [
  ...(usages.length === 0 ? [required(at)] : []),
  ...each(usages, at, (usage, place) => (USAGES.includes(usage) ? [] : [notSupported(place, asJson(usage), USAGES)])),
  ...each(usages, at, (usage, place, i) => (usages.indexOf(usage) < i ? [duplicate(place, asJson(usage))] : [])),
];
