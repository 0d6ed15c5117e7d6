import { deepEqual } from '../../../model/json.ts';
import type { Service } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';
import { isHeadless } from '../service-pods.ts';

export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
export const SERVICE_NAME = 'kubernetes.io/service-name';
export const HEADLESS = 'service.kubernetes.io/headless';
export const MANAGER = 'endpointslice-controller.k8s.io';

const RESERVED: ReadonlySet<string> = new Set([MANAGED_BY, SERVICE_NAME, HEADLESS]);

/** The labels of a Service's slices: its own, and whose they are. */
export const sliceLabels = (service: Typed<Service>): Record<string, string> => ({
  ...unreserved(service.metadata.labels),
  ...(isHeadless(service) && { [HEADLESS]: '' }),
  [SERVICE_NAME]: service.metadata.name ?? '',
  [MANAGED_BY]: MANAGER,
});

/** Whether a slice still has the labels that its Service gave it; reserved ones do not count. */
export const hasServiceLabels = (labels: Record<string, string> | undefined, service: Typed<Service>): boolean =>
  deepEqual(unreserved(labels), unreserved(service.metadata.labels));

const unreserved = (labels: Record<string, string> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(labels ?? {}).filter(([name]) => !RESERVED.has(name)));
