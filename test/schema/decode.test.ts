import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { decode, decodeStructValue, type Decoded } from '../../src/schema/decode.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import type { SchemaRegistry } from '../../src/schema/registry.ts';
import type { Release } from '../../src/schema/release.ts';
import { chance, randomValue } from '../support/random-object.ts';

const of = (apiVersion: string, kind: string, rest: JsonObject, release: Release = '1.37'): Decoded => {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const registry = loadSchemas(release);
  const resource = registry.resource({ group, version, kind });
  assert.ok(resource);
  return decode(registry, resource, { apiVersion, kind, ...rest });
};
const pod = (spec: Json, release?: Release): Decoded => of('v1', 'Pod', { spec }, release);
const container = (fields: JsonObject): Decoded => pod({ containers: [fields] });
const errorOf = (decoded: Decoded): string => (decoded.error ?? 'accepted').replace(/^.*? cannot be handled as a \w+: /, '');

/** Messages are those of kube-apiserver with `fieldValidation=Strict`. */
describe('strict decoding', () => {
  it('names the kind and its version', () => {
    assert.equal(
      of('autoscaling/v2', 'HorizontalPodAutoscaler', { specx: {} }).error,
      'HorizontalPodAutoscaler in version "v2" cannot be handled as a HorizontalPodAutoscaler: strict decoding error: unknown field "specx"',
    );
  });

  describe('wrong types', () => {
    const cases: readonly (readonly [what: string, decoded: () => Decoded, error: string])[] = [
      [
        'string for a list',
        () => pod({ containers: 'x' }),
        'json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container',
      ],
      ['list for a struct', () => pod([]), 'json: cannot unmarshal array into Go struct field Pod.spec of type v1.PodSpec'],
      [
        'string for metadata',
        () => of('v1', 'Pod', { metadata: 'x' }),
        'json: cannot unmarshal string into Go struct field Pod.metadata of type v1.ObjectMeta',
      ],
      [
        'number for a label',
        () => of('v1', 'Pod', { metadata: { labels: { a: 1 } } }),
        'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
      ],
      [
        'list for labels',
        () => of('v1', 'Pod', { metadata: { labels: [] } }),
        'json: cannot unmarshal array into Go struct field ObjectMeta.metadata.labels of type map[string]string',
      ],
      [
        'bool for a string',
        () => container({ env: [{ value: true }] }),
        'json: cannot unmarshal bool into Go struct field EnvVar.spec.containers.env.value of type string',
      ],
      [
        'string for a number',
        () => container({ ports: [{ containerPort: '80' }] }),
        'json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
      ],
      [
        'fraction',
        () => container({ ports: [{ containerPort: 1.5 }] }),
        'json: cannot unmarshal number 1.5 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
      ],
      [
        'beyond 32 bits',
        () => container({ ports: [{ containerPort: 4294967296 }] }),
        'json: cannot unmarshal number 4294967296 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
      ],
      [
        'beyond 64 bits',
        () => pod({ activeDeadlineSeconds: 9223372036854775808n }),
        'json: cannot unmarshal number 9223372036854775808 into Go struct field PodSpec.spec.activeDeadlineSeconds of type int64',
      ],
      [
        'exponents are no integers',
        () => pod({ activeDeadlineSeconds: 1e21 }),
        'json: cannot unmarshal number 1e+21 into Go struct field PodSpec.spec.activeDeadlineSeconds of type int64',
      ],
      [
        'a named scalar',
        () => pod({ restartPolicy: 1 }),
        'json: cannot unmarshal number into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy',
      ],
      [
        'a named map',
        () => container({ resources: { limits: 'x' } }),
        'json: cannot unmarshal string into Go struct field ResourceRequirements.spec.containers.resources.limits of type v1.ResourceList',
      ],
      [
        'an inline struct on the way',
        () => pod({ volumes: [{ fc: { lun: 'x' } }] }),
        'json: cannot unmarshal string into Go struct field FCVolumeSource.spec.volumes.VolumeSource.fc.lun of type int32',
      ],
      [
        'before 1.35 it is not told',
        () => pod({ volumes: [{ fc: { lun: 'x' } }] }, '1.34'),
        'json: cannot unmarshal string into Go struct field FCVolumeSource.spec.volumes.fc.lun of type int32',
      ],
      [
        'an int-or-string',
        () => of('v1', 'Service', { spec: { ports: [{ targetPort: 1.5 }] } }),
        'json: cannot unmarshal number 1.5 into Go struct field ServicePort.spec.ports.targetPort of type int32',
      ],
      [
        'a time',
        () => of('v1', 'Pod', { metadata: { creationTimestamp: 5 } }),
        'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string',
      ],
      [
        'a list of bytes',
        () => of('v1', 'Secret', { data: { a: [300] } }),
        'json: cannot unmarshal number 300 into Go struct field Secret.data of type uint8',
      ],
    ];
    for (const [what, decoded, error] of cases) it(what, () => assert.equal(errorOf(decoded()), error));
  });

  describe('wrong texts', () => {
    it('base64', () => assert.equal(errorOf(of('v1', 'Secret', { data: { a: 'A-' } })), 'illegal base64 data at input byte 1'));
    it('quantity', () =>
      assert.match(errorOf(container({ resources: { limits: { cpu: 'x' } } })), /^quantities must match the regular expression/));
    it('quantity of another kind', () =>
      assert.match(errorOf(container({ resources: { limits: { cpu: [] } } })), /^quantities must match/));
    it('time', () =>
      assert.equal(
        errorOf(of('v1', 'Pod', { metadata: { creationTimestamp: 'x' } })),
        'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"',
      ));
  });

  describe('what is told when much is wrong', () => {
    it('the first wrong type in the order of the sorted body', () => {
      assert.match(errorOf(pod({ volumes: 'x', containers: 'y', restartPolicy: 1 })), /PodSpec\.spec\.containers/);
    });
    it('a wrong quantity before wrong types, wrong types before unknown fields', () => {
      const limits = { cpu: 'x' };
      assert.match(errorOf(container({ args: 'x', resources: { limits } })), /^quantities/);
      assert.match(errorOf(container({ args: 'x', foo: 1 })), /^json: cannot unmarshal string/);
    });
    it('all unknown fields with their places, each once', () => {
      const decoded = of('v1', 'Pod', {
        spec: { zoo: 1, containers: [{ b: 1 }, { a: 1 }], nodeSelector: { x: 'y' } },
        Spec: {},
        metadata: { Labels: {} },
      });
      assert.equal(
        errorOf(decoded),
        'strict decoding error: unknown field "Spec", unknown field "metadata.Labels", unknown field "spec.containers[0].b", unknown field "spec.containers[1].a", unknown field "spec.zoo"',
      );
    });
    it('a hundred of them at most', () => {
      const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`f${String(i).padStart(3, '0')}`, 1]));
      const error = errorOf(container(many));
      assert.equal(error.split('unknown field').length - 1, 100);
      assert.ok(error.endsWith('"spec.containers[0].f099"'));
    });
    it('keys of maps as they are', () => {
      const decoded = of('discovery.k8s.io/v1', 'EndpointSlice', { endpoints: [{ conditions: { x: 1 } }] });
      assert.equal(errorOf(decoded), 'strict decoding error: unknown field "endpoints[0].conditions.x"');
    });
  });

  it('reads kind and apiVersion whatever their case, and minds only their type', () => {
    assert.equal(
      of('v1', 'ConfigMap', { Kind: 5 }).error,
      `the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({"Kind":5,"apiVersion":"v1","k ...)`,
    );
    assert.equal(errorOf(of('v1', 'ConfigMap', { KIND: 'x' })), 'strict decoding error: unknown field "KIND"');
  });

  it('does not mind what a schema of a schema does not know, but its types', () => {
    const crd = (property: JsonObject, release: Release = '1.37'): Decoded =>
      of(
        'apiextensions.k8s.io/v1',
        'CustomResourceDefinition',
        { spec: { versions: [{ schema: { openAPIV3Schema: { properties: { a: property } } } }] } },
        release,
      );
    assert.equal(errorOf(crd({ items: { bogus: 1 }, additionalProperties: { bogus: 1 } })), 'accepted');
    assert.match(errorOf(crd({ bogus: 1 })), /unknown field "spec\.versions\[0\]\.schema\.openAPIV3Schema\.properties\.a\.bogus"/);
    assert.equal(errorOf(crd({ additionalProperties: 5 })), 'boolean or JSON schema expected');
    const way = 'JSONSchemaProps.spec.versions.schema.openAPIV3Schema.properties.items';
    const inner = { items: { properties: { b: { minLength: 'x' } } } };
    assert.equal(errorOf(crd(inner)), `json: cannot unmarshal string into Go struct field ${way}.properties.minLength of type int64`);
    assert.equal(errorOf(crd(inner, '1.34')), `json: cannot unmarshal string into Go struct field ${way} of type int64`);
  });

  it('is not misled by names that objects inherit', () => {
    assert.equal(
      errorOf(pod(JSON.parse('{"constructor": 1, "__proto__": 2}') as Json)),
      'strict decoding error: unknown field "spec.__proto__", unknown field "spec.constructor"',
    );
    const labels = JSON.parse('{"__proto__": "a", "constructor": "b"}') as JsonObject;
    const { object } = of('v1', 'Pod', { metadata: { labels } });
    assert.equal(JSON.stringify(object), '{"apiVersion":"v1","kind":"Pod","metadata":{"labels":{"__proto__":"a","constructor":"b"}}}');
  });

  describe('canonical form', () => {
    const spec = (value: JsonObject): unknown => {
      const decoded = pod(value);
      assert.equal(decoded.error, undefined);
      return decoded.object?.['spec'];
    };
    it('has no nulls and no zeros that Go cannot tell from nothing', () => {
      assert.deepEqual(
        spec({
          hostname: '',
          hostNetwork: false,
          nodeName: null,
          volumes: null,
          containers: [{ name: 'a', stdin: false, ports: [{ hostPort: 0, containerPort: 80 }] }],
        }),
        {
          containers: [{ name: 'a', ports: [{ containerPort: 80 }] }],
        },
      );
    });
    it('keeps what pointers lead to, and lists, maps and structs that are empty', () => {
      const value = {
        terminationGracePeriodSeconds: 0,
        automountServiceAccountToken: false,
        runtimeClassName: '',
        nodeSelector: {},
        tolerations: [],
        securityContext: {},
      };
      assert.deepEqual(spec(value), value);
    });
    it('has zeros for nulls in lists and maps', () => {
      assert.deepEqual(
        spec({ nodeSelector: { a: null }, containers: [null, { args: [null, 'x'], resources: { limits: { cpu: null } } }] }),
        {
          nodeSelector: { a: '' },
          containers: [{}, { args: ['', 'x'], resources: { limits: { cpu: '0' } } }],
        },
      );
    });
    it('has quantities, times and bytes as the server prints them', () => {
      assert.deepEqual(spec({ overhead: { cpu: 1.5, memory: '1024Mi', x: ' 0.5 ' } }), {
        overhead: { cpu: '1500m', memory: '1Gi', x: '500m' },
      });
      const { object } = of('v1', 'Secret', {
        metadata: { creationTimestamp: '2024-01-01T01:00:00.5+01:00' },
        data: { a: 'AB==', b: 'AA\n==', c: [1, 255], d: null },
      });
      assert.deepEqual(
        [object?.['metadata'], object?.['data']],
        [{ creationTimestamp: '2024-01-01T00:00:00Z' }, { a: 'AA==', b: 'AA==', c: 'Af8=', d: '' }],
      );
    });
    it('tells the zero of an int-or-string from its empty text', () => {
      const { object } = of('v1', 'Service', { spec: { ports: [{ targetPort: 0 }, { targetPort: '' }, { targetPort: 'http' }] } });
      assert.deepEqual(object?.['spec'], { ports: [{}, { targetPort: '' }, { targetPort: 'http' }] });
    });
    it('has 64-bit integers as they were', () => {
      assert.deepEqual(spec({ activeDeadlineSeconds: 9007199254740993n, terminationGracePeriodSeconds: 5n }), {
        activeDeadlineSeconds: 9007199254740993n,
        terminationGracePeriodSeconds: 5,
      });
    });
    it('is a copy', () => {
      const given = { metadata: { labels: { a: 'b' } }, data: { x: 'y' } };
      const { object } = of('v1', 'ConfigMap', given);
      (object as unknown as typeof given).metadata.labels.a = 'changed';
      assert.equal(given.metadata.labels.a, 'b');
    });
  });

  describe('of random objects', () => {
    const registry: SchemaRegistry = loadSchemas('1.37');
    const resources = registry.resources();
    const sample = fc.tuple(fc.integer(), fc.nat(resources.length - 1));

    it('takes what fits the types, and canonical form is canonical', () => {
      fc.assert(
        fc.property(sample, ([seed, at]) => {
          const resource = resources[at];
          assert.ok(resource);
          const first = decodeStructValue(
            registry,
            resource.type,
            randomValue(registry, { kind: 'struct', name: resource.type }, chance(seed), 0) as Json,
          );
          assert.equal(first.error, undefined);
          const second = decodeStructValue(registry, resource.type, first.object as JsonObject);
          assert.deepEqual(second.object, first.object);
        }),
        { seed: 5, numRuns: 300 },
      );
    });

    it('either takes or says why, whatever the order of keys', () => {
      fc.assert(
        fc.property(sample, ([seed, at]) => {
          const resource = resources[at];
          assert.ok(resource);
          const value = randomValue(registry, { kind: 'struct', name: resource.type }, chance(seed), 40);
          const decoded = decodeStructValue(registry, resource.type, value as Json);
          assert.notEqual(decoded.error, '');
          assert.equal(decodeStructValue(registry, resource.type, reversed(value) as Json).error, decoded.error);
        }),
        { seed: 6, numRuns: 300 },
      );
    });
  });
});

/** The same value with the keys of all objects the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}
