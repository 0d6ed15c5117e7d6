import type { ReadView } from '../../../cluster/store.ts';
import type { GroupKind } from '../../../cluster/object.ts';
import type { CustomResourceDefinition } from '../../../model/kinds/apiextensions-v1.ts';
import type { Measured } from '../../../model/quota/calculate-usage.ts';
import { evaluatorOf, QUOTA_EVALUATORS } from '../../../model/quota/evaluators.ts';
import { countedResource } from '../../../model/quota/object-count.ts';
import type { QuotaEvaluator } from '../../../model/quota/evaluator.ts';
import { customResourcesOf } from '../../../schema/crd/custom-resources.ts';
import type { Resource } from '../../../schema/registry.ts';
import type { WorkContext } from '../../controller.ts';
import { kindOf, listObjects, type Typed } from '../../kind.ts';

export const CUSTOM_RESOURCE_DEFINITION = kindOf<CustomResourceDefinition>('apiextensions.k8s.io/v1', 'CustomResourceDefinition');

/** How long it takes until the resources of a new CRD are noticed. */
const DISCOVERY = 30_000;
const VERBS = ['create', 'list', 'watch', 'delete'];

/** Who measures what a quota limits, and the objects to measure. It is not complete while a resource that is counted has not been noticed yet. */
export function measuredFor(
  namespace: string,
  names: readonly string[],
  view: ReadView,
  context: WorkContext,
): { readonly measured: readonly Measured[]; readonly isComplete: boolean } {
  const evaluators = new Map<QuotaEvaluator, GroupKind | undefined>(QUOTA_EVALUATORS.map((evaluator) => [evaluator, undefined]));
  let isComplete = true;
  for (const name of names) {
    const counted = countedResource(name);
    const evaluator = counted && evaluatorOf(counted.group, counted.resource);
    if (!evaluator || evaluators.has(evaluator)) continue;
    const found = findKind(evaluator, view, context);
    if (found === 'unnoticed') isComplete = false;
    else if (found) evaluators.set(evaluator, found);
  }
  const measured = [...evaluators].map(([evaluator, known]): Measured => ({
    evaluator,
    objects() {
      const kind = known ?? findKind(evaluator, view, context);
      return kind && kind !== 'unnoticed' ? view.list(kind, namespace) : [];
    },
  }));
  return { measured, isComplete };
}

/** The kind of a resource that quotas can count; undefined when none has that name. */
function findKind(
  { group, resource }: QuotaEvaluator,
  view: ReadView,
  { registry, now }: WorkContext,
): GroupKind | 'unnoticed' | undefined {
  const isIt = (each: Resource): boolean =>
    each.gvk.group === group &&
    each.plural === resource &&
    each.servedByDefault &&
    each.namespaced &&
    VERBS.every((verb) => each.verbs.includes(verb));
  const builtIn = registry.resources().find(isIt);
  if (builtIn) return builtIn.gvk;
  for (const crd of listObjects(view, CUSTOM_RESOURCE_DEFINITION)) {
    const custom = customResourcesOf(crd, registry.release).find((each) => isIt(each.resource));
    if (custom) return isNoticed(crd, now) ? custom.resource.gvk : 'unnoticed';
  }
  return undefined;
}

/** Whether a CRD is old enough to be known; one that comes from elsewhere, out of the future of this cluster, is. */
function isNoticed({ metadata }: Typed<CustomResourceDefinition>, now: number): boolean {
  const age = now - Date.parse(metadata.creationTimestamp ?? '');
  return !(age >= 0 && age < DISCOVERY);
}
