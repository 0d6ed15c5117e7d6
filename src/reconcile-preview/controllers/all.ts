import type { Controller } from '../controller.ts';
import { certificatesigningrequestApproving } from './certificatesigningrequest-approving/controller.ts';
import { clusterroleAggregation } from './clusterrole-aggregation/controller.ts';
import { cronjob } from './cronjob/controller.ts';
import { daemonset } from './daemonset/controller.ts';
import { deployment } from './deployment/controller.ts';
import { deviceTaintEviction } from './device-taint-eviction/controller.ts';
import { disruption } from './disruption/controller.ts';
import { endpoints } from './endpoints/controller.ts';
import { endpointsliceMirroring } from './endpointslice-mirroring/controller.ts';
import { endpointslice } from './endpointslice/controller.ts';
import { ephemeralVolume } from './ephemeral-volume/controller.ts';
import { garbageCollector } from './garbage-collector/controller.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler/controller.ts';
import { job } from './job/controller.ts';
import { namespace } from './namespace/controller.ts';
import { nodeLifecycle } from './node-lifecycle/controller.ts';
import { persistentvolumeAttachDetach } from './persistentvolume-attach-detach/controller.ts';
import { persistentvolumeBinder } from './persistentvolume-binder/controller.ts';
import { persistentvolumeExpander } from './persistentvolume-expander/controller.ts';
import { persistentvolumeProtection } from './persistentvolume-protection/controller.ts';
import { persistentvolumeclaimProtection } from './persistentvolumeclaim-protection/controller.ts';
import { podGarbageCollector } from './pod-garbage-collector/controller.ts';
import { replicaset } from './replicaset/controller.ts';
import { replicationcontroller } from './replicationcontroller/controller.ts';
import { resourceclaim } from './resourceclaim/controller.ts';
import { resourcequota } from './resourcequota/controller.ts';
import { rootCaCertificatePublisher } from './root-ca-certificate-publisher/controller.ts';
import { serviceCidr } from './service-cidr/controller.ts';
import { serviceaccountToken } from './serviceaccount-token/controller.ts';
import { serviceaccount } from './serviceaccount/controller.ts';
import { statefulset } from './statefulset/controller.ts';
import { taintEviction } from './taint-eviction/controller.ts';
import { ttlAfterFinished } from './ttl-after-finished/controller.ts';
import { ttl } from './ttl/controller.ts';
import { validatingadmissionpolicyStatus } from './validatingadmissionpolicy-status/controller.ts';
import { volumeattributesclassProtection } from './volumeattributesclass-protection/controller.ts';

/** All controllers, in the order in which kube-controller-manager lists them: where several have work, the first goes first. */
export const controllers: readonly Controller[] = [
  serviceaccountToken,
  endpoints,
  endpointslice,
  endpointsliceMirroring,
  replicationcontroller,
  podGarbageCollector,
  resourcequota,
  namespace,
  serviceaccount,
  garbageCollector,
  daemonset,
  job,
  deployment,
  replicaset,
  horizontalPodAutoscaler,
  disruption,
  statefulset,
  cronjob,
  certificatesigningrequestApproving,
  ttl,
  nodeLifecycle,
  taintEviction,
  deviceTaintEviction,
  persistentvolumeBinder,
  persistentvolumeAttachDetach,
  persistentvolumeExpander,
  clusterroleAggregation,
  persistentvolumeclaimProtection,
  persistentvolumeProtection,
  ttlAfterFinished,
  rootCaCertificatePublisher,
  ephemeralVolume,
  resourceclaim,
  validatingadmissionpolicyStatus,
  volumeattributesclassProtection,
  serviceCidr,
];
