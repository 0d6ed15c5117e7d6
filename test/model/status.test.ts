import assert from 'node:assert/strict';
import { invalid, required } from '../../src/model/field-error.ts';
import { fieldPath } from '../../src/model/field-path.ts';
import { forbiddenStatus, invalidStatus } from '../../src/model/status.ts';

describe('Status', () => {
  it('lists several causes in brackets and repeats no text', () => {
    const name = required(fieldPath('metadata', 'name'), 'name or generateName is required');
    const status = invalidStatus({ group: 'apps', kind: 'Deployment' }, 'web', [name, name, invalid(fieldPath('spec', 'x'), 1, 'no')]);
    assert.equal(
      status.message,
      'Deployment.apps "web" is invalid: [metadata.name: Required value: name or generateName is required, spec.x: Invalid value: 1: no]',
    );
    assert.equal(status.details?.causes?.length, 3);
    assert.deepEqual(status.details?.causes?.[2], { reason: 'FieldValueInvalid', message: 'Invalid value: 1: no', field: 'spec.x' });
  });

  it('leaves out what is empty', () => {
    assert.deepEqual(forbiddenStatus({ group: '', resource: 'pods' }, '', 'no service account').details, { kind: 'pods' });
    assert.equal(forbiddenStatus({ group: '', resource: 'pods' }, 'a', 'no').message, 'pods "a" is forbidden: no');
  });
});
