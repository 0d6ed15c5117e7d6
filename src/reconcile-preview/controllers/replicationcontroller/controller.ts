import { matchesLabels } from '../../../model/label-selector.ts';
import { REPLICATION_CONTROLLER } from '../../kinds.ts';
import { replicaController } from '../replicas.ts';

/** Keeps as many pods as ReplicationControllers ask for, as `replicationcontroller-controller` of kube-controller-manager. */
export const replicationcontroller = replicaController({
  name: 'replicationcontroller-controller',
  kind: REPLICATION_CONTROLLER,
  matches: ({ spec }, pod) => Object.keys(spec?.selector ?? {}).length > 0 && matchesLabels(spec?.selector ?? {}, pod.metadata.labels),
  countsTerminating: false,
});
