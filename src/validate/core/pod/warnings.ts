import { root } from '../../../model/field-path.ts';
import { deepEqual } from '../../../model/json.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import { APP_ARMOR_PREFIX, appArmorProfileOf } from '../../shared/pod-spec/annotations.ts';
import { isUsableProfile } from './prepare.ts';
import { allContainers } from '../../shared/pod-spec/containers-of.ts';
import { appArmorWarning, nameWarnings, podWarnings } from '../../shared/pod-spec/warnings.ts';

/** Warnings about a new pod; changed pods get none. */
export function warningsForPod(pod: Pod, old: Pod | undefined): string[] {
  if (old) return [];
  return [...nameWarnings(pod.metadata?.name ?? '', "the Pod's hostname"), ...podWarnings(pod, root)];
}

/** Annotations that became fields, or could not. */
export function appArmorWarnings({ spec = {}, metadata }: Pod): string[] {
  if (spec.os?.name === 'windows') return [];
  return allContainers(spec).flatMap(({ name = '', securityContext }) => {
    const annotation = metadata?.annotations?.[APP_ARMOR_PREFIX + name];
    if (annotation === undefined) return [];
    const profile = appArmorProfileOf(annotation);
    const becameField = profile !== undefined && deepEqual(securityContext?.appArmorProfile, profile);
    const isUnusable = !securityContext?.appArmorProfile && !isUsableProfile(profile);
    return becameField || isUnusable ? [appArmorWarning(APP_ARMOR_PREFIX + name, root)] : [];
  });
}
