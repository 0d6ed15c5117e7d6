import type { ReadView } from '../../../cluster/store.ts';
import type { Binding, Pod } from '../../../model/kinds/core-v1.ts';
import type { ObjectMeta } from '../../../model/kinds/meta-v1.ts';
import { isSince } from '../../../schema/release.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { typed } from '../../typed.ts';

const LABELS: readonly string[] = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

/** A pod gets the zone and region of its node as labels: when it is bound, or created with a node. Since 1.35. */
export const podTopologyLabels: AdmissionPlugin = {
  name: 'PodTopologyLabels',
  handles: ({ operation, gvk, resource, subresource }) =>
    operation === 'CREATE' && gvk.group === '' && resource.plural === 'pods' && (subresource === '' || subresource === 'binding'),
  admit({ object, subresource }, { cluster, registry }) {
    if (!isSince(registry.release, '1.35')) return undefined;
    const carrier: { metadata?: ObjectMeta } = object;
    const labels = topologyOf(subresource === '' ? nodeOfPod(typed<Pod>(object)) : nodeOfBinding(typed<Binding>(object)), cluster.store);
    if (labels.length > 0)
      carrier.metadata = { ...carrier.metadata, labels: { ...carrier.metadata?.labels, ...Object.fromEntries(labels) } };
    return undefined;
  },
};

const nodeOfPod = (pod: Pod): string => pod.spec?.nodeName ?? '';
const nodeOfBinding = ({ target }: Binding): string => (target?.kind === 'Node' ? (target.name ?? '') : '');

function topologyOf(name: string, store: ReadView): [string, string][] {
  const node = name === '' ? undefined : store.get({ group: '', kind: 'Node', namespace: '', name });
  const labels = node?.metadata.labels ?? {};
  if (!LABELS.some((label) => Object.hasOwn(labels, label))) return [];
  return Object.entries(labels).filter(([label]) => LABELS.includes(label));
}
