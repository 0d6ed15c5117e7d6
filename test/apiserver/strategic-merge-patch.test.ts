import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { patchSchemaOf } from '../../src/apiserver/strategic-merge-patch/patch-schema.ts';
import { applyThreeWay, threeWayPatch } from '../../src/apiserver/strategic-merge-patch/three-way.ts';
import { applyThreeWayJson } from '../../src/apiserver/json-merge-patch.ts';
import { parseApiVersion } from '../../src/model/group-version-kind.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { loadSchemas } from '../../src/schema/load.ts';

interface Case {
  readonly title: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly original: JsonObject;
  readonly modified: JsonObject;
  readonly live: JsonObject;
  readonly patch: JsonObject;
  readonly result: JsonObject;
}

/** Patches and results as k8s.io/apimachinery's strategicpatch computes them. */
const cases = JSON.parse(readFileSync(new URL('strategic-merge-patch.cases.json', import.meta.url), 'utf8')) as readonly Case[];

describe('strategic merge patch', () => {
  const registry = loadSchemas('1.37');
  for (const { title, apiVersion, kind, original, modified, live, patch, result } of cases) {
    it(title, () => {
      const resource = registry.resource({ ...(parseApiVersion(apiVersion) ?? { group: '', version: '' }), kind });
      const schema = patchSchemaOf(registry, resource?.type ?? '');
      const before = structuredClone({ original, modified, live });
      assert.deepEqual(threeWayPatch(original, modified, live, schema), patch);
      assert.deepEqual(applyThreeWay(original, modified, live, schema), result);
      assert.deepEqual({ original, modified, live }, before);
    });
  }

  it('changes nothing when the document is applied again', () => {
    for (const { apiVersion, kind, modified, result } of cases) {
      const resource = registry.resource({ ...(parseApiVersion(apiVersion) ?? { group: '', version: '' }), kind });
      assert.deepEqual(applyThreeWay(modified, modified, result, patchSchemaOf(registry, resource?.type ?? '')), result);
    }
  });
});

describe('JSON merge patch of three', () => {
  it('replaces lists, merges maps and removes what was applied before', () => {
    const original = { spec: { hosts: ['a', 'b'], weights: { x: 1, y: 2 }, mode: 'on' } };
    const modified = { spec: { hosts: ['c'], weights: { y: 3 } } };
    const live = { spec: { hosts: ['a', 'b', 'injected'], weights: { x: 1, y: 2, z: 9 }, mode: 'on', seen: true }, status: { ok: true } };
    assert.deepEqual(applyThreeWayJson(original, modified, live), {
      spec: { hosts: ['c'], weights: { y: 3, z: 9 }, seen: true },
      status: { ok: true },
    });
  });

  it('takes null for removal of what was applied before only', () => {
    assert.deepEqual(applyThreeWayJson({ a: 1 }, { a: null, b: null }, { a: 1, b: 2 }), { b: 2 });
  });
});
