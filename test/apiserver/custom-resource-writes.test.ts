import assert from 'node:assert/strict';
import type { JsonObject } from '../../src/model/json.ts';
import { accepted, newServer } from './answers.ts';

describe('writes of custom resources', () => {
  const definition: JsonObject = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'boats.example.com' },
    spec: {
      group: 'example.com',
      names: { kind: 'Boat', plural: 'boats', singular: 'boat', listKind: 'BoatList' },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
        { name: 'v0', served: false, storage: false, schema: { openAPIV3Schema: { type: 'object' } } },
      ],
    },
  };
  const boat = (spec: JsonObject, version = 'v1', metadata: JsonObject = {}): JsonObject => ({
    apiVersion: `example.com/${version}`,
    kind: 'Boat',
    metadata: { name: 'b', ...metadata },
    spec,
    status: { afloat: true },
  });

  it('are known once they are defined, in served versions', () => {
    const api = newServer();
    const unknown = { verdict: 'unknown-kind', error: 'no matches for kind "Boat" in version "example.com/v1"' };
    assert.deepEqual(api.create(boat({})), unknown);
    accepted(api.create(definition));
    accepted(api.create(boat({})));
    assert.deepEqual(api.create(boat({}, 'v0')).verdict, 'unknown-kind');
  });

  it('count generations, and keep status apart where it is a subresource', () => {
    const api = newServer();
    accepted(api.create(definition));
    const created = accepted(api.create(boat({ sails: 1 })));
    assert.deepEqual([created.metadata.generation, created.spec, created.status], [1, { sails: 1 }, undefined]);
    assert.equal(accepted(api.createOrReplace(boat({ sails: 1 }, 'v1', { labels: { a: 'b' } }))).metadata.generation, 1);
    assert.equal(accepted(api.apply(boat({ sails: 2 }), boat({ sails: 1 }))).metadata.generation, 2);
    assert.deepEqual(accepted(api.replaceStatus(boat({}))).status, { afloat: true });
    const replaced = accepted(api.createOrReplace({ ...boat({ sails: 2 }), status: { afloat: false } }));
    assert.deepEqual([replaced.metadata.generation, replaced.status], [2, { afloat: true }]);
  });

  it('are warned about finalizers without a domain', () => {
    const api = newServer();
    accepted(api.create(definition));
    const answer = api.create(boat({}, 'v1', { finalizers: ['a.b', 'c', 'd.e/f'] }));
    const text = 'prefer a domain-qualified finalizer name';
    assert.deepEqual(answer.verdict === 'accepted' && answer.warnings, [
      `metadata.finalizers: "a.b": ${text} including a path (/) to avoid accidental conflicts with other finalizer writers`,
      `metadata.finalizers: "c": ${text} to avoid accidental conflicts with other finalizer writers`,
    ]);
  });
});
