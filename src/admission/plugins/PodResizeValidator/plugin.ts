import { fieldPath } from '../../../model/field-path.ts';
import type { Node, Pod } from '../../../model/kinds/core-v1.ts';
import { podRequests, quantityOf } from '../../../model/pod-resources.ts';
import { compareQuantities, milliValueOf, valueOf } from '../../../model/quantity.ts';
import { isSince } from '../../../schema/release.ts';
import type { AdmissionPlugin, Denial } from '../../plugin.ts';
import { at, forbidden, isResize, typed } from '../../typed.ts';

/** A pod on a node is not resized to more than the node has, and on no node but Linux ones. */
export const podResizeValidator: AdmissionPlugin = {
  name: 'PodResizeValidator',
  handles: isResize,
  validate({ object, old }, { cluster, registry }) {
    if (!object || !old || !isSince(registry.release, '1.36')) return undefined;
    const pod = typed<Pod>(object);
    const nodeName = pod.spec?.nodeName ?? '';
    if (nodeName === '' || pod.metadata?.generation === old.metadata.generation) return undefined;
    const found = cluster.store.get({ group: '', kind: 'Node', namespace: '', name: nodeName });
    if (!found) return forbidden(`node "${nodeName}" not found`, at(fieldPath('spec', 'nodeName')));
    const node = typed<Node>(found);
    const os = node.metadata?.labels?.['kubernetes.io/os'] ?? 'linux';
    if (os !== 'linux') return refused(`pod resize is only supported on linux nodes, node "${nodeName}" is "${os}"`, 'UnsupportedPlatform');
    const excess = excessOf(pod, node);
    return excess.length === 0 ? undefined : refused(`node didn't have enough allocatable resources: ${excess.join('; ')}`, 'NodeCapacity');
  },
};

const refused = (message: string, reason: string): Denial => ({ kind: 'forbidden', message, causes: [{ reason }] });

function excessOf(pod: Pod, { status }: Node): string[] {
  const requests = podRequests(pod);
  return (['cpu', 'memory'] as const).flatMap((name) => {
    const requested = requests.get(name) ?? quantityOf(undefined);
    const allocatable = quantityOf(status?.allocatable?.[name]);
    const amount = name === 'cpu' ? milliValueOf : valueOf;
    return compareQuantities(requested, allocatable) <= 0
      ? []
      : [`${name}, requested: ${amount(requested).toString()}, allocatable: ${amount(allocatable).toString()}`];
  });
}
