import type { PathElement } from '../../../model/field-path.ts';
import type { DeviceRequest, ResourceClaim, ResourceClaimSpec, ResourceClaimTemplate } from '../../../model/kinds/resource-v1.ts';
import type {
  DeviceRequest as OldRequest,
  ResourceClaim as OldClaim,
  ResourceClaimSpec as OldSpec,
  ResourceClaimTemplate as OldTemplate,
} from '../../../model/kinds/resource-v1beta1.ts';
import { setAllocationDefaults } from '../claim-spec.ts';
import { resourceClaimTemplateStrategy } from '../resource-claim-template/strategy.ts';
import { resourceClaimStrategy } from '../resource-claim/strategy.ts';
import { convertedStrategy } from './converted.ts';

/** A request of either version: one that is stored may have come as v1. */
type EitherRequest = OldRequest & DeviceRequest;

/** What the one kind of device is, which v1 keeps in `exactly`. */
function convertRequest({ name, firstAvailable, exactly, ...own }: EitherRequest): DeviceRequest {
  const main = exactly ?? (Object.keys(own).length > 0 ? own : undefined);
  return { ...(name !== undefined && { name }), ...(main && { exactly: main }), ...(firstAvailable && { firstAvailable }) };
}

const olderRequest = ({ exactly, ...rest }: DeviceRequest): OldRequest => ({ ...rest, ...exactly });

const convertSpec = (spec: OldSpec): ResourceClaimSpec =>
  spec.devices?.requests ? { ...spec, devices: { ...spec.devices, requests: spec.devices.requests.map(convertRequest) } } : spec;

function writeSpec(spec: OldSpec | undefined, converted: ResourceClaimSpec | undefined): void {
  if (spec?.devices && converted?.devices)
    Object.assign(
      spec.devices,
      converted.devices,
      converted.devices.requests && { requests: converted.devices.requests.map(olderRequest) },
    );
}

/** Without a class a request has alternatives, which have their own defaults. */
function setDefaults(spec: OldSpec | undefined): void {
  for (const request of spec?.devices?.requests ?? []) {
    const { firstAvailable = [], tolerations = [] } = request;
    for (const alternative of firstAvailable) setAllocationDefaults(alternative);
    if (request.deviceClassName) setAllocationDefaults(request);
    else for (const toleration of tolerations) toleration.operator ||= 'Equal';
  }
}

const olderPath = (path: readonly PathElement[]): readonly PathElement[] =>
  path.filter((element) => element.kind !== 'field' || element.name !== 'exactly');

export const resourceClaimV1Beta1Strategy = convertedStrategy<OldClaim, ResourceClaim>(resourceClaimStrategy, {
  version: 'v1beta1',
  defaults: ({ spec }) => setDefaults(spec),
  convert: (claim) => ({ ...claim, ...(claim.spec && { spec: convertSpec(claim.spec) }) }),
  write(claim, converted) {
    writeSpec(claim.spec, converted.spec);
    if (converted.status) claim.status = converted.status;
    else delete claim.status;
  },
  olderPath,
});

export const resourceClaimTemplateV1Beta1Strategy = convertedStrategy<OldTemplate, ResourceClaimTemplate>(resourceClaimTemplateStrategy, {
  version: 'v1beta1',
  defaults: ({ spec }) => setDefaults(spec?.spec),
  convert: (template) => {
    const { spec } = template;
    return { ...template, ...(spec && { spec: { ...spec, ...(spec.spec && { spec: convertSpec(spec.spec) }) } }) };
  },
  write: (template, converted) => writeSpec(template.spec?.spec, converted.spec?.spec),
  olderPath,
});
