import type { QuotaEvaluator } from './evaluator.ts';
import { ALIASED_RESOURCES, objectCountEvaluator } from './object-count.ts';
import { persistentVolumeClaimEvaluator } from './persistent-volume-claims.ts';
import { podEvaluator } from './pods.ts';
import { resourceClaimEvaluator } from './resource-claims.ts';
import { serviceEvaluator } from './services.ts';

/** The evaluators that know names beside `count/…`. */
export const QUOTA_EVALUATORS: readonly QuotaEvaluator[] = [
  podEvaluator,
  serviceEvaluator,
  persistentVolumeClaimEvaluator,
  resourceClaimEvaluator,
  ...ALIASED_RESOURCES.map((resource) => objectCountEvaluator('', resource)),
];

/** Resources that no quota counts: what is not stored, and events. */
const IGNORED: ReadonlySet<string> = new Set([
  '/bindings',
  '/componentstatuses',
  '/events',
  'events.k8s.io/events',
  'authentication.k8s.io/tokenreviews',
  'authentication.k8s.io/selfsubjectreviews',
  'authorization.k8s.io/subjectaccessreviews',
  'authorization.k8s.io/selfsubjectaccessreviews',
  'authorization.k8s.io/localsubjectaccessreviews',
  'authorization.k8s.io/selfsubjectrulesreviews',
]);

/** Who measures a resource: an evaluator of its own, or one that counts its objects; undefined when quotas leave it alone. */
export function evaluatorOf(group: string, resource: string): QuotaEvaluator | undefined {
  if (IGNORED.has(`${group}/${resource}`)) return undefined;
  return QUOTA_EVALUATORS.find((each) => each.group === group && each.resource === resource) ?? objectCountEvaluator(group, resource);
}
