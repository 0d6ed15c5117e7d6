import assert from 'node:assert/strict';
import { differs } from '../../../src/validate/shared/generation.ts';

const container = (rest: object): object => ({ containers: [{ name: 'a', ...rest }] });

describe('differs', () => {
  it('takes empty lists and maps for absent ones', () => {
    assert.equal(differs({ matchLabels: { a: 'b' }, matchExpressions: [] }, { matchLabels: { a: 'b' } }), false);
    assert.equal(differs({ metadata: { annotations: {} } }, { metadata: {} }), false);
    assert.equal(differs(container({ resources: { claims: [] } }), container({})), false);
  });
  it('takes empty objects that are pointers for what they are', () => {
    assert.equal(differs({ emptyDir: {} }, {}), true);
    assert.equal(differs(container({ securityContext: {} }), container({})), true);
  });
});
