import { fieldPath } from '../../../model/field-path.ts';
import type { HorizontalPodAutoscaler as V1, HorizontalPodAutoscalerSpec as SpecV1 } from '../../../model/kinds/autoscaling-v1.ts';
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec } from '../../../model/kinds/autoscaling-v2.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import type { KindStrategy, RuleContext } from '../../strategy.ts';
import { setHorizontalPodAutoscalerDefaults } from './defaults.ts';
import { validateSpec } from './validate.ts';

interface Autoscaler<S> {
  metadata?: V1['metadata'];
  spec?: S;
  status?: object;
}

/** What both versions do alike; `internal` is the spec in its newest form, which is the one that is validated. */
function autoscalerRules<S extends object>(
  internal: (spec: S) => HorizontalPodAutoscalerSpec,
): Pick<KindStrategy<Autoscaler<S>>, 'prepareForCreate' | 'prepareForUpdate' | 'prepareForStatusUpdate' | 'validate' | 'validateUpdate'> {
  const specOf = ({ spec }: Autoscaler<S>): HorizontalPodAutoscalerSpec => (spec ? internal(spec) : {});
  return {
    prepareForCreate(object, context) {
      dropStatus(object);
      dropTolerance(specOf(object), undefined, context);
      if (context.gate('HPAGeneration')) startGeneration(object);
    },
    prepareForUpdate(object, old, context) {
      keepStatus(object, old);
      dropTolerance(specOf(object), specOf(old), context);
      if (context.gate('HPAGeneration')) countGeneration(object, old, differs(object.spec, old.spec));
    },
    prepareForStatusUpdate: keepSpec,
    validate: (object, context) => [
      ...validateObjectMeta(object.metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
      ...validateSpec(specOf(object), undefined, fieldPath('spec'), context),
    ],
    validateUpdate: (object, old, context) => [
      ...validateObjectMetaUpdate(object.metadata, old.metadata, fieldPath('metadata')),
      ...validateSpec(specOf(object), specOf(old), fieldPath('spec'), context),
    ],
  };
}

export const horizontalPodAutoscalerStrategy = defineStrategy<HorizontalPodAutoscaler>({
  gvk: { group: 'autoscaling', version: 'v2', kind: 'HorizontalPodAutoscaler' },
  defaults: setHorizontalPodAutoscalerDefaults,
  ...autoscalerRules<HorizontalPodAutoscalerSpec>((spec) => spec),
});

export const horizontalPodAutoscalerV1Strategy = defineStrategy<V1>({
  gvk: { group: 'autoscaling', version: 'v1', kind: 'HorizontalPodAutoscaler' },
  defaults(object) {
    const spec = (object.spec ??= {});
    spec.minReplicas ??= 1;
    spec.targetCPUUtilizationPercentage ??= 80;
  },
  ...autoscalerRules(fromV1),
});

/** `autoscaling/v1` knows CPU utilization only. */
function fromV1({ targetCPUUtilizationPercentage, ...spec }: SpecV1): HorizontalPodAutoscalerSpec {
  return {
    ...spec,
    ...(targetCPUUtilizationPercentage !== undefined && {
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: targetCPUUtilizationPercentage } },
        },
      ],
    }),
  };
}

/** Tolerances go while their gate is off, unless the stored object has some. */
function dropTolerance(
  { behavior }: HorizontalPodAutoscalerSpec,
  old: HorizontalPodAutoscalerSpec | undefined,
  context: RuleContext,
): void {
  const inUse = [old?.behavior?.scaleUp, old?.behavior?.scaleDown].some((rules) => rules?.tolerance !== undefined);
  if (context.gate('HPAConfigurableTolerance') || inUse) return;
  for (const rules of [behavior?.scaleUp, behavior?.scaleDown]) delete rules?.tolerance;
}
