import { groupKindOf } from '../../../cluster/create-store.ts';
import type { KubernetesObject } from '../../../cluster/object.ts';
import { parseApiVersion } from '../../../model/group-version-kind.ts';
import { compareText } from '../../../model/json.ts';
import type { NamespaceCondition } from '../../../model/kinds/core-v1.ts';
import type { WorkContext } from '../../controller.ts';

type Told = readonly [type: string, status: 'True' | 'False', reason: string, message: string];

/** The conditions of a namespace that goes, by what is left in it and what could not be deleted; undefined when they say so already. */
export function withDeletionConditions(
  old: readonly NamespaceCondition[],
  left: readonly KubernetesObject[],
  failures: readonly string[],
  context: WorkContext,
): NamespaceCondition[] | undefined {
  const told: readonly Told[] = [
    ['NamespaceDeletionDiscoveryFailure', 'False', 'ResourcesDiscovered', 'All resources successfully discovered'],
    ['NamespaceDeletionGroupVersionParsingFailure', 'False', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
    contentFailure(failures),
    contentRemaining(left, context),
    finalizersRemaining(left),
  ];
  const next = [...old];
  for (const [type, status, reason, message] of told) {
    const at = next.findIndex((condition) => condition.type === type);
    const known = next[at];
    if (known?.status === status && known.reason === reason && known.message === message) continue;
    const lastTransitionTime = known?.status === status ? (known.lastTransitionTime ?? '') : context.timestamp();
    next.splice(at < 0 ? next.length : at, known ? 1 : 0, { type, status, lastTransitionTime, reason, message });
  }
  return next.length === old.length && next.every((condition, i) => condition === old[i]) ? undefined : next;
}

function contentFailure(failures: readonly string[]): Told {
  const type = 'NamespaceDeletionContentFailure';
  if (failures.length === 0) return [type, 'False', 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'];
  const message = `Failed to delete all resource types, ${failures.length} remaining: ${[...failures].sort(compareText).join(', ')}`;
  return [type, 'True', 'ContentDeletionFailed', message];
}

function contentRemaining(left: readonly KubernetesObject[], { registry }: WorkContext): Told {
  const type = 'NamespaceContentRemaining';
  if (left.length === 0) return [type, 'False', 'ContentRemoved', 'All content successfully removed'];
  const resources = left.map((object) => {
    const { group, kind } = groupKindOf(object);
    const { version = '' } = parseApiVersion(object.apiVersion) ?? {};
    return `${registry.resource({ group, version, kind })?.plural ?? `${kind.toLowerCase()}s`}.${group}`;
  });
  const counts = countsOf(resources).map(([resource, count]) => `${resource} has ${count} resource instances`);
  return [type, 'True', 'SomeResourcesRemain', `Some resources are remaining: ${counts.join(', ')}`];
}

function finalizersRemaining(left: readonly KubernetesObject[]): Told {
  const type = 'NamespaceFinalizersRemaining';
  const counts = countsOf(left.flatMap(({ metadata }) => metadata.finalizers ?? [])).map(
    ([name, count]) => `${name} in ${count} resource instances`,
  );
  if (counts.length === 0) return [type, 'False', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'];
  return [type, 'True', 'SomeFinalizersRemain', `Some content in the namespace has finalizers remaining: ${counts.join(', ')}`];
}

function countsOf(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => compareText(a, b));
}
