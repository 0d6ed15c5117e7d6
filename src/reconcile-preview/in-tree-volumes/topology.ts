import type { NodeSelectorTerm, PersistentVolume, VolumeNodeAffinity } from '../../model/kinds/core-v1.ts';

const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
export const BETA_ZONE = 'failure-domain.beta.kubernetes.io/zone';
const BETA_REGION = 'failure-domain.beta.kubernetes.io/region';
/** Stands between the zones of one label. */
export const ZONE_DELIMITER = '__';

/**
 * Which nodes can use a volume, in the words of its driver: the zone that its node affinity or, without that, its labels say goes by the key of the driver.
 * As `translateTopologyFromInTreeToCSI`.
 */
export function driverTopology(volume: PersistentVolume, zoneKey: string): VolumeNodeAffinity | undefined {
  const { zone, region } = topologyLabels(volume);
  const moved = move(volume, zone, zoneKey, (label) => label.split(ZONE_DELIMITER));
  return region === BETA_REGION ? renamed(moved, region, REGION) : moved;
}

/** The same for a driver that knows regions too, and takes a label for one zone. */
export function driverZoneAndRegion(volume: PersistentVolume, zoneKey: string, regionKey: string): VolumeNodeAffinity | undefined {
  const { zone, region } = topologyLabels(volume);
  const whole = (label: string): string[] => [label];
  const nodeAffinity = move(volume, zone, zoneKey, whole);
  return move({ ...volume, spec: { ...volume.spec, ...(nodeAffinity && { nodeAffinity }) } }, region, regionKey, whole);
}

/** Names of the labels that a volume uses for zone and region: what its node affinity names comes before what its labels are. */
function topologyLabels({ metadata: { labels = {} } = {}, spec }: PersistentVolume): { readonly zone: string; readonly region: string } {
  const terms = termsOf(spec?.nodeAffinity);
  const names = (key: string): boolean => terms.some(({ matchExpressions = [] }) => matchExpressions.some((item) => item.key === key));
  const isBeta = !names(ZONE) && (names(BETA_ZONE) || (labels[ZONE] === undefined && labels[BETA_ZONE] !== undefined));
  return isBeta ? { zone: BETA_ZONE, region: BETA_REGION } : { zone: ZONE, region: REGION };
}

function move(
  { metadata, spec }: PersistentVolume,
  from: string,
  to: string,
  valuesOf: (label: string) => string[],
): VolumeNodeAffinity | undefined {
  const affinity = spec?.nodeAffinity;
  if (hasValues(affinity, from)) return renamed(affinity, from, to);
  const values = valuesOf(metadata?.labels?.[from] ?? '').map((value) => value.trim());
  return added(affinity, to, [...new Set(values.filter(Boolean))].sort());
}

const termsOf = (affinity: VolumeNodeAffinity | undefined): readonly NodeSelectorTerm[] => affinity?.required?.nodeSelectorTerms ?? [];

const hasValues = (affinity: VolumeNodeAffinity | undefined, key: string): boolean =>
  termsOf(affinity).some(({ matchExpressions = [] }) => matchExpressions.some((item) => item.key === key && item.values?.length));

function renamed(affinity: VolumeNodeAffinity | undefined, from: string, to: string): VolumeNodeAffinity | undefined {
  if (!hasValues(affinity, from)) return affinity;
  const nodeSelectorTerms = termsOf(affinity).map((term) => ({
    ...term,
    ...(term.matchExpressions && {
      matchExpressions: term.matchExpressions.map((item) => (item.key === from ? { ...item, key: to } : item)),
    }),
  }));
  return { required: { nodeSelectorTerms } };
}

/** Every alternative holds only in these zones. */
function added(affinity: VolumeNodeAffinity | undefined, key: string, values: string[]): VolumeNodeAffinity | undefined {
  if (values.length === 0) return affinity;
  const terms = termsOf(affinity);
  const nodeSelectorTerms = (terms.length > 0 ? terms : [{}]).map((term: NodeSelectorTerm) => ({
    ...term,
    matchExpressions: [...(term.matchExpressions ?? []), { key, operator: 'In', values }],
  }));
  return { required: { nodeSelectorTerms } };
}
