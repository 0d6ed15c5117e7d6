import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath } from '../../../model/field-path.ts';
import type { ResourcePoolStatusRequest, ResourcePoolStatusRequestSpec } from '../../../model/kinds/resource-v1alpha3.ts';
import { invalidBecause, optional } from '../../shared/checks.ts';
import { declared } from '../../shared/declarative.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { differs } from '../../shared/generation.ts';
import { isDns1123Subdomain, isLongNameCaseless } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateDeclaredPoolName } from '../pool-name.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;
const metadataAt = fieldPath('metadata');
const at = fieldPath('spec');

/** The type declares all rules of the spec. */
export const resourcePoolStatusRequestStrategy = defineStrategy<ResourcePoolStatusRequest>({
  gvk: { group: 'resource.k8s.io', version: 'v1alpha3', kind: 'ResourcePoolStatusRequest' },
  defaults: (request) => ((request.spec ??= {}).limit ??= DEFAULT_LIMIT),
  prepareForCreate(request, context) {
    dropStatus(request);
    dropDisabled(request.spec ?? {}, undefined, context);
  },
  prepareForUpdate(request, old, context) {
    keepStatus(request, old);
    dropDisabled(request.spec ?? {}, old.spec, context);
  },
  prepareForStatusUpdate: keepSpec,
  validate: ({ metadata, spec = {} }) => [
    ...validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain), metadataAt),
    ...declared(validateSpec(spec)),
  ],
  validateUpdate: ({ metadata, spec = {} }, old) => [
    ...validateObjectMetaUpdate(metadata, old.metadata, metadataAt),
    ...declared(differs(spec, old.spec ?? {}) ? [invalid(at, null, 'field is immutable')] : []),
  ],
});

function dropDisabled(spec: ResourcePoolStatusRequestSpec, old: ResourcePoolStatusRequestSpec | undefined, { gate }: RuleContext): void {
  if (!gate('DRAPartitionableDevicesType') && old?.defaultPartitionTypeAttribute === undefined) delete spec.defaultPartitionTypeAttribute;
}

function validateSpec({ driver = '', poolName, limit = 0 }: ResourcePoolStatusRequestSpec): FieldError[] {
  const [driverAt, limitAt] = [child(at, 'driver'), child(at, 'limit')];
  return [
    ...(driver === '' ? [required(driverAt)] : invalidBecause(isLongNameCaseless(driver), driverAt, driver)),
    ...optional(poolName, child(at, 'poolName'), validateDeclaredPoolName),
    ...(limit > MAX_LIMIT ? [invalid(limitAt, limit, `must be less than or equal to ${MAX_LIMIT}`)] : []),
    ...(limit < 1 ? [invalid(limitAt, limit, 'must be greater than or equal to 1')] : []),
  ];
}
