import type { Change, ReadView } from '../../../cluster/store.ts';
import type { CSIPersistentVolumeSource, Node, PersistentVolume, Pod, Volume } from '../../../model/kinds/core-v1.ts';
import type { VolumeAttachment, VolumeAttachmentSource } from '../../../model/kinds/storage-v1.ts';
import { sha256 } from '../../../model/sha256.ts';
import { splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { translateInline, translateVolume } from '../../in-tree-volumes/translate.ts';
import { attempt, emit, idleFor, remove, type Work } from '../../intent.ts';
import { asKind, getObject, listObjects, objectKey, type Typed } from '../../kind.ts';
import { NODE, POD } from '../../kinds.ts';
import { claimNameOf, CSI_DRIVER, PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, VOLUME_ATTACHMENT } from '../../scheduler/volumes.ts';

/** Says of a node that its kubelet leaves it to the controller to attach volumes. */
const MANAGED = 'volumes.kubernetes.io/controller-managed-attach-detach';
/** So long the controller waits for a driver to attach a volume before it can think better of it. */
const ATTACH_TIMEOUT = 120_000;

/**
 * Asks CSI drivers by VolumeAttachments to attach the volumes of pods to their nodes, and no longer when pods have ended, as
 * `persistentvolume-attach-detach-controller` of kube-controller-manager. No driver is there to do so. A volume for one node is not asked for on another before
 * it is free.
 */
export const persistentvolumeAttachDetach: Controller = {
  name: 'persistentvolume-attach-detach-controller',
  watches: [
    { kind: POD, keys: ({ object, before }) => [...new Set([nodeNameOf(object), before ? nodeNameOf(before) : ''])].filter(Boolean) },
    { kind: NODE },
    { kind: PERSISTENT_VOLUME_CLAIM, keys: managedNodes },
    { kind: PERSISTENT_VOLUME, keys: managedNodes },
    { kind: VOLUME_ATTACHMENT, keys: managedNodes },
  ],
  *reconcile(key, view, context) {
    const node = getObject(view, NODE, '', splitKey(key).name);
    if (!node || !isManaged(node)) return;
    const name = node.metadata.name ?? '';
    const wanted = wantedOn(name, view);
    const attachments = listObjects(view, VOLUME_ATTACHMENT);
    for (const [attachment, { volume, pods }] of wanted) {
      if (attachments.some(({ metadata }) => metadata.name === attachment)) continue;
      const elsewhere = attachments.filter(({ spec }) => spec?.nodeName !== name && volumeOf(spec, view) === uniqueName(volume));
      if (elsewhere.length > 0 && isForOneNode(volume)) yield* reportMultiAttach(volume, pods, elsewhere, view);
      else yield* attach(attachment, volume, name);
    }
    for (const attachment of attachments) {
      const { metadata, spec } = attachment;
      if (spec?.nodeName === name && spec.source && !wanted.has(metadata.name ?? '')) yield* detach(attachment, context);
    }
  },
};

const nodeNameOf = (object: Change['object']): string => asKind(object, POD)?.spec?.nodeName ?? '';

const isManaged = ({ metadata }: Typed<Node>): boolean => metadata.annotations?.[MANAGED] === 'true';

function managedNodes(_change: Change, view: ReadView): string[] {
  const managed = listObjects(view, NODE).filter(isManaged);
  return managed.map(({ metadata }) => metadata.name ?? '');
}

/** A volume that a driver attaches to nodes. */
interface AttachableVolume {
  /** As messages call it. */
  readonly name: string;
  readonly csi: CSIPersistentVolumeSource;
  readonly accessModes: readonly string[];
  readonly source: VolumeAttachmentSource;
}

/** Names the volume of an attachment in the cluster; undefined where nobody can tell. */
function volumeOf(spec: VolumeAttachment['spec'], view: ReadView): string | undefined {
  const { persistentVolumeName, inlineVolumeSpec } = spec?.source ?? {};
  if (inlineVolumeSpec?.csi) return uniqueName({ csi: inlineVolumeSpec.csi });
  const volume = getObject(view, PERSISTENT_VOLUME, '', persistentVolumeName ?? '');
  const attachable = volume && persistent(volume)[0];
  return attachable && uniqueName(attachable);
}

const uniqueName = ({ csi: { driver = '', volumeHandle = '' } }: Pick<AttachableVolume, 'csi'>): string => `${driver}^${volumeHandle}`;

interface Wanted {
  readonly volume: AttachableVolume;
  readonly pods: Typed<Pod>[];
}

/** The volumes that drivers have to attach to a node for its pods, by the names of their attachments. */
function wantedOn(nodeName: string, view: ReadView): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const pod of listObjects(view, POD)) {
    if (pod.spec?.nodeName !== nodeName || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') continue;
    for (const volume of volumesOf(pod, view)) {
      const { driver = '', volumeHandle = '' } = volume.csi;
      if (driver === '' || getObject(view, CSI_DRIVER, '', driver)?.spec?.attachRequired === false) continue;
      const name = `csi-${sha256(`${volumeHandle}${driver}${nodeName}`)}`;
      const known = wanted.get(name);
      if (known) known.pods.push(pod);
      else wanted.set(name, { volume, pods: [pod] });
    }
  }
  return wanted;
}

