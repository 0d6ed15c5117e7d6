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

describe('the status of a custom resource', () => {
  const integer = { type: 'integer', minimum: 0 };
  const ferries = (knots: JsonObject, more: JsonObject = {}): JsonObject =>
    definition('ferries', 'Ferry', [
      version('v1', {}, {
        storage: true,
        subresources: { status: {}, scale: { specReplicasPath: '.spec.sails', statusReplicasPath: '.status.sails' } },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: { type: 'object', properties: { limit: integer, sails: integer } },
              status: {
                type: 'object',
                properties: {
                  phase: { type: 'string', enum: ['Docked', 'Sailing'] },
                  knots,
                  sails: { type: 'integer' },
                  ports: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
                },
              },
            },
            'x-kubernetes-validations': [
              { rule: '!has(self.status) || !has(self.status.knots) || self.status.knots <= self.spec.limit', message: 'above the limit' },
            ],
          },
        },
        ...more,
      }),
    ]); // prettier-ignore
  const ferry = (status: JsonObject | null, spec: JsonObject = { limit: 20 }): JsonObject => ({ ...object('v1', 'Ferry', spec), status });
  const server = (): ApiServer => {
    const api = createControlPlane({ registry });
    define(api, ferries(integer), ferry({}));
    return api;
  };
  const statusOf = (answer: Answer): unknown =>
    answer.verdict === 'accepted' ? answer.object.status : answer.verdict === 'rejected' ? `${answer.code} ${answer.status.message}` : '';
  const invalid = (causes: string): string => `422 Ferry.example.org "x" is invalid: ${causes}`;

  it('is all that a write to the subresource takes', () => {
    const api = server();
    const answer = api.replaceStatus(ferry({ phase: 'Sailing', knots: 5 }, { limit: 1 }));
    assert.deepEqual([statusOf(answer), said(answer)], [{ phase: 'Sailing', knots: 5 }, { limit: 20 }]);
    assert.equal(statusOf(api.replaceStatus(ferry(null))), undefined);
  });

  it('is validated by its own schema, the scale, list types, and all rules', () => {
    const api = server();
    assert.equal(
      statusOf(api.replaceStatus(ferry({ wind: 5 }))),
      '400 Ferry in version "v1" cannot be handled as a Ferry: strict decoding error: unknown field "status.wind"',
    );
    const minimum = 'status.knots: Invalid value: -1: knots in body should be greater than or equal to 0';
    assert.equal(statusOf(api.replaceStatus(ferry({ knots: -1 }))), invalid(minimum));
    assert.equal(statusOf(api.replaceStatus(ferry({ knots: 21 }))), invalid('<nil>: Invalid value: above the limit'));
    assert.equal(
      statusOf(api.replaceStatus(ferry({ sails: -1 }))),
      invalid('.status.sails: Invalid value: -1: should be a non-negative integer'),
    );
    assert.equal(statusOf(api.replaceStatus(ferry({ ports: ['a', 'a'] }))), invalid('status.ports[1]: Duplicate value: "a"'));
    const unchecked =
      'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';
    assert.equal(
      statusOf(api.replaceStatus(ferry({ phase: 'Sunk' }))),
      invalid(`[status.phase: Unsupported value: "Sunk": supported values: "Docked", "Sailing", <nil>: Invalid value: null: ${unchecked}]`),
    );
  });

  it('may keep what its schema allows no longer', () => {
    const api = server();
    api.replaceStatus(ferry({ knots: 9 }));
    const stored = api.cluster.store.get({
      group: 'apiextensions.k8s.io',
      kind: 'CustomResourceDefinition',
      namespace: '',
      name: 'ferries.example.org',
    });
    const stricter = ferries({ ...integer, maximum: 3 });
    const { resourceVersion = '' } = stored?.metadata ?? {};
    assert.equal(api.replace({ ...stricter, metadata: { name: 'ferries.example.org', resourceVersion } }).verdict, 'accepted');
    assert.deepEqual(statusOf(api.replaceStatus(ferry({ knots: 9, phase: 'Docked' }))), { knots: 9, phase: 'Docked' });
    const maximum = 'status.knots: Invalid value: 8: knots in body should be less than or equal to 3';
    assert.equal(statusOf(api.replaceStatus(ferry({ knots: 8 }))), invalid(maximum));
  });

  it('is found only where it is a subresource', () => {
    const api = createControlPlane({ registry });
    define(api, ferries(integer, { subresources: {} }), ferry({}));
    assert.equal(statusOf(api.replaceStatus(ferry({}))), '404 ferries.example.org "x" not found');
  });
});
