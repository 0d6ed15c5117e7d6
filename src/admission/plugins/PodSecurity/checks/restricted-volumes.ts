import type { Volume } from '../../../../model/kinds/core-v1.ts';
import { plural, quoted, sortedSet, type PodLike, type PodSecurityCheck, type Violation } from '../check.ts';

const ALLOWED = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
] as const;
const RESTRICTED = [
  ...([
    'hostPath',
    'gcePersistentDisk',
    'awsElasticBlockStore',
    'gitRepo',
    'nfs',
    'iscsi',
    'glusterfs',
    'rbd',
    'flexVolume',
    'cinder',
    'cephfs',
  ] as const),
  ...([
    'flocker',
    'fc',
    'azureFile',
    'vsphereVolume',
    'quobyte',
    'azureDisk',
    'photonPersistentDisk',
    'portworxVolume',
    'scaleIO',
    'storageos',
  ] as const),
];

const isRestricted = (volume: Volume): boolean => !ALLOWED.some((type) => volume[type] !== undefined);
const typeOf = (volume: Volume): string => RESTRICTED.find((type) => volume[type] !== undefined) ?? 'unknown';

function check({ spec }: PodLike): Violation | undefined {
  const volumes = (spec.volumes ?? []).filter(isRestricted);
  if (volumes.length === 0) return undefined;
  const types = sortedSet(volumes.map(typeOf));
  const uses = volumes.length === 1 ? 'uses' : 'use';
  const names = quoted(volumes.map(({ name = '' }) => name));
  return {
    reason: 'restricted volume types',
    detail: `${plural('volume', volumes)} ${names} ${uses} ${plural('restricted volume type', types)} ${quoted(types)}`,
  };
}

export const restrictedVolumes: PodSecurityCheck = {
  id: 'restrictedVolumes',
  level: 'restricted',
  versions: [{ since: 0, overrides: ['hostPathVolumes'], check }],
};
