import type { Container, EphemeralContainer, PodSpec, PodTemplateSpec, Probe, VolumeProjection } from '../../../model/kinds/core-v1.ts';
import type { RuleContext } from '../../strategy.ts';
import { allContainers } from './containers-of.ts';

type AnyContainer = Container | EphemeralContainer;

/** Fields that an API server takes away while a feature gate is off, unless the stored object has them already. */
interface GatedFields {
  readonly gate: string;
  readonly inUse: (spec: PodSpec) => boolean;
  readonly drop: (spec: PodSpec) => void;
}

const probesOf = (container: AnyContainer): Probe[] =>
  [container.livenessProbe, container.readinessProbe, container.startupProbe].filter((probe) => probe !== undefined);

const httpActionsOf = (container: AnyContainer) =>
  [...probesOf(container), container.lifecycle?.postStart, container.lifecycle?.preStop].flatMap((handler) =>
    handler?.httpGet ? [handler.httpGet] : [],
  );

const projectionsOf = ({ volumes }: PodSpec) => (volumes ?? []).flatMap(({ projected }) => projected?.sources ?? []);

/** What can name the owner of files. */
interface OwnedFiles {
  defaultUser?: number;
  user?: number;
}

/** Everything in volumes of files that can have an owner; of a volume or source that is more than one thing, upstream looks at the first. */
const ownedFilesOf = ({ volumes }: PodSpec): OwnedFiles[] =>
  (volumes ?? []).flatMap(({ secret, configMap, downwardAPI, projected }): OwnedFiles[] => {
    const files = secret ?? configMap ?? downwardAPI;
    if (files) return [files, ...(files.items ?? [])];
    return projected ? [projected, ...(projected.sources ?? []).flatMap(ownedFilesOfSource)] : [];
  });

function ownedFilesOfSource(source: VolumeProjection): readonly OwnedFiles[] {
  const listed = source.secret ?? source.downwardAPI ?? source.configMap;
  if (listed) return listed.items ?? [];
  const single = source.serviceAccountToken ?? source.clusterTrustBundle ?? source.podCertificate;
  return single ? [single] : [];
}

/** Image volumes and their mounts. Lists that are or become empty go as well. */
function dropImageVolumes(spec: PodSpec): void {
  const names = new Set((spec.volumes ?? []).filter(({ image }) => image).map(({ name }) => name));
  const volumes = spec.volumes?.filter(({ image }) => !image);
  if (volumes?.length) spec.volumes = volumes;
  else delete spec.volumes;
  for (const container of allContainers(spec)) {
    const mounts = container.volumeMounts?.filter(({ name }) => !names.has(name));
    if (mounts?.length) container.volumeMounts = mounts;
    else delete container.volumeMounts;
  }
}

function dropStopSignals(spec: PodSpec): void {
  for (const container of allContainers(spec)) {
    if (container.lifecycle?.stopSignal === undefined) continue;
    delete container.lifecycle.stopSignal;
    if (!container.lifecycle.postStart && !container.lifecycle.preStop) delete container.lifecycle;
  }
}

/** Init containers may have run for good before containers had restart policies of their own. */
function dropRestartRules(spec: PodSpec): void {
  for (const container of allContainers(spec)) {
    delete container.restartPolicyRules;
    if (container.restartPolicy !== 'Always' || !spec.initContainers?.includes(container)) delete container.restartPolicy;
  }
}