/** The volumes that a pod's claims are bound to, and those it brings along, as their drivers see them. */
const volumesOf = ({ metadata: { namespace = '', name = '' }, spec }: Typed<Pod>, view: ReadView): AttachableVolume[] =>
  (spec?.volumes ?? []).flatMap((volume) => {
    const claimName = claimNameOf(name, volume);
    if (claimName === undefined) return inline(volume, namespace);
    const claim = getObject(view, PERSISTENT_VOLUME_CLAIM, namespace, claimName);
    if (claim?.status?.phase !== 'Bound') return [];
    const bound = getObject(view, PERSISTENT_VOLUME, '', claim.spec?.volumeName ?? '');
    return bound && bound.spec?.claimRef?.uid === claim.metadata.uid ? persistent(bound) : [];
  });

function persistent(volume: Typed<PersistentVolume>): AttachableVolume[] {
  const translated = translateVolume(volume);
  if ('problem' in translated || !translated.spec?.csi) return [];
  const { name = '' } = volume.metadata;
  const { csi, accessModes = [] } = translated.spec;
  return [{ name, csi, accessModes, source: { persistentVolumeName: name } }];
}

function inline(volume: Volume, namespace: string): AttachableVolume[] {
  const translated = translateInline(volume, namespace);
  if (!translated || 'problem' in translated) return [];
  const { name, csi, accessMode } = translated;
  const accessModes = [accessMode];
  return [{ name, csi, accessModes, source: { inlineVolumeSpec: { csi, accessModes, volumeMode: 'Filesystem' } } }];
}

const isForOneNode = ({ accessModes }: AttachableVolume): boolean =>
  !accessModes.some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany');

function* attach(name: string, { name: volumeName, csi, source }: AttachableVolume, nodeName: string): Work {
  const spec = { attacher: csi.driver ?? '', nodeName, source };
  const object = { apiVersion: VOLUME_ATTACHMENT.apiVersion, kind: VOLUME_ATTACHMENT.kind, metadata: { name }, spec };
  yield* attempt({ type: 'create', object, why: `a pod on ${nodeName} needs volume ${volumeName}` });
}

/** A driver that is still at it is let finish, or fail. */
function* detach(attachment: Typed<VolumeAttachment>, { now }: WorkContext): Work {
  const { metadata, status } = attachment;
  if (metadata.deletionTimestamp !== undefined) return;
  const left = status?.attached ? 0 : Date.parse(metadata.creationTimestamp ?? '') + ATTACH_TIMEOUT - now;
  if (left > 0) yield* idleFor(left);
  else yield* remove(objectKey(VOLUME_ATTACHMENT, attachment), {}, 'no pod on the node needs it');
}

function* reportMultiAttach(
  volume: AttachableVolume,
  pods: readonly Typed<Pod>[],
  elsewhere: readonly Typed<VolumeAttachment>[],
  view: ReadView,
): Work {
  const users = elsewhere.flatMap(({ metadata, spec }) => wantedOn(spec?.nodeName ?? '', view).get(metadata.name ?? '')?.pods ?? []);
  for (const pod of pods) {
    const message = `Waiting for detach for volume "${volume.name}" ${usedBy(users, pod)}`;
    yield* emit('Warning', 'FailedAttachVolume', message, pod);
  }
}

function usedBy(users: readonly Typed<Pod>[], { metadata: { namespace } }: Typed<Pod>): string {
  if (users.length === 0)
    return 'Volume is already exclusively attached to one node, waiting on detach before it can be attached to another node';
  const near = users.filter(({ metadata }) => metadata.namespace === namespace).map(({ metadata }) => metadata.name ?? '');
  const others = users.length - near.length;
  if (near.length === 0) return `Volume is already used by ${others} pod(s) in different namespaces`;
  return `Volume is already used by pod(s) ${near.join(', ')}${others > 0 ? ` and ${others} pod(s) in different namespaces` : ''}`;
}
