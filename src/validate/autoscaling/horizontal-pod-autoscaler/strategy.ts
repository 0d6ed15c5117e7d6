import { fieldPath } from '../../../model/field-path.ts';
import type { HorizontalPodAutoscaler as V1 } from '../../../model/kinds/autoscaling-v1.ts';
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec } from '../../../model/kinds/autoscaling-v2.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import type { KindStrategy, RuleContext } from '../../strategy.ts';
import { DEFAULT_CPU_UTILIZATION, setHorizontalPodAutoscalerDefaults } from './defaults.ts';
import { fromV1, keepStatusAnnotations, writeV1 } from './v1-form.ts';
import { validateSpec } from './validate.ts';

interface Autoscaler<S> {
  metadata?: V1['metadata'];
  spec?: S;
  status?: object;
}

/** What both versions do alike; `specOf` is the spec in its newest form, which is the one that is validated. */
function autoscalerRules<S extends object>(
  specOf: (object: Autoscaler<S>) => HorizontalPodAutoscalerSpec,
): Pick<
  Required<KindStrategy<Autoscaler<S>>>,
  'prepareForCreate' | 'prepareForUpdate' | 'prepareForStatusUpdate' | 'validate' | 'validateUpdate'
> {
  return {
    prepareForCreate(object, context) {
      dropStatus(object);
      dropTolerance(specOf(object), undefined, context);
      if (context.gate('HPAGeneration')) startGeneration(object);
    },
    prepareForUpdate(object, old, context) {
      keepStatus(object, old);
      dropTolerance(specOf(object), specOf(old), context);
      if (context.gate('HPAGeneration')) countGeneration(object, old, differs(specOf(object), specOf(old)));
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
  ...autoscalerRules<HorizontalPodAutoscalerSpec>(({ spec = {} }) => spec),
});

const rulesOfV1 = autoscalerRules(fromV1);

/** Stored as v2, whose defaults a v1 object therefore has when it comes back. */
export const horizontalPodAutoscalerV1Strategy = defineStrategy<V1>({
  gvk: { group: 'autoscaling', version: 'v1', kind: 'HorizontalPodAutoscaler' },
  defaults(object) {
    const spec = (object.spec ??= {});
    spec.minReplicas ??= 1;
    if (!fromV1(object).metrics) spec.targetCPUUtilizationPercentage = DEFAULT_CPU_UTILIZATION;
  },
  ...rulesOfV1,
  prepareForCreate(object, context) {
    rulesOfV1.prepareForCreate(object, context);
    keepStatusAnnotations(object, undefined);
    forgetTolerance(object, undefined, context);
  },
  prepareForUpdate(object, old, context) {
    forgetTolerance(object, old, context);
    rulesOfV1.prepareForUpdate(object, old, context);
    keepStatusAnnotations(object, old);
  },
  canonicalize(object) {
    const stored = { spec: fromV1(object) };
    setHorizontalPodAutoscalerDefaults(stored);
    writeV1(object, stored.spec);
  },
});

/** `dropTolerance` for what annotations hold. */
function forgetTolerance(object: V1, old: V1 | undefined, context: RuleContext): void {
  const spec = fromV1(object);
  if (!hasTolerance(spec)) return;
  dropTolerance(spec, old && fromV1(old), context);
  writeV1(object, spec);
}

/** Tolerances go while their gate is off, unless the stored object has some. */
function dropTolerance(
  { behavior }: HorizontalPodAutoscalerSpec,
  old: HorizontalPodAutoscalerSpec | undefined,
  context: RuleContext,
): void {
  if (context.gate('HPAConfigurableTolerance') || hasTolerance(old)) return;
  for (const rules of [behavior?.scaleUp, behavior?.scaleDown]) delete rules?.tolerance;
}

const hasTolerance = (spec: HorizontalPodAutoscalerSpec | undefined): boolean =>
  [spec?.behavior?.scaleUp, spec?.behavior?.scaleDown].some((rules) => rules?.tolerance !== undefined);
