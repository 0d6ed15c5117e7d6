import { notSupported, type FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { Binding } from '../../../model/kinds/core-v1.ts';
import { requireText } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';

export const bindingStrategy = defineStrategy<Binding>({
  gvk: { group: '', version: 'v1', kind: 'Binding' },
  defaults: () => undefined,
  validate: validateBinding,
  validateUpdate: () => [],
});

/** Pods are bound to nodes. */
function validateBinding({ target }: Binding): FieldError[] {
  const { kind = '', name } = target ?? {};
  return [
    ...(kind === '' || kind === 'Node' ? [] : [notSupported(fieldPath('target', 'kind'), kind, ['Node', '<empty>'])]),
    ...requireText(name, fieldPath('target', 'name')),
  ];
}
