import { child, fieldPath, index } from '../../../model/field-path.ts';
import type { EndpointSlice } from '../../../model/kinds/discovery-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { warningsForIp } from '../../shared/ip.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate } from './validate.ts';

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const CONTROLLERS = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];

export const endpointSliceStrategy = defineStrategy<EndpointSlice>({
  gvk: { group: 'discovery.k8s.io', version: 'v1', kind: 'EndpointSlice' },
  defaults({ ports }) {
    for (const port of ports ?? []) {
      port.name ??= '';
      port.protocol ??= 'TCP';
    }
  },
  prepareForCreate(slice, context) {
    startGeneration(slice);
    dropDisabled(slice, undefined, context);
    for (const endpoint of slice.endpoints ?? []) delete endpoint.deprecatedTopology;
  },
  prepareForUpdate(slice, old, context) {
    countGeneration(slice, old, differs(contentOf(slice), contentOf(old)));
    dropDisabled(slice, old, context);
    if (differs(slice.endpoints, old.endpoints)) for (const endpoint of slice.endpoints ?? []) delete endpoint.deprecatedTopology;
  },
  validate: (slice, context) => validateEndpointSlice(slice, undefined, context),
  validateUpdate: validateEndpointSliceUpdate,
  warnings: (slice, old) => [
    ...(!old && slice.addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : []),
    ...warningsForAddresses(slice),
  ],
});

const contentOf = ({ metadata, ...content }: EndpointSlice): unknown => [content, metadata?.labels ?? {}];

function dropDisabled({ endpoints = [] }: EndpointSlice, old: EndpointSlice | undefined, { gate }: RuleContext): void {
  if (gate('PreferSameTrafficDistribution') || (old?.endpoints ?? []).some(({ hints }) => hints?.forNodes)) return;
  for (const { hints } of endpoints) delete hints?.forNodes;
}

function warningsForAddresses({ metadata, endpoints = [] }: EndpointSlice): string[] {
  if (CONTROLLERS.includes(metadata?.labels?.[MANAGED_BY] ?? '')) return [];
  return endpoints.flatMap(({ addresses = [] }, i) =>
    addresses.flatMap((address, j) => warningsForIp(address, index(child(index(fieldPath('endpoints'), i), 'addresses'), j))),
  );
}
