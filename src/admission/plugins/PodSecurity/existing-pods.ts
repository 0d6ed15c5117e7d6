import type { KubernetesObject } from '../../../cluster/object.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { AdmissionContext } from '../../plugin.ts';
import { typed } from '../../typed.ts';
import { isExemptPod } from './exemptions.ts';
import { evaluate, minorOf } from './evaluate.ts';
import { podLike } from './pod-of.ts';
import { levelVersionText, type LevelVersion } from './policy.ts';

/** Pods that are looked at when a namespace's level changes, one of each controller before the others. */
const MAX_PODS = 3000;

/** What a namespace's new level finds in the pods that are there: one text for all pods with the same violations. */
export function warningsForExistingPods(namespace: string, enforce: LevelVersion, context: AdmissionContext): string[] {
  const all = context.cluster.store.list({ group: '', kind: 'Pod' }, namespace);
  const pods = oneOfEachControllerFirst(all.filter((pod) => !isExemptPod(typed<Pod>(pod).spec ?? {}, context)));
  const checked = pods.slice(0, MAX_PODS);
  const names = new Map<string, string[]>();
  for (const pod of checked) {
    const reasons = evaluate(enforce, podLike(typed<Pod>(pod)), minorOf(context)).map(({ reason }) => reason);
    if (reasons.length > 0) names.set(reasons.join(', '), [...(names.get(reasons.join(', ')) ?? []), pod.metadata.name ?? '']);
  }
  const found = [...names].map(([reasons, all]) => `${namesText(all)}: ${reasons}`).sort();
  const violated = `existing pods in namespace ${goQuote(namespace)} violate the new PodSecurity enforce level ${goQuote(levelVersionText(enforce))}`;
  return [
    ...(checked.length < pods.length
      ? [`new PodSecurity enforce level only checked against the first ${checked.length} of ${pods.length} existing pods`]
      : []),
    ...(found.length > 0 ? [violated] : []),
    ...found,
  ];
}

function oneOfEachControllerFirst(pods: readonly KubernetesObject[]): KubernetesObject[] {
  const seen = new Set<string>();
  const isFurther = (pod: KubernetesObject): boolean => {
    const controller = pod.metadata.ownerReferences?.find((owner) => owner.controller)?.uid;
    if (controller === undefined) return false;
    const known = seen.has(controller);
    seen.add(controller);
    return known;
  };
  const marked = pods.map((pod) => ({ pod, further: isFurther(pod) }));
  return [...marked.filter(({ further }) => !further), ...marked.filter(({ further }) => further)].map(({ pod }) => pod);
}

function namesText(names: readonly string[]): string {
  const [first = ''] = [...names].sort();
  if (names.length === 1) return first;
  return `${first} (and ${names.length - 1} other ${names.length === 2 ? 'pod' : 'pods'})`;
}
