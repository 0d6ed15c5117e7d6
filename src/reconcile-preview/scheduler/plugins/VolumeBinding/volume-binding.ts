import type { PersistentVolumeClaim } from '../../../../model/kinds/core-v1.ts';
import { deepEqual } from '../../../../model/json.ts';
import { quantityOf } from '../../../../model/pod-resources.ts';
import type { ShapePoint } from '../../../../model/scheduler-configuration.ts';
import { isSince } from '../../../../schema/release.ts';
import { migratedPlugins } from '../../../in-tree-volumes/translate.ts';
import { asKind, getObject, type Typed } from '../../../kind.ts';
import { onNode, onObject } from '../../cluster-event.ts';
import type { CycleContext, Plugin, ScorePass } from '../../framework.ts';
import type { PodInfo } from '../../pod-info.ts';
import { value } from '../../resource.ts';
import { fits, unresolvable, type Rejection } from '../../verdict.ts';
import {
  capacityOf,
  claimNameOf,
  classOfClaim,
  classOfVolume,
  CSI_STORAGE_CAPACITY,
  isFullyBound,
  PERSISTENT_VOLUME_CLAIM,
  STORAGE_CLASS,
} from '../../volumes.ts';
import { scoreOnLine } from '../NodeResourcesFit/scoring-strategy.ts';
import { findVolumes, type NodeVolumes, type PodClaims } from './find-volumes.ts';

/** Looks for the volumes of a pod's claims: bound, to be bound once a node is chosen, or to be provisioned there. */
export const volumeBindingWith = (shape: readonly ShapePoint[]): Plugin => ({
  name: 'VolumeBinding',
  weight: 1,
  preFilter: (pod, context) => {
    const claims = claimsOf(pod, context);
    if (!claims) return 'skip';
    if ('kind' in claims) return claims;
    const onNodes = new Map<string, NodeVolumes>();
    return {
      filter: (node) => {
        const found = findVolumes(claims, node, context.view);
        if (found.kind !== 'volumes') return found;
        onNodes.set(node.name, found);
        return fits;
      },
      preScore: () => (isSince(context.release, '1.37') ? scoreByCapacity(onNodes, shape) : 'skip'),
      reserve: (nodeName) => {
        const { bindings = [], provisions = [] } = onNodes.get(nodeName) ?? {};
        if (bindings.length === 0 && provisions.length === 0) return undefined;
        return { volumes: { nodeName, bindings, provisions: provisions.map(({ claim }) => claim) } };
      },
    };
  },
  events: [
    onObject('StorageClass', ['Add', 'Update'], (_pod, before, after) => {
      const [old, now] = [before && asKind(before, STORAGE_CLASS), after && asKind(after, STORAGE_CLASS)];
      return !old || !deepEqual(old.allowedTopologies, now?.allowedTopologies);
    }),
    onObject('PersistentVolumeClaim', ['Add', 'Update'], ({ spec, name, namespace }, _before, after) =>
      Boolean(after?.metadata.namespace === namespace && spec.volumes?.some((volume) => claimNameOf(name, volume) === after.metadata.name)),
    ),
    onObject('PersistentVolume', ['Add', 'Update']),
    onNode(['Add', 'UpdateNodeLabel']),
    onObject(
      'CSINode',
      ['Add', 'Update'],
      (_pod, before, after) => !before || migratedPlugins(before) !== (after && migratedPlugins(after)),
    ),
    onObject('CSIStorageCapacity', ['Add', 'Update'], (_pod, before, after) => {
      const [old, now] = [before, after].map((object) => object && asKind(object, CSI_STORAGE_CAPACITY));
      const limit = (item: typeof now): number | undefined => {
        const text = item?.maximumVolumeSize ?? item?.capacity;
        return text === undefined ? undefined : value(quantityOf(text));
      };
      return !old || (limit(now) ?? -1) > (limit(old) ?? -1);
    }),
  ],
});

/** The fuller the worse. */
const DEFAULT_SHAPE: readonly ShapePoint[] = [
  { utilization: 0, score: 10 },
  { utilization: 100, score: 0 },
];

