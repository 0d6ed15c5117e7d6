import { groupKindOf, objectKeyOf } from '../../cluster/create-store.ts';
import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import { fieldPath } from '../../model/field-path.ts';
import type { OwnerReference } from '../../model/kinds/meta-v1.ts';
import { objectName } from '../network/finding.ts';
import type { PreviewProblem } from './problem.ts';
import type { ProblemScene } from './scene.ts';

/** Objects that were applied and are gone in the end, since none of the owners that they name is there: the garbage collector has taken them. */
export function collectedObjects({ applied, view }: ProblemScene): PreviewProblem[] {
  return applied.flatMap((object): PreviewProblem[] => {
    const owners = object.metadata.ownerReferences ?? [];
    if (owners.length === 0 || isThere(object, view) || owners.some((owner) => ownerOf(object, owner, view)?.metadata.uid === owner.uid))
      return [];
    return [
      {
        severity: 'error',
        object: objectName(object),
        reason: 'AbsentOwner',
        message: `it was collected as garbage: ${owners.map((owner) => absenceText(object, owner, view)).join(', ')}.`,
        effect: 'is deleted again',
        places: [{ object: objectName(object), path: fieldPath('metadata', 'ownerReferences') }],
        remedy: 'leave metadata.ownerReferences out: an owner is known by the uid that its cluster gave it',
        causes: [],
      },
    ];
  });
}

const isThere = (object: KubernetesObject, view: ReadView): boolean => view.get(objectKeyOf(object))?.metadata.uid === object.metadata.uid;

/** The object that an owner reference may mean by its name: in the same namespace, or in none. */
function ownerOf({ metadata }: KubernetesObject, { apiVersion = '', kind = '', name = '' }: OwnerReference, view: ReadView) {
  const key = { ...groupKindOf({ apiVersion, kind, metadata: {} }), name };
  return view.get({ ...key, namespace: metadata.namespace ?? '' }) ?? view.get({ ...key, namespace: '' });
}

function absenceText(object: KubernetesObject, owner: OwnerReference, view: ReadView): string {
  const { kind = '', name = '', uid = '' } = owner;
  return ownerOf(object, owner, view) ? `${kind} ${name} has another uid than ${uid}` : `there is no ${kind} ${name} with uid ${uid}`;
}
