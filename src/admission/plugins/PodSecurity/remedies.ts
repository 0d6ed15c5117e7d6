import { child, fieldPath, valueAt, type FieldPath } from '../../../model/field-path.ts';
import type { Json } from '../../../model/json.ts';
import type { Container } from '../../../model/kinds/core-v1.ts';
import { typed } from '../../typed.ts';
import { containersOf, type PodLike } from './check.ts';
import type { Culprit } from './culprits.ts';

/** A field to set, from the pod on, so that a check has nothing more against the part. */
export interface Remedy {
  readonly title: string;
  readonly path: FieldPath;
  readonly value: Json;
}

/**
 * What makes a part of a pod pass a check, where something is only missing: what the author has written otherwise, is meant so. None where the API server
 * would refuse the pod then, or where it could not start.
 */
export function remedyFor(checkId: string, { container, path }: Culprit, pod: PodLike): Remedy | undefined {
  const own = container && typed<Container>(Object(valueAt(pod, container))).securityContext;
  switch (checkId) {
    case 'allowPrivilegeEscalation': {
      const needsIt = own?.privileged === true || own?.capabilities?.add?.some((name) => name === 'CAP_SYS_ADMIN' || name === 'SYS_ADMIN');
      if (!container || own?.allowPrivilegeEscalation === true || needsIt) return undefined;
      return { title: 'Set allowPrivilegeEscalation to false', path, value: false };
    }
    case 'capabilities_restricted':
      if (!container || own?.capabilities?.drop?.includes('ALL') || own?.privileged === true) return undefined;
      return { title: 'Drop ALL capabilities', path: child(container, 'securityContext', 'capabilities', 'drop'), value: ['ALL'] };
    case 'runAsNonRoot':
      if (valueAt(pod, path) === false || runsAsRoot(pod)) return undefined;
      return { title: 'Set runAsNonRoot to true', path: fieldPath('spec', 'securityContext', 'runAsNonRoot'), value: true };
    case 'seccompProfile_restricted':
      if (valueAt(pod, path) !== undefined) return undefined;
      return {
        title: 'Use the seccomp profile RuntimeDefault',
        path: fieldPath('spec', 'securityContext', 'seccompProfile'),
        value: { type: 'RuntimeDefault' },
      };
    default:
      return undefined;
  }
}

/** Whether a user is named that `runAsNonRoot` keeps from starting. */
const runsAsRoot = ({ spec }: PodLike): boolean =>
  [spec, ...containersOf(spec)].some(({ securityContext }) => securityContext?.runAsUser === 0);