export const volumeBinding = volumeBindingWith(DEFAULT_SHAPE);

/** A pod's claims, sorted out; undefined when it has none, a rejection when one of them cannot be used yet. */
function claimsOf(pod: PodInfo, { view }: CycleContext): PodClaims | Rejection | undefined {
  const claims: Typed<PersistentVolumeClaim>[] = [];
  for (const volume of pod.spec.volumes ?? []) {
    const name = claimNameOf(pod.name, volume);
    if (name === undefined) continue;
    const claim = getObject(view, PERSISTENT_VOLUME_CLAIM, pod.namespace, name);
    const obstacle = claim ? obstacleOf(claim, pod, volume.ephemeral !== undefined) : missing(name, volume.ephemeral !== undefined);
    if (obstacle !== undefined) return unresolvable(obstacle);
    if (claim) claims.push(claim);
  }
  if (claims.length === 0) return undefined;
  const unbound = claims.filter((claim) => !isFullyBound(claim));
  const isDelayed = (claim: Typed<PersistentVolumeClaim>): boolean =>
    !claim.spec?.volumeName && getObject(view, STORAGE_CLASS, '', classOfClaim(claim))?.volumeBindingMode === 'WaitForFirstConsumer';
  if (!unbound.every(isDelayed)) return unresolvable('pod has unbound immediate PersistentVolumeClaims');
  return { bound: claims.filter(isFullyBound), delayed: unbound };
}

const missing = (name: string, isEphemeral: boolean): string =>
  isEphemeral
    ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
    : `persistentvolumeclaim "${name}" not found`;

function obstacleOf({ metadata, spec, status }: Typed<PersistentVolumeClaim>, pod: PodInfo, isEphemeral: boolean): string | undefined {
  const name = metadata.name ?? '';
  if (status?.phase === 'Lost') return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${spec?.volumeName ?? ''}"`;
  if (metadata.deletionTimestamp !== undefined) return `persistentvolumeclaim "${name}" is being deleted`;
  if (!isEphemeral || metadata.ownerReferences?.some(({ controller, uid }) => controller && uid === pod.uid)) return undefined;
  return `PVC ${metadata.namespace ?? ''}/${name} was not created for pod ${pod.key} (pod is not owner)`;
}

/** How full a volume, or the capacity at the node, would be; the mean over storage classes. */
function scoreByCapacity(onNodes: ReadonlyMap<string, NodeVolumes>, shape: readonly ShapePoint[]): ScorePass {
  return {
    score: ({ name }) => {
      const classes = usageByClass(onNodes.get(name));
      if (classes.length === 0) return 0;
      const scores = classes.map(({ requested, capacity }) => {
        const utilization = capacity === 0 || requested > capacity ? 100 : Math.trunc((requested * 100) / capacity);
        return scoreOnLine(shape, utilization);
      });
      return Math.round(scores.reduce((sum, score) => sum + score, 0) / scores.length);
    },
  };
}

interface Usage {
  readonly requested: number;
  readonly capacity: number;
}

function usageByClass({ bindings, provisions }: NodeVolumes = { kind: 'volumes', bindings: [], provisions: [] }): Usage[] {
  const usage = new Map<string, Usage>();
  for (const { volume, claim } of bindings) {
    const { requested, capacity } = usage.get(classOfVolume(volume)) ?? { requested: 0, capacity: 0 };
    usage.set(classOfVolume(volume), { requested: requested + sizeOf(claim), capacity: capacity + value(capacityOf(volume)) });
  }
  if (bindings.length > 0) return [...usage.values()];
  for (const { claim, capacity } of provisions) {
    if (capacity === undefined) continue;
    usage.set(classOfClaim(claim), { requested: (usage.get(classOfClaim(claim))?.requested ?? 0) + sizeOf(claim), capacity });
  }
  return [...usage.values()];
}

const sizeOf = ({ spec }: PersistentVolumeClaim): number => value(quantityOf(spec?.resources?.requests?.storage));
