import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { decodeStructValue } from '../../src/schema/decode.ts';
import { encode } from '../../src/schema/encode.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { chance, randomValue } from '../support/random-object.ts';

const META = 'k8s.io/apimachinery/pkg/apis/meta/v1.ObjectMeta';

describe('encode', () => {
  const registry = loadSchemas('1.37');
  const print = (type: string, object: unknown): string => JSON.stringify(encode(registry, `k8s.io/api/${type}`, object));

  it('writes fields in Go order, and empty ones that have no omitempty', () => {
    assert.equal(
      print('core/v1.Pod', {
        metadata: { name: 'a' },
        kind: 'Pod',
        apiVersion: 'v1',
        spec: { dnsPolicy: 'Default', containers: [{ name: 'c' }] },
      }),
      '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"spec":{"containers":[{"name":"c","resources":{}}],"dnsPolicy":"Default"},"status":{}}',
    );
    assert.equal(
      print('apps/v1.Deployment', {}),
      '{"metadata":{},"spec":{"selector":null,"template":{"metadata":{},"spec":{"containers":null}},"strategy":{}},"status":{}}',
    );
  });

  it('leaves out empty lists, maps and zeros that have omitempty, but nothing that pointers lead to', () => {
    assert.equal(
      print('core/v1.PodSpec', {
        containers: [],
        volumes: [],
        nodeSelector: {},
        hostname: '',
        hostNetwork: false,
        hostIPC: true,
        securityContext: {},
        runtimeClassName: '',
        priority: 0,
      }),
      '{"containers":[],"hostIPC":true,"securityContext":{},"priority":0,"runtimeClassName":""}'.replace(
        '"priority":0,"runtimeClassName":""',
        '"priority":0,"runtimeClassName":""',
      ),
    );
  });

  it('writes null for lists, times and pointers that are always there', () => {
    assert.equal(print('rbac/v1.ClusterRole', {}), '{"metadata":{},"rules":null}');
    assert.equal(
      print('core/v1.PodCondition', { type: 'Ready', status: 'True' }),
      '{"type":"Ready","status":"True","lastProbeTime":null,"lastTransitionTime":null}',
    );
    assert.equal(print('core/v1.ResourceFieldSelector', { resource: 'limits.cpu' }), '{"resource":"limits.cpu","divisor":"0"}');
    assert.equal(print('core/v1.ServicePort', { port: 80 }), '{"port":80,"targetPort":0}');
    assert.equal(print('core/v1.TypedLocalObjectReference', { kind: 'A', name: 'b' }), '{"apiGroup":null,"kind":"A","name":"b"}');
  });

  it('writes null for the zero time a pointer leads to', () => {
    const { object } = decodeStructValue(registry, META, {
      creationTimestamp: '0001-01-01T00:00:00Z',
      deletionTimestamp: '0001-01-01T00:00:00Z',
    });
    assert.equal(JSON.stringify(encode(registry, META, object)), '{"deletionTimestamp":null}');
  });

  it('puts inline structs in their place and sorts maps', () => {
    assert.equal(
      print('core/v1.Volume', { emptyDir: { sizeLimit: '1Gi' }, name: 'v', configMap: { name: 'c', optional: false } }),
      '{"name":"v","emptyDir":{"sizeLimit":"1Gi"},"configMap":{"name":"c","optional":false}}',
    );
    assert.equal(print('core/v1.ConfigMap', { data: { b: '1', a: '' } }), '{"metadata":{},"data":{"a":"","b":"1"}}');
  });

  it('does not share with what it was given', () => {
    const given = { data: { a: 'b' } };
    const printed = encode(registry, 'k8s.io/api/core/v1.ConfigMap', given);
    assert.notEqual(printed['data'], given.data);
  });

  it('is undone by decoding', () => {
    const resources = registry.resources();
    fc.assert(
      fc.property(fc.integer(), fc.nat(resources.length - 1), (seed, at) => {
        const type = resources[at]?.type ?? '';
        const { object } = decodeStructValue(
          registry,
          type,
          randomValue(registry, { kind: 'struct', name: type }, chance(seed), 0) as Json,
        );
        const printed = encode(registry, type, object);
        const again = decodeStructValue(registry, type, printed as JsonObject);
        assert.equal(again.error, undefined);
        assert.equal(JSON.stringify(encode(registry, type, again.object), withBigInts), JSON.stringify(printed, withBigInts));
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

const withBigInts = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);
