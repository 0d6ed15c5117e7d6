import { duplicate, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { declared } from '../../shared/declarative.ts';
import { child, fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import type { Toleration } from '../../../model/kinds/core-v1.ts';
import type { RuntimeClass } from '../../../model/kinds/node-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { invalidBecause } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { shown } from '../../shared/go-form.ts';
import { internalForm } from '../../shared/internal-form.ts';
import { validateLabels } from '../../shared/label-selector.ts';
import { isDns1123Label, isDns1123Subdomain, isShortName } from '../../shared/names.ts';
import { deprecatedNodeLabel } from '../../shared/node-labels.ts';
import { clusterScoped, validateGenericObjectMeta, validateGenericObjectMetaUpdate } from '../../shared/object-meta.ts';
import { podOptions } from '../../shared/pod-spec/make-options.ts';
import { validateContainerResources } from '../../shared/pod-spec/resources.ts';
import { validateTolerations } from '../../shared/pod-spec/tolerations.ts';
import type { RuleContext } from '../../strategy.ts';

const metadataAt = fieldPath('metadata');
const handlerAt = fieldPath('handler');

export const runtimeClassStrategy = defineStrategy<RuntimeClass>({
  gvk: { group: 'node.k8s.io', version: 'v1', kind: 'RuntimeClass' },
  defaults: () => undefined,
  validate: (runtimeClass, context) => validateRuntimeClass(runtimeClass, context),
  validateUpdate: (runtimeClass, old, context) => [
    ...validateRuntimeClass(runtimeClass, context, runtimeClass.handler !== old.handler),
    ...validateGenericObjectMetaUpdate(runtimeClass.metadata ?? {}, old.metadata ?? {}, metadataAt),
    ...validateSameHandler(runtimeClass, old, context),
  ],
  warnings: ({ scheduling }) =>
    Object.keys(scheduling?.nodeSelector ?? {}).flatMap((name) => {
      const message = deprecatedNodeLabel(name);
      return message === undefined ? [] : [`scheduling.nodeSelector: ${message}`];
    }),
});

/** The form of a handler that may not change is not looked at by declarative validation. */
function validateRuntimeClass(
  { metadata, handler = '', overhead, scheduling }: RuntimeClass,
  context: RuleContext,
  hasOtherHandler = false,
): FieldError[] {
  const format = isSince(context.release, '1.36') ? isShortName : isDns1123Label;
  const form = invalidBecause(format(handler), handlerAt, handler);
  const at = fieldPath('scheduling');
  const tolerationsAt = isSince(context.release, '1.35') ? child(at, 'tolerations') : child(at, 'tolerations', 'tolerations');
  return [
    ...validateGenericObjectMeta(metadata ?? {}, clusterScoped(isDns1123Subdomain), metadataAt),
    ...(handler === '' ? declared([required(handlerAt)], 1) : hasOtherHandler ? form : declared(form)),
    ...(overhead ? validateContainerResources({ limits: overhead.podFixed }, new Set(), fieldPath('overhead'), podOptions(context)) : []),
    ...validateLabels(scheduling?.nodeSelector, child(at, 'nodeSelector')),
    ...validateTolerations(scheduling?.tolerations, tolerationsAt, false),
    ...repeatsOf(scheduling?.tolerations ?? [], child(at, 'tolerations')),
  ];
}

function repeatsOf(tolerations: readonly Toleration[], at: FieldPath): FieldError[] {
  const keys = tolerations.map(({ key = '', operator = '', value = '', effect = '' }) => JSON.stringify([key, operator, value, effect]));
  return tolerations.flatMap((toleration, i) =>
    keys.indexOf(keys[i] ?? '') < i ? [duplicate(index(at, i), shown(internalForm('Toleration'), toleration))] : [],
  );
}

function validateSameHandler({ handler = '' }: RuntimeClass, old: RuntimeClass, { release }: RuleContext): FieldError[] {
  const value = isSince(release, '1.37') ? null : handler;
  return handler === old.handler ? [] : declared([invalid(handlerAt, value, 'field is immutable')]);
}
