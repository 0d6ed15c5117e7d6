import type { Node } from '../model/kinds/core-v1.ts';
import type { Typed } from './kind.ts';

const ZONE_LABELS = ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'] as const;
const REGION_LABELS = ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'] as const;

/** Where a node stands: its region and zone, by the older labels where it has them. */
export function nodeZone({ metadata: { labels = {} } }: Typed<Node>): string {
  const first = ([older, newer]: readonly [string, string]): string => labels[older] ?? labels[newer] ?? '';
  return `${first(REGION_LABELS)}\0${first(ZONE_LABELS)}`;
}
