import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { fieldPath, index } from '../../../model/field-path.ts';
import { parseCidr } from '../../../model/ip-address.ts';
import type { ServiceCIDR } from '../../../model/kinds/networking-v1.ts';
import { each } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { list, shown, struct, text } from '../../shared/go-form.ts';
import { validateCidr } from '../../shared/ip.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';

const metadataAt = fieldPath('metadata');
const cidrsAt = fieldPath('spec', 'cidrs');
const IMMUTABLE = 'field is immutable';
const specForm = struct([['CIDRs', 'cidrs', list(text)]]);

export const serviceCidrStrategy = defineStrategy<ServiceCIDR>({
  gvk: { group: 'networking.k8s.io', version: 'v1', kind: 'ServiceCIDR' },
  defaults: () => undefined,
  prepareForCreate(object, { gate }) {
    if (gate('ServiceCIDRStatusFieldWiping')) dropStatus(object);
  },
  prepareForUpdate(object, old, { gate }) {
    if (gate('ServiceCIDRStatusFieldWiping')) keepStatus(object, old);
  },
  prepareForStatusUpdate: keepSpec,
  validate: (object) => [...validateObjectMeta(object.metadata, clusterScoped(isDns1123Subdomain), metadataAt), ...validateCidrs(object)],
  validateUpdate: (object, old) => [
    ...validateObjectMetaUpdate(object.metadata, old.metadata, metadataAt),
    ...validateSameCidrs(object, old),
  ],
});

/** One network, or one of each family. */
function validateCidrs({ spec }: ServiceCIDR): FieldError[] {
  const cidrs = spec?.cidrs ?? [];
  if (cidrs.length === 0) return [required(cidrsAt, 'at least one CIDR required')];
  if (cidrs.length > 2) return [invalid(cidrsAt, shown(specForm, spec), 'may only hold up to 2 values')];
  const [first, second] = cidrs.map((cidr) => parseCidr(cidr)?.address.family);
  const detail = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';
  return [...each(cidrs, cidrsAt, validateCidr), ...(first !== undefined && first === second ? [invalid(cidrsAt, cidrs, detail)] : [])];
}

/** A second network may be added; nothing else changes. */
function validateSameCidrs(object: ServiceCIDR, old: ServiceCIDR): FieldError[] {
  const [cidrs, before] = [object.spec?.cidrs ?? [], old.spec?.cidrs ?? []];
  const isAdded = before.length === 1 && cidrs.length === 2;
  if (!isAdded && cidrs.length !== before.length) return [invalid(cidrsAt, cidrs, IMMUTABLE)];
  return [
    ...before.flatMap((cidr, i) => (cidr === cidrs[i] ? [] : [invalid(index(cidrsAt, i), cidrs[i], IMMUTABLE)])),
    ...(isAdded ? validateCidrs(object) : []),
  ];
}
