import assert from 'node:assert/strict';
import jsonPatch from 'fast-json-patch';
import type { ObjectDiff } from '../../src/diff/change.ts';
import { jsonPatches } from '../../src/diff/json-patch.ts';
import { deepCopy, type JsonObject } from '../../src/model/json.ts';

const diffOf = (kind: string, before: JsonObject | undefined, after: JsonObject | undefined): ObjectDiff => ({
  gvk: { group: '', version: 'v1', kind },
  namespace: 'default',
  name: 'x',
  kind: before ? (after ? 'changed' : 'removed') : 'added',
  ...(before && { before }),
  ...(after && { after }),
  changes: [],
  consequence: 'live',
});

describe('jsonPatches', () => {
  const before = { data: { a: '1', 'b/c': '2' }, list: [1, 2, 3] };
  const after = { data: { a: '1', 'b/c': '3', d: '4' }, list: [1, 3] };

  it('make the old object the new one', () => {
    const [only, ...more] = jsonPatches([diffOf('ConfigMap', before, after)]);
    assert.deepEqual(more, []);
    assert.deepEqual(jsonPatch.applyPatch(deepCopy(before), only?.patch ?? []).newDocument, after);
    assert.ok(only?.patch.some(({ op, path }) => op === 'replace' && path === '/data/b~1c'));
  });

  it('are there for objects in both sets only', () => {
    assert.deepEqual(jsonPatches([diffOf('ConfigMap', before, undefined), diffOf('ConfigMap', undefined, after)]), []);
  });

  it('tell values of Secrets only when asked to', () => {
    assert.deepEqual(jsonPatches([diffOf('Secret', before, after)]), []);
    assert.equal(jsonPatches([diffOf('Secret', before, after)], { secrets: true }).length, 1);
  });
});
