import assert from 'node:assert/strict';
import { OBJECT_META, objectMetaTypes } from '../../../src/schema/crd/object-meta-types.ts';
import { loadSchemas } from '../../../src/schema/load.ts';
import { RELEASES } from '../../../src/schema/release.ts';

describe('types below metadata', () => {
  for (const release of RELEASES) {
    it(`are those of ${release}`, () => {
      const names = ['ObjectMeta', 'OwnerReference', 'ManagedFieldsEntry'].map((name) => OBJECT_META.replace('ObjectMeta', name));
      for (const name of names) {
        const shape = (registry: typeof own): unknown => registry.struct(name).fields.map(({ json, go, type }) => [json, go, type]);
        const own = objectMetaTypes(release);
        assert.deepEqual(shape(own), shape(loadSchemas(release)));
      }
    });
  }
});
