import { child, fieldPath, index, joined, type FieldPath } from '../../model/field-path.ts';
import type { PersistentVolumeClaim, Pod } from '../../model/kinds/core-v1.ts';
import { provisionerName, provisioningProblem } from '../in-tree-volumes/provisioner.ts';
import { getObject, listObjects, type Typed } from '../kind.ts';
import { STATEFUL_SET } from '../kinds.ts';
import { objectName, objectText } from '../network/finding.ts';
import {
  claimNameOf,
  classOfClaim,
  isFullyBound,
  PERSISTENT_VOLUME,
  PERSISTENT_VOLUME_CLAIM,
  STORAGE_CLASS,
} from '../scheduler/volumes.ts';
import { missingObject } from './missing-object.ts';
import type { Cause, ProblemPlace } from './problem.ts';
import type { ProblemScene } from './scene.ts';
import { ownerOf, podPlace } from './workloads.ts';

/** Claims that pods wait for, and why these have no volume; those that wait for a pod themselves only where `late` ones are asked for. */
export function unboundClaims(pods: readonly Typed<Pod>[], scene: ProblemScene, { late = false } = {}): Cause[] {
  const causes = pods.flatMap((pod) =>
    (pod.spec?.volumes ?? []).flatMap((volume, i): Cause[] => {
      const name = claimNameOf(pod.metadata.name ?? '', volume);
      if (name === undefined) return [];
      const { namespace = '' } = pod.metadata;
      const claim = getObject(scene.view, PERSISTENT_VOLUME_CLAIM, namespace, name);
      const path = child(index(fieldPath('spec', 'volumes'), i), 'persistentVolumeClaim', 'claimName');
      if (!claim)
        return [missingObject(PERSISTENT_VOLUME_CLAIM, { namespace, name }, scene, { places: [podPlace(pod, path, scene.view)] })];
      return isFullyBound(claim) || (!late && waitsForPod(claim, scene)) ? [] : [unboundClaim(claim, scene)];
    }),
  );
  return [...new Map(causes.map((cause) => [objectText(cause.object), cause])).values()];
}

/** A claim of a class that binds late is no obstacle: it is the other way round. */
const waitsForPod = (claim: Typed<PersistentVolumeClaim>, { view }: ProblemScene): boolean =>
  getObject(view, STORAGE_CLASS, '', classOfClaim(claim))?.volumeBindingMode === 'WaitForFirstConsumer';

/** Why a claim has no volume: its class is missing, nothing provisions, no volume fits. */
export function unboundClaim(claim: Typed<PersistentVolumeClaim>, scene: ProblemScene): Cause {
  const { view } = scene;
  const object = objectName(claim);
  const className = classOfClaim(claim);
  const phase = claim.status?.phase ?? 'Pending';
  const unbound = { object, reason: `Claim${phase}`, effect: 'has no volume' };
  const told = (message: string, remedy: string, field: FieldPath): Cause => ({
    ...unbound,
    message,
    places: [placeOfClaim(claim, field, scene)],
    remedy,
    causes: [],
  });
  const { volumeName } = claim.spec ?? {};
  if (volumeName && !getObject(view, PERSISTENT_VOLUME, '', volumeName)) {
    const places = [placeOfClaim(claim, fieldPath('spec', 'volumeName'), scene)];
    return {
      ...unbound,
      message: 'The claim names a volume that does not exist.',
      causes: [missingObject(PERSISTENT_VOLUME, { namespace: '', name: volumeName }, scene, { places })],
    };
  }
  const other = volumeName ? getObject(view, PERSISTENT_VOLUME, '', volumeName)?.spec?.claimRef : undefined;
  if (volumeName && other && (other.namespace !== claim.metadata.namespace || other.name !== claim.metadata.name)) {
    const whose = objectText({ kind: 'PersistentVolumeClaim', namespace: other.namespace ?? '', name: other.name ?? '' });
    const remedy = `name another volume in spec.volumeName of ${objectText(object)}, or take it out: a volume is for one claim`;
    return told(`It names PersistentVolume ${volumeName}, which ${whose} has.`, remedy, fieldPath('spec', 'volumeName'));
  }
  const size = claim.spec?.resources?.requests?.storage ?? '0';
  const modes = (claim.spec?.accessModes ?? []).join(', ');
  const path = fieldPath('spec', 'storageClassName');
  const volume = `create a PersistentVolume of at least ${size} (${modes})`;
  if (className === '') {
    const classes = listObjects(view, STORAGE_CLASS).map(({ metadata }) => metadata.name ?? '');
    const choose = classes.length === 0 ? '' : `set spec.storageClassName of ${objectText(object)} to ${classes.join(' or ')}, or `;
    const why = claim.spec?.storageClassName === '' ? 'The claim wants no class' : 'The claim names no class and there is no default one';
    return told(`${why}, and no PersistentVolume without a class fits.`, `${choose}${volume} without a class`, path);
  }
  const storageClass = getObject(view, STORAGE_CLASS, '', className);
  if (!storageClass) {
    const places = [placeOfClaim(claim, path, scene)];
    const missing = missingObject(STORAGE_CLASS, { namespace: '', name: className }, scene, { places });
    return { ...unbound, reason: 'ProvisioningFailed', message: `storageclass.storage.k8s.io "${className}" not found`, causes: [missing] };
  }
  const { provisioner = '' } = storageClass;
  const ofClass = `${volume} of class ${className}`;
  const problem = provisioningProblem(provisioner);
  if (problem !== undefined && waitsForPod(claim, scene))
    return told(`No PersistentVolume of class ${className} fits, and ${provisioner} makes none.`, ofClass, path);
  if (problem !== undefined) return { ...told(problem, ofClass, path), reason: 'ProvisioningFailed' };
  const name = provisionerName(provisioner);
  const why = `It waits for the provisioner ${name} of class ${className}, which does not run in a preview.`;
  return told(why, `${ofClass}, as ${name} would where it runs`, path);
}

/** Where a claim was written: in its document, in the template of its StatefulSet, or in the volume of the pod that it is for. */
function placeOfClaim(claim: Typed<PersistentVolumeClaim>, path: FieldPath, { view }: ProblemScene): ProblemPlace {
  const { namespace = '', name = '' } = claim.metadata;
  const base = name.replace(/-\d+$/, '');
  for (const set of listObjects(view, STATEFUL_SET, namespace)) {
    const i = (set.spec?.volumeClaimTemplates ?? []).findIndex(
      ({ metadata }) => base === `${metadata?.name ?? ''}-${set.metadata.name ?? ''}`,
    );
    if (i >= 0) return { object: objectName(set), path: joined(index(fieldPath('spec', 'volumeClaimTemplates'), i), path) };
  }
  const owner = ownerOf(claim, view);
  return owner ? podPlace(owner, fieldPath('spec', 'volumes'), view) : { object: objectName(claim), path };
}
