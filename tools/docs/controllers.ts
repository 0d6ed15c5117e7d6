/** What becomes of a controller of kube-controller-manager in a preview: it is simulated, or changes nothing there; with the note that says what or why. */
export interface ControllerRow {
  readonly name: string;
  readonly state: 'simulated' | 'no effect';
  readonly note: string;
}

const simulated = (name: string, note: string): ControllerRow => ({ name: `${name}-controller`, state: 'simulated', note });
const noEffect = (name: string, note: string): ControllerRow => ({ name: `${name}-controller`, state: 'no effect', note });

/** All controllers in the order of `cmd/kube-controller-manager/names/controller_names.go` of Kubernetes 1.37. */
export const CONTROLLER_ROWS: readonly ControllerRow[] = [
  simulated('serviceaccount-token', 'Token Secrets of accounts, with a stand-in for what only a cluster can sign.'),
  simulated('endpoints', 'Subsets follow their first address; upstream orders them by a hash.'),
  simulated('endpointslice', 'Slices, hints by `trafficDistribution`, both address families.'),
  simulated('endpointslice-mirroring', 'Hand-written Endpoints of Services without selector.'),
  simulated('replicationcontroller', 'Replicas, adoption, release, deletion ranking.'),
  simulated('pod-garbage-collector', 'Pods whose node is gone. That 12,500 ended pods are too many is left out.'),
  simulated('resourcequota', 'Usage, recounted when something goes.'),
  simulated('namespace', 'Empties namespaces that were deleted and says what keeps them.'),
  simulated('serviceaccount', 'The `default` account of each namespace.'),
  simulated('garbage-collector', 'Background, foreground and orphaning deletion.'),
  simulated('daemonset', 'Placement, rolling updates with surge, history.'),
  simulated('job', 'Back-off limits, also for each index, success and failure policies, suspension, deadlines.'),
  simulated('deployment', 'Rolling updates, revision history, rollback, pauses, progress deadlines.'),
  simulated('replicaset', 'Replicas, adoption, release, deletion ranking.'),
  simulated('horizontal-pod-autoscaler', 'By metrics that are given (`--load`, `--metric`); else bounds, and the conditions of a cluster without metrics.'),
  simulated('disruption', 'What budgets allow.'),
  simulated('statefulset', 'Ordinals, partitions, claims and their retention.'),
  simulated('cronjob', 'Schedules with time zones, concurrency policies, history limits. A preview comes to rest before the next time on a schedule.'),
  noEffect('certificatesigningrequest-signing', 'Signs approved requests where it has a key of the cluster, which only a real one has.'),
  simulated('certificatesigningrequest-approving', 'Approves requests for client certificates of kubelets, by what their sender may do.'),
  noEffect('certificatesigningrequest-cleaner', 'Removes requests after an hour at the earliest.'),
  noEffect('podcertificaterequest-cleaner', 'Removes requests of kubelets after minutes.'),
  simulated('ttl', 'An annotation of nodes by the size of the cluster.'),
  noEffect('bootstrap-signer', 'Off by default; signs `cluster-info` for nodes that join.'),
  noEffect('token-cleaner', 'Off by default; removes bootstrap tokens that have expired.'),
  noEffect('node-ipam', 'Gives nodes address ranges only where `--allocate-node-cidrs` is set.'),
  simulated('node-lifecycle', 'Taints by conditions of nodes, at the rate that the disruption of zones allows.'),
  simulated('taint-eviction', 'Evicts pods that do not tolerate `NoExecute`.'),
  simulated('device-taint-eviction', 'Pods that do not tolerate `NoExecute` on their devices, and what DeviceTaintRules say of it.'),
  simulated('persistentvolume-binder', 'Binds claims to volumes that are there, and reclaims those of claims that are gone. Nobody provisions new ones: that takes a driver.'),
  simulated('persistentvolume-attach-detach', 'VolumeAttachments for CSI volumes, and for those of plugins that have moved to CSI drivers, on nodes whose kubelet leaves it to the controller (an annotation of real nodes). No driver attaches them.'),
  simulated('persistentvolume-expander', 'Leaves claims that ask for more to the resizer of their driver, which does not run; expands FlexVolumes.'),
  simulated('clusterrole-aggregation', 'Gathers rules by `aggregationRule`.'),
  simulated('persistentvolumeclaim-protection', 'Claims that pods use stay.'),
  simulated('persistentvolume-protection', 'Volumes that are bound stay.'),
  noEffect('podgroup-protection', 'Protects PodGroups, an API that is off by default.'),
  simulated('ttl-after-finished', 'Removes Jobs that ended long enough ago.'),
  simulated('root-ca-certificate-publisher', 'The ConfigMap `kube-root-ca.crt` of each namespace, without a real certificate.'),
  noEffect('kube-apiserver-serving-clustertrustbundle-publisher', 'Publishes a certificate of the cluster that manifests do not change.'),
  simulated('ephemeral-volume', 'Claims for the volumes that pods bring along.'),
  noEffect('storageversion-garbage-collector', 'Tidies up after API servers that are gone; the API is off by default.'),
  simulated('resourceclaim', 'Claims from templates, their reservation, and what becomes of them when pods end.'),
  noEffect('resourcepoolstatusrequest', 'Answers requests of an API that is off by default.'),
  noEffect('legacy-serviceaccount-token-cleaner', 'Removes tokens that nobody used for a year.'),
  simulated('validatingadmissionpolicy-status', 'Checks the types in expressions of policies. Names of types in its warnings end in random digits upstream.'),
  simulated('volumeattributesclass-protection', 'Classes that volumes have stay.'),
  simulated('service-cidr', 'Protects ServiceCIDRs and says when they are ready.'),
  noEffect('storage-version-migrator', 'Rewrites stored objects in another version on request; what they say stays the same.'),
  noEffect('selinux-warning', 'Counts conflicts of SELinux labels and notes them as events; off by default.'),
];

/** The text of `docs/controllers.md`. */
export function controllersPage(): string {
  const count = (state: ControllerRow['state']): number => CONTROLLER_ROWS.filter((row) => row.state === state).length;
  return `<!-- Written by \`npm run docs\` from tools/docs/controllers.ts. -->
# Controllers

The controllers of kube-controller-manager 1.37 and what becomes of them in \`drydock preview\`: ${count('simulated')} are simulated, ${count('no effect')} change nothing
that a preview shows. The scheduler and the kubelets are simulated beside them.

| controller | in a preview | |
|---|---|---|
${CONTROLLER_ROWS.map(({ name, state, note }) => `| ${name} | ${state} | ${note} |`).join('\n')}
`;
}
