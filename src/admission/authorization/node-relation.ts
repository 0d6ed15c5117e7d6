import type { ReadView } from '../../cluster/store.ts';
import type { PersistentVolume, Pod } from '../../model/kinds/core-v1.ts';
import { typed } from '../typed.ts';
import { referencesOf, type PodReferences } from './pod-references.ts';

/** Kinds whose objects a node may read when they have to do with it. */
export type RelatedKind =
  | 'Pod'
  | 'Secret'
  | 'ConfigMap'
  | 'ServiceAccount'
  | 'PersistentVolumeClaim'
  | 'PersistentVolume'
  | 'ResourceClaim'
  | 'VolumeAttachment'
  | 'ResourceSlice'
  | 'PodCertificateRequest';

const MIRROR_POD = 'kubernetes.io/config.mirror';

/** Whether an object belongs to a node: its pods, what these refer to, and what lies behind their claims. */
export function isRelated(view: ReadView, node: string, kind: RelatedKind, namespace: string, name: string): boolean {
  switch (kind) {
    case 'Pod':
      return nodeNameOf(view.get({ group: '', kind, namespace, name })) === node;
    case 'Secret':
      return isReferred(view, node, namespace, ({ secrets }) => secrets.includes(name)) || isSecretOfVolume(view, node, namespace, name);
    case 'ConfigMap':
      return isReferred(view, node, namespace, ({ configMaps }) => configMaps.includes(name));
    case 'ServiceAccount':
      return isReferred(view, node, namespace, ({ serviceAccount }) => serviceAccount === name);
    case 'PersistentVolumeClaim':
      return isClaimed(view, node, namespace, name);
    case 'ResourceClaim':
      return isReferred(view, node, namespace, ({ resourceClaims }) => resourceClaims.includes(name));
    case 'PersistentVolume': {
      const volume = namespace === '' ? view.get({ group: '', kind, namespace: '', name }) : undefined;
      return volume !== undefined && isVolumeOf(view, node, typed<PersistentVolume>(volume));
    }
    case 'VolumeAttachment':
      return namespace === '' && nodeNameOf(view.get({ group: 'storage.k8s.io', kind, namespace: '', name })) === node;
    case 'ResourceSlice':
      return namespace === '' && nodeNameOf(view.get({ group: 'resource.k8s.io', kind, namespace: '', name })) === node;
    case 'PodCertificateRequest':
      return nodeNameOf(view.get({ group: 'certificates.k8s.io', kind, namespace, name })) === node;
  }
}

const nodeNameOf = (object: object | undefined): string => (object && typed<{ spec?: { nodeName?: string } }>(object).spec?.nodeName) ?? '';

/** Pods that mirror static ones give a node no right to anything else. */
const isReferred = (view: ReadView, node: string, namespace: string, refers: (references: PodReferences) => boolean): boolean =>
  view
    .list({ group: '', kind: 'Pod' }, namespace)
    .some(
      (pod) => nodeNameOf(pod) === node && pod.metadata.annotations?.[MIRROR_POD] === undefined && refers(referencesOf(typed<Pod>(pod))),
    );

const isClaimed = (view: ReadView, node: string, namespace: string, name: string): boolean =>
  isReferred(view, node, namespace, ({ claims }) => claims.includes(name));

function isVolumeOf(view: ReadView, node: string, { spec = {} }: PersistentVolume): boolean {
  const { namespace = '', name = '' } = spec.claimRef ?? {};
  return spec.claimRef !== undefined && isClaimed(view, node, namespace, name);
}

const isSecretOfVolume = (view: ReadView, node: string, namespace: string, name: string): boolean =>
  view
    .list({ group: '', kind: 'PersistentVolume' })
    .map((object) => typed<PersistentVolume>(object))
    .some(
      (volume) =>
        secretsOf(volume).some((secret) => secret.namespace === namespace && secret.name === name) && isVolumeOf(view, node, volume),
    );

interface SecretName {
  readonly namespace: string;
  readonly name: string;
}

/** Secrets that kubelets read for a volume. Those that name no namespace are in that of the claim. */
function secretsOf({ spec = {} }: PersistentVolume): SecretName[] {
  const home = spec.claimRef?.namespace ?? '';
  const { azureFile, csi } = spec;
  const references = [
    azureFile && { namespace: azureFile.secretNamespace, name: azureFile.secretName },
    spec.cephfs?.secretRef,
    spec.cinder?.secretRef,
    spec.flexVolume?.secretRef,
    spec.rbd?.secretRef,
    spec.scaleIO?.secretRef,
    spec.iscsi?.secretRef,
    spec.storageos?.secretRef,
    csi?.nodePublishSecretRef,
    csi?.nodeStageSecretRef,
    csi?.nodeExpandSecretRef,
  ];
  return references.flatMap((each) => (each?.name ? [{ namespace: each.namespace || home, name: each.name }] : []));
}
