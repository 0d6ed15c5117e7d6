import type { KubernetesObject } from '../../../cluster/object.ts';
import type { AdmissionContext, AdmissionRequest, Denial } from '../../plugin.ts';

/** Why the kubelet of a node may not send a request; undefined when it may. */
export type Judge = (request: AdmissionRequest, node: string, context: AdmissionContext) => Denial | undefined;

type FoundKind = 'Node' | 'Pod' | 'ServiceAccount';

export const find = ({ cluster }: AdmissionContext, kind: FoundKind, namespace: string, name: string): KubernetesObject | undefined =>
  cluster.store.get({ group: '', kind, namespace, name });

/** 404, with the name of the kind as those call it who keep objects by it. */
export const notFound = (kind: FoundKind, name: string): Denial => ({
  kind: 'not-found',
  resource: { group: '', resource: kind.toLowerCase() },
  name,
});