const GATED: readonly GatedFields[] = [
  {
    gate: 'ClusterTrustBundleProjection',
    inUse: (spec) => projectionsOf(spec).some(({ clusterTrustBundle }) => clusterTrustBundle),
    drop: (spec) => projectionsOf(spec).forEach((source) => delete source.clusterTrustBundle),
  },
  {
    gate: 'PodCertificateRequest',
    inUse: (spec) => projectionsOf(spec).some(({ podCertificate }) => podCertificate),
    drop: (spec) => projectionsOf(spec).forEach((source) => delete source.podCertificate),
  },
  {
    gate: 'AtomicWriteVolumeUserFields',
    inUse: (spec) => ownedFilesOf(spec).some(({ defaultUser, user }) => defaultUser !== undefined || user !== undefined),
    drop: (spec) =>
      ownedFilesOf(spec).forEach((file) => {
        delete file.defaultUser;
        delete file.user;
      }),
  },
  {
    gate: 'GenericWorkload',
    inUse: (spec) => spec.schedulingGroup !== undefined || spec.workloadRef !== undefined,
    drop: (spec) => {
      delete spec.schedulingGroup;
      delete spec.workloadRef;
    },
  },
  {
    gate: 'GRPCContainerProbeTLS',
    inUse: (spec) => allContainers(spec).some((container) => probesOf(container).some(({ grpc }) => grpc?.mode !== undefined)),
    drop: (spec) => allContainers(spec).forEach((container) => probesOf(container).forEach(({ grpc }) => delete grpc?.mode)),
  },
  {
    gate: 'EvictionRequestAPI',
    inUse: (spec) => (spec.evictionResponders?.length ?? 0) > 0,
    drop: (spec) => delete spec.evictionResponders,
  },
  {
    gate: 'ContainerRestartRules',
    inUse: ({ initContainers, containers }) =>
      (initContainers ?? []).some(
        ({ restartPolicy, restartPolicyRules }) =>
          (restartPolicy !== undefined && restartPolicy !== 'Always') || restartPolicyRules?.length,
      ) || (containers ?? []).some(({ restartPolicy }) => restartPolicy !== undefined),
    drop: dropRestartRules,
  },
  {
    gate: 'EmptyDirVolumeMode',
    inUse: ({ volumes }) => (volumes ?? []).some(({ emptyDir }) => emptyDir?.mode !== undefined),
    drop: ({ volumes }) => (volumes ?? []).forEach(({ emptyDir }) => delete emptyDir?.mode),
  },
  {
    gate: 'VolumeBindMountOptions',
    inUse: (spec) =>
      allContainers(spec).some(({ volumeMounts }) => (volumeMounts ?? []).some(({ bindMountOptions }) => bindMountOptions?.length)),
    drop: (spec) =>
      allContainers(spec).forEach(({ volumeMounts }) => (volumeMounts ?? []).forEach((mount) => delete mount.bindMountOptions)),
  },
  { gate: 'HostnameOverride', inUse: (spec) => spec.hostnameOverride !== undefined, drop: (spec) => delete spec.hostnameOverride },
  {
    gate: 'EnvFiles',
    inUse: (spec) => allContainers(spec).some(({ env }) => (env ?? []).some(({ valueFrom }) => valueFrom?.fileKeyRef)),
    drop: (spec) => allContainers(spec).forEach(({ env }) => (env ?? []).forEach(({ valueFrom }) => delete valueFrom?.fileKeyRef)),
  },
  { gate: 'ImageVolume', inUse: ({ volumes }) => (volumes ?? []).some(({ image }) => image), drop: dropImageVolumes },
  {
    gate: 'ContainerStopSignals',
    inUse: (spec) => allContainers(spec).some(({ lifecycle }) => lifecycle?.stopSignal !== undefined),
    drop: dropStopSignals,
  },
  {
    gate: 'H2CContainerProbe',
    inUse: (spec) => allContainers(spec).some((container) => httpActionsOf(container).some(({ protocol }) => protocol !== undefined)),
    drop: (spec) => allContainers(spec).forEach((container) => httpActionsOf(container).forEach((action) => delete action.protocol)),
  },
];

const INIT_CONTAINER_ANNOTATIONS = ['beta', 'alpha'].flatMap((stage) => [
  `pod.${stage}.kubernetes.io/init-containers`,
  `pod.${stage}.kubernetes.io/init-container-statuses`,
]);

/** Takes away what disabled features own, from a pod or a template; `old` is what it replaces. */
export function dropDisabledPodFields(pod: PodTemplateSpec, old: PodTemplateSpec | undefined, { gate }: RuleContext): void {
  const { spec, metadata } = pod;
  for (const name of INIT_CONTAINER_ANNOTATIONS) delete metadata?.annotations?.[name];
  if (!spec) return;
  for (const gated of GATED) if (!gate(gated.gate) && !(old?.spec && gated.inUse(old.spec))) gated.drop(spec);
}
