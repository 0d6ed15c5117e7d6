import assert from 'node:assert/strict';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { verdictLine } from '../../src/apiserver/verdict.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { loadSchemas } from '../../src/schema/load.ts';

describe('verdict line', () => {
  const registry = loadSchemas('1.37');
  const api = createControlPlane({ registry });
  const line = (value: JsonObject, object = false): string =>
    JSON.stringify(verdictLine({ source: 'f.yaml', index: 3, value }, api.create(value, { dryRun: true }), { object, registry }));

  it('has the fields of the oracle in its order, absent where they are empty', () => {
    assert.equal(
      line({ apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'e' } }),
      '{"source":"f.yaml","index":3,"apiVersion":"v1","kind":"Endpoints","namespace":"default","name":"e","verdict":"accepted","code":201,"warnings":["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"]}',
    );
    assert.equal(
      line({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'gone' } }),
      '{"source":"f.yaml","index":3,"apiVersion":"v1","kind":"ConfigMap","namespace":"gone","verdict":"rejected","code":404,"status":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"namespaces \\"gone\\" not found","reason":"NotFound","details":{"name":"gone","kind":"namespaces"},"code":404}}',
    );
    assert.equal(
      line({ kind: 'Nope' }),
      '{"source":"f.yaml","index":3,"kind":"Nope","verdict":"unknown-kind","error":"no matches for kind \\"Nope\\" in version \\"\\""}',
    );
  });

  it('prints the object only when asked', () => {
    const value = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } };
    assert.equal('object' in JSON.parse(line(value)), false);
    assert.equal(JSON.parse(line(value, true)).object.status.phase, 'Active');
  });

  it('tells documents that could not be read', () => {
    assert.deepEqual(verdictLine({ source: 'f', index: 0, error: 'no mapping' }, undefined, { object: true, registry }), {
      source: 'f',
      index: 0,
      verdict: 'unreadable',
      error: 'no mapping',
    });
  });

  it('has plain text where the server of custom resources knows nothing at a URL', () => {
    const name = 'boats.acme.example.org';
    const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }];
    const spec = { group: 'acme.example.org', scope: 'Namespaced', names: { plural: 'boats', kind: 'Boat' }, versions };
    assert.equal(
      api.create({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name }, spec }).verdict,
      'accepted',
    );
    const statusOf = (apiVersion: string, kind: string): unknown =>
      JSON.parse(line({ apiVersion, kind, metadata: { name: 'a', namespace: 'x/y' } })).status;
    assert.equal(statusOf('acme.example.org/v1', 'Boat'), '404 page not found\n');
    assert.notEqual(typeof statusOf('v1', 'ConfigMap'), 'string');
  });
});
