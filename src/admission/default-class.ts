import type { KubernetesObject } from '../cluster/object.ts';

/** The class that one of these annotations marks as the default one: of several the newest, of several as new the first by name. */
export function defaultClassOf(classes: readonly KubernetesObject[], ...annotations: readonly string[]): KubernetesObject | undefined {
  let chosen: KubernetesObject | undefined;
  for (const each of classes) {
    const marks = each.metadata.annotations ?? {};
    if (!annotations.some((annotation) => marks[annotation] === 'true')) continue;
    if (!chosen || (each.metadata.creationTimestamp ?? '') > (chosen.metadata.creationTimestamp ?? '')) chosen = each;
  }
  return chosen;
}
