import { duplicate, invalid, notSupported, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import type { CSIDriver, CSIDriverSpec, TokenRequest } from '../../../model/kinds/storage-v1.ts';
import { asJson, oneOf, optional } from '../../shared/checks.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { clusterScoped, immutable, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';

const MIN_PERIOD_SECONDS = 10;
const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;
const FS_GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];
const LIFECYCLE_MODES = ['Persistent', 'Ephemeral'];
const specAt = fieldPath('spec');

export const validateCsiDriver = ({ metadata, spec = {} }: CSIDriver): FieldError[] => [
  ...validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain), fieldPath('metadata')),
  ...validateSpec(spec, specAt),
];

/** Upstream spells the path of `attachRequired` as `attachedRequired`. */
export const validateCsiDriverUpdate = ({ metadata, spec = {} }: CSIDriver, old: CSIDriver): FieldError[] => [
  ...validateObjectMetaUpdate(metadata, old.metadata, fieldPath('metadata')),
  ...validateSpec(spec, specAt),
  ...immutable(spec.attachRequired, old.spec?.attachRequired, child(specAt, 'attachedRequired')),
  ...immutable(spec.volumeLifecycleModes, old.spec?.volumeLifecycleModes, child(specAt, 'volumeLifecycleModes')),
];

function validateSpec(spec: CSIDriverSpec, at: FieldPath): FieldError[] {
  const { tokenRequests = [], volumeLifecycleModes = [], serviceAccountTokenInSecrets: inSecrets } = spec;
  return [
    ...optional(spec.fsGroupPolicy, child(at, 'fsGroupPolicy'), (policy, place) => oneOf(policy, FS_GROUP_POLICIES, place)),
    ...validateTokenRequests(tokenRequests, child(at, 'tokenRequests')),
    ...volumeLifecycleModes
      .filter((mode) => !LIFECYCLE_MODES.includes(mode))
      .map((mode) => notSupported(child(at, 'volumeLifecycleModes'), asJson(mode), LIFECYCLE_MODES)),
    ...optional(spec.nodeAllocatableUpdatePeriodSeconds, child(at, 'nodeAllocatableUpdatePeriodSeconds'), (period, place) =>
      period < MIN_PERIOD_SECONDS ? [invalid(place, period, 'must be greater than or equal to 10 seconds')] : [],
    ),
    ...(inSecrets !== undefined && tokenRequests.length === 0
      ? [
          invalid(
            child(at, 'serviceAccountTokenInSecrets'),
            inSecrets,
            'serviceAccountTokenInSecrets is set but no tokenRequests are specified',
          ),
        ]
      : []),
  ];
}

/** One token per audience; the lifetime of a repeated one is not looked at. */
function validateTokenRequests(requests: readonly TokenRequest[], at: FieldPath): FieldError[] {
  const audiences = requests.map(({ audience = '' }) => audience);
  return requests.flatMap(({ audience = '', expirationSeconds: seconds }, i) => {
    const place = index(at, i);
    if (audiences.indexOf(audience) < i) return [duplicate(child(place, 'audience'), audience)];
    const secondsAt = child(place, 'expirationSeconds');
    if (seconds === undefined) return [];
    if (seconds < MIN_TOKEN_SECONDS) return [invalid(secondsAt, seconds, 'may not specify a duration less than 10 minutes')];
    return seconds > MAX_TOKEN_SECONDS ? [invalid(secondsAt, seconds, 'may not specify a duration larger than 2^32 seconds')] : [];
  });
}
