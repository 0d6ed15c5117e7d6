import assert from 'node:assert/strict';
import type { Answer, ApiServer } from '../../src/apiserver/api-server.ts';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { loadSchemas } from '../../src/schema/load.ts';

const registry = loadSchemas('1.37');
const version = (name: string, properties: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  name,
  served: true,
  storage: false,
  schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties } } } },
  ...more,
});
const definition = (plural: string, kind: string, versions: readonly JsonObject[], spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.example.org` },
  spec: { group: 'example.org', scope: 'Namespaced', names: { plural, kind }, versions, ...spec },
});
const object = (apiVersion: string, kind: string, spec: JsonObject): JsonObject => ({
  apiVersion: `example.org/${apiVersion}`,
  kind,
  metadata: { name: 'x' },
  spec,
});
const text = { type: 'string' };
const define = (api: ApiServer, ...crds: readonly JsonObject[]): void =>
  crds.forEach((crd) => assert.equal(api.create(crd).verdict, 'accepted'));
const said = (answer: Answer): unknown =>
  answer.verdict === 'accepted' ? answer.object.spec : answer.verdict === 'rejected' ? answer.status.message : answer.error;
const key = (name: string) => ({ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition', namespace: '', name });

describe('definitions', () => {
  it('are established once their names are accepted; the answer does not know it yet', () => {
    const api = createControlPlane({ registry });
    const answer = api.create(definition('ships', 'Ship', [version('v1', {}, { storage: true })]));
    assert.ok(answer.verdict === 'accepted');
    assert.deepEqual(answer.object.status, { storedVersions: ['v1'] });
    const stored = api.cluster.store.get(key('ships.example.org'));
    const time = api.cluster.clock.timestamp();
    assert.deepEqual(stored?.status, {
      storedVersions: ['v1'],
      acceptedNames: { plural: 'ships', singular: 'ship', kind: 'Ship', listKind: 'ShipList' },
      conditions: [
        { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found', lastTransitionTime: time },
        {
          type: 'Established',
          status: 'True',
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted',
          lastTransitionTime: time,
        },
      ],
    });
  });

  it('whose names are taken are not served', () => {
    const api = createControlPlane({ registry });
    define(
      api,
      definition('ships', 'Ship', [version('v1', {}, { storage: true })]),
      definition('boats', 'Boat', [version('v1', {}, { storage: true })], {
        names: { plural: 'boats', kind: 'Boat', shortNames: ['ship'] },
      }),
    );
    assert.equal(said(api.create(object('v1', 'Boat', {}))), 'no matches for kind "Boat" in version "example.org/v1"');
    assert.deepEqual(said(api.create(object('v1', 'Ship', {}))), {});
  });

  it('cannot change kind and scope once they are established', () => {
    const api = createControlPlane({ registry });
    const crd = definition('ships', 'Ship', [version('v1', {}, { storage: true })]);
    define(api, crd);
    const changed = api.createOrReplace({ ...crd, spec: { ...(crd.spec as JsonObject), scope: 'Cluster' } });
    assert.equal(
      said(changed),
      'CustomResourceDefinition.apiextensions.k8s.io "ships.example.org" is invalid: spec.scope: Invalid value: "Cluster": field is immutable',
    );
  });
});

describe('custom resources in several versions', () => {
  it('keep what the stored version knows', () => {
    const api = createControlPlane({ registry });
    define(
      api,
      definition('ships', 'Ship', [
        version('v1', { a: text, b: { ...text, default: 'b' } }, { storage: true }),
        version('v2', { a: text, b: text, c: text }),
      ]),
    );
    assert.deepEqual(said(api.create(object('v2', 'Ship', { a: 'x', c: 'y' }))), { a: 'x', b: 'b' });
  });

  it('need the service that converts them', () => {
    const service = { name: 'converter', namespace: 'default', path: '/convert' };
    const conversion = { strategy: 'Webhook', webhook: { conversionReviewVersions: ['v1'], clientConfig: { service } } };
    const api = createControlPlane({ registry });
    define(api, definition('ships', 'Ship', [version('v1', {}, { storage: true }), version('v2')], { conversion }));
    const refused = api.create(object('v2', 'Ship', {}));
    assert.ok(refused.verdict === 'rejected');
    assert.deepEqual(
      [refused.code, refused.status.message],
      [
        500,
        'conversion webhook for example.org/v2, Kind=Ship failed: Post "https://converter.default.svc:443/convert?timeout=30s": service "converter" not found',
      ],
    );
    assert.deepEqual(said(api.create(object('v1', 'Ship', {}))), {});
    define(api, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'converter', namespace: 'default' },
      spec: { ports: [{ port: 443 }] },
    });
    assert.equal(api.createOrReplace(object('v2', 'Ship', {})).verdict, 'accepted');
  });
});
