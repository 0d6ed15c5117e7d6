import assert from 'node:assert/strict';
import { fieldErrorText, invalid, required } from '../../../src/model/field-error.ts';
import { fieldPath } from '../../../src/model/field-path.ts';
import type { Release } from '../../../src/schema/release.ts';
import { ruleContext } from '../../../src/validate/feature-gates.ts';
import { declared } from '../../../src/validate/shared/declarative.ts';
import { defineStrategy } from '../../../src/validate/shared/define-strategy.ts';

describe('strategies', () => {
  const strategy = defineStrategy<object>({
    gvk: { group: '', version: 'v1', kind: 'Thing' },
    defaults: () => undefined,
    validate: () => [
      ...declared([required(fieldPath('a'))]),
      invalid(fieldPath('b'), 'x', 'must be no more than 63 bytes'),
      invalid(fieldPath('b'), 'x', 'must be no more than 63 bytes'),
    ],
    validateUpdate: () => [],
  });
  const errors = (release: Release): string[] => strategy.validate({}, ruleContext(release)).map(fieldErrorText);

  it('list declared errors last and each error once where the release does', () => {
    assert.deepEqual(errors('1.37'), ['b: Invalid value: "x": must be no more than 63 bytes', 'a: Required value']);
  });

  it('speak the words of the release', () => {
    assert.deepEqual(errors('1.34'), [
      'a: Required value',
      'b: Invalid value: "x": must be no more than 63 characters',
      'b: Invalid value: "x": must be no more than 63 characters',
    ]);
  });
});
