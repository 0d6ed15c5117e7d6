import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { declared } from '../../shared/declarative.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { HorizontalPodAutoscalerSpec } from '../../../model/kinds/autoscaling-v2.ts';
import { isSince } from '../../../schema/release.ts';
import { optional } from '../../shared/checks.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateBehavior } from './behavior.ts';
import { validateMetrics } from './metrics.ts';
import { apiVersionProblem, validateObjectReference, type ReferenceOptions } from './object-reference.ts';

/** The spec, in its newest form; `old` is absent on create. */
export function validateSpec(
  spec: HorizontalPodAutoscalerSpec,
  old: HorizontalPodAutoscalerSpec | undefined,
  at: FieldPath,
  context: RuleContext,
): FieldError[] {
  const { minReplicas, maxReplicas = 0, scaleTargetRef = {}, metrics = [], behavior } = spec;
  const lowest = context.gate('HPAScaleToZero') || old?.minReplicas === 0 ? 0 : 1;
  const bounds = declared([
    ...(minReplicas !== undefined && minReplicas < lowest
      ? [invalid(child(at, 'minReplicas'), minReplicas, `must be greater than or equal to ${lowest}`)]
      : []),
    ...validateMaxReplicas(maxReplicas, child(at, 'maxReplicas'), context),
  ]);
  return [
    ...bounds,
    ...(minReplicas !== undefined && maxReplicas < minReplicas
      ? [invalid(child(at, 'maxReplicas'), maxReplicas, 'must be greater than or equal to `minReplicas`')]
      : []),
    ...validateObjectReference(scaleTargetRef, child(at, 'scaleTargetRef'), targetOptions(spec, old)),
    ...validateMetrics(metrics, minReplicas, child(at, 'metrics'), metricOptions(old)),
    ...optional(behavior, child(at, 'behavior'), validateBehavior),
  ];
}

function validateMaxReplicas(maxReplicas: number, at: FieldPath, { release }: RuleContext): FieldError[] {
  if (maxReplicas > 0) return [];
  if (!isSince(release, '1.36')) return [invalid(at, maxReplicas, 'must be greater than 0')];
  if (maxReplicas < 0) return [invalid(at, maxReplicas, 'must be greater than or equal to 1')];
  return [required(at, isSince(release, '1.37') ? '' : 'must be set and greater than 0')];
}

/** An update that keeps the kind of target is not asked about its API version; ReplicationControllers have no group. */
function targetOptions({ scaleTargetRef }: HorizontalPodAutoscalerSpec, old: HorizontalPodAutoscalerSpec | undefined): ReferenceOptions {
  const same =
    old !== undefined && old.scaleTargetRef?.apiVersion === scaleTargetRef?.apiVersion && old.scaleTargetRef?.kind === scaleTargetRef?.kind;
  return { allowInvalidApiVersion: same, allowEmptyGroup: !same && scaleTargetRef?.kind === 'ReplicationController' };
}

function metricOptions(old: HorizontalPodAutoscalerSpec | undefined): ReferenceOptions {
  const options = { allowInvalidApiVersion: false, allowEmptyGroup: true };
  const isInvalid = (old?.metrics ?? []).some(
    ({ type, object }) => type === 'Object' && object && apiVersionProblem(object.describedObject?.apiVersion ?? '', options) !== undefined,
  );
  return { ...options, allowInvalidApiVersion: isInvalid };
}
