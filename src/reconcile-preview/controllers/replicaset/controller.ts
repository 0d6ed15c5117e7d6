import { matchesLabelSelector } from '../../../model/label-selector.ts';
import { REPLICA_SET } from '../../kinds.ts';
import { replicaController } from '../replicas.ts';

/** Keeps as many pods as ReplicaSets ask for, as `replicaset-controller` of kube-controller-manager. */
export const replicaset = replicaController({
  name: 'replicaset-controller',
  kind: REPLICA_SET,
  matches: ({ spec }, pod) => matchesLabelSelector(spec?.selector, pod.metadata.labels),
  countsTerminating: true,
});
