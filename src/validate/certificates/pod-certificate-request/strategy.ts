import { invalid, tooLong, verbatim, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { PodCertificateRequest, PodCertificateRequestSpec } from '../../../model/kinds/certificates-v1beta1.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { asJson, invalidBecause, optional } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { number, pointer, shown, struct, text, textMap } from '../../shared/go-form.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { immutable, namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { validateUserAnnotations } from '../../shared/pod-spec/projected-volume.ts';
import { isKubernetesSignerName, validateSignerName } from '../../shared/signer-name.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import { validateProof } from './proof.ts';

const MAX_UID = 128;
const DEFAULT_SECONDS = 24 * 3600;
const MIN_SECONDS = 3600;
const MAX_SECONDS = 91 * 24 * 3600;
const MAX_KUBERNETES_SECONDS = 24 * 3600;
const metadataAt = fieldPath('metadata');
const specAt = fieldPath('spec');

const specForm = struct([
  ['SignerName', 'signerName', text],
  ['PodName', 'podName', text],
  ['PodUID', 'podUID', text],
  ['ServiceAccountName', 'serviceAccountName', text],
  ['ServiceAccountUID', 'serviceAccountUID', text],
  ['NodeName', 'nodeName', text],
  ['NodeUID', 'nodeUID', text],
  ['MaxExpirationSeconds', 'maxExpirationSeconds', pointer(number)],
  ['PKIXPublicKey', 'pkixPublicKey', pointer(text)],
  ['ProofOfPossession', 'proofOfPossession', pointer(text)],
  ['StubPKCS10Request', 'stubPKCS10Request', pointer(text)],
  ['UnverifiedUserAnnotations', 'unverifiedUserAnnotations', textMap],
]);

/** What a kubelet asks for a pod. */
export const podCertificateRequestStrategy = defineStrategy<PodCertificateRequest>({
  gvk: { group: 'certificates.k8s.io', version: 'v1', kind: 'PodCertificateRequest' },
  defaults: (request) => ((request.spec ??= {}).maxExpirationSeconds ??= DEFAULT_SECONDS),
  prepareForCreate: dropStatus,
  prepareForUpdate: keepStatus,
  prepareForStatusUpdate: keepSpec,
  validate: ({ metadata, spec = {} }) => [
    ...validateObjectMeta(metadata, namespaced(isDns1123Subdomain), metadataAt),
    ...validateSpec(spec, specAt),
  ],
  validateUpdate: ({ metadata, spec = {} }, old) => [
    ...validateObjectMetaUpdate(metadata, old.metadata, metadataAt),
    ...immutable(spec, old.spec ?? {}, specAt, shown(specForm, spec)),
  ],
});

function validateSpec(spec: PodCertificateRequestSpec, at: FieldPath): FieldError[] {
  const { signerName = '', nodeName = '', maxExpirationSeconds: seconds = 0 } = spec;
  const nodeNameAt = child(at, 'nodeName');
  return [
    ...validateSignerName(signerName, child(at, 'signerName')),
    ...optional(spec.unverifiedUserAnnotations, child(at, 'unverifiedUserAnnotations'), validateUserAnnotations),
    ...validateIdentity(spec.podName, spec.podUID, child(at, 'podName'), child(at, 'podUID')),
    ...validateIdentity(spec.serviceAccountName, spec.serviceAccountUID, child(at, 'serviceAccountName'), child(at, 'serviceAccountUID')),
    ...invalidBecause(isDns1123Subdomain(nodeName), nodeNameAt, asJson(nodeName)),
    ...validateUid(spec.nodeUID, child(at, 'nodeUID')),
    ...validateSeconds(seconds, signerName, child(at, 'maxExpirationSeconds')),
    ...validateProof(spec, at),
  ];
}

const validateIdentity = (name = '', uid: string | undefined, nameAt: FieldPath, uidAt: FieldPath): FieldError[] => [
  ...invalidBecause(isDns1123Subdomain(name), nameAt, name),
  ...validateUid(uid, uidAt),
];

const validateUid = (uid = '', at: FieldPath): FieldError[] => [
  ...(uid === '' ? [invalid(at, verbatim('""'), 'must not be empty')] : []),
  ...(byteLength(uid) > MAX_UID ? [tooLong(at, MAX_UID)] : []),
];

function validateSeconds(seconds: number, signerName: string, at: FieldPath): FieldError[] {
  const max = isKubernetesSignerName(signerName) ? MAX_KUBERNETES_SECONDS : MAX_SECONDS;
  return seconds >= MIN_SECONDS && seconds <= max ? [] : [invalid(at, seconds, `must be in the range [${MIN_SECONDS}, ${max}]`)];
}
