import assert from 'node:assert/strict';
import type {
  Device,
  DeviceClaim,
  DeviceClass,
  DeviceRequest,
  ResourceClaim,
  ResourceSlice,
  ResourceSliceSpec,
} from '../../../src/model/kinds/resource-v1.ts';
import { searchDevices, type SearchInput } from '../../../src/reconcile-preview/devices/search.ts';
import type { Typed } from '../../../src/reconcile-preview/kind.ts';
import type { Release } from '../../../src/schema/release.ts';

const DRIVER = 'gpu.example.com';

const slice = (name: string, devices: Device[], spec: ResourceSliceSpec = {}): Typed<ResourceSlice> => ({
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceSlice',
  metadata: { name },
  spec: { driver: DRIVER, pool: { name: 'pool', generation: 1, resourceSliceCount: 1 }, allNodes: true, ...spec, devices },
});

const claim = (name: string, devices: DeviceClaim): Typed<ResourceClaim> => ({
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceClaim',
  metadata: { name, namespace: 'default' },
  spec: { devices },
});

const exactly = (name: string, fields: NonNullable<DeviceRequest['exactly']> = {}): DeviceRequest => ({
  name,
  exactly: { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 1, ...fields },
});

const gpu: Typed<DeviceClass> = { apiVersion: 'resource.k8s.io/v1', kind: 'DeviceClass', metadata: { name: 'gpu' }, spec: {} };

interface Question extends Partial<Omit<SearchInput, 'node' | 'release'>> {
  readonly node?: string;
  readonly release?: Release;
}

/** `claim: device device; …`, or why there is nothing. */
function found({ node = 'n1', release = '1.37', claims = [], slices = [], ...rest }: Question): string {
  const input = {
    classes: (name: string) => (name === 'gpu' ? gpu : undefined),
    allocated: { exclusive: new Set<string>(), shares: new Map() },
  };
  const result = searchDevices({ ...input, ...rest, release, node: { name: node, labels: { zone: 'a' } }, claims, slices });
  if (!result.found) return result.error ?? result.rejection ?? 'nothing';
  return result.found
    .map(
      (devices, i) =>
        `${claims[i]?.metadata.name ?? ''}: ${devices.map(({ fullName, device }) => `${fullName}=${device.name ?? ''}`).join(' ')}`,
    )
    .join('; ');
}

const named = (...names: string[]): Device[] => names.map((name) => ({ name }));
const cel = (expression: string) => ({ selectors: [{ cel: { expression } }] });

describe('the search for devices', () => {
  it('takes the first that are free', () => {
    const slices = [slice('s', named('d0', 'd1', 'd2'))];
    const claims = [claim('a', { requests: [exactly('one'), exactly('two')] })];
    assert.equal(found({ slices, claims }), 'a: one=d0 two=d1');
    const allocated = { exclusive: new Set([`${DRIVER}/pool/d0`]), shares: new Map() };
    assert.equal(found({ slices, claims, allocated }), 'a: one=d1 two=d2');
    assert.equal(found({ slices, claims: [claim('b', { requests: [exactly('r', { count: 4 })] })] }), 'nothing');
  });

  it('takes a choice back that leaves others nothing', () => {
    const devices: Device[] = [
      { name: 'd0', attributes: { model: { string: 'big' } } },
      { name: 'd1', attributes: { model: { string: 'small' } } },
    ];
    const big = cel('device.attributes["gpu.example.com"].model == "big"');
    const claims = [claim('any', { requests: [exactly('r')] }), claim('big', { requests: [exactly('r', big)] })];
    assert.equal(found({ slices: [slice('s', devices)], claims }), 'any: r=d1; big: r=d0');
  });

  it('asks selectors of attributes and capacities', () => {
    const devices: Device[] = [
      {
        name: 'd0',
        attributes: { version: { version: '1.2.3' }, 'other.example.com/slots': { int: 4 } },
        capacity: { memory: { value: '8Gi' } },
      },
      { name: 'd1', attributes: { version: { version: '2.0.0' } }, capacity: { memory: { value: '80Gi' } } },
    ];
    const question = (expression: string): string =>
      found({ slices: [slice('s', devices)], claims: [claim('a', { requests: [exactly('r', cel(expression))] })] });
    assert.equal(question('device.capacity["gpu.example.com"].memory.compareTo(quantity("10Gi")) > 0'), 'a: r=d1');
    assert.equal(question('device.attributes["gpu.example.com"].version.isGreaterThan(semver("1.9.0"))'), 'a: r=d1');
    assert.equal(question('"slots" in device.attributes["other.example.com"]'), 'a: r=d0');
    assert.equal(question('"x" in device.attributes["none.example.com"]'), 'nothing');
    assert.equal(
      question('device.attributes["gpu.example.com"].model == "big"'),
      `claim default/a: selector #0 on device ${DRIVER}/pool/d0: CEL runtime error: no such key: model. consider using CEL optional chaining ` +
        '(.? followed by orValue()) or guarding the check with has() for optional fields',
    );
  });

  it('prefers the first alternative that can be had', () => {
    const request: DeviceRequest = {
      name: 'r',
      firstAvailable: [
        { name: 'two', deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 2 },
        { name: 'one', deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 1 },
      ],
    };
    const claims = [claim('a', { requests: [request] })];
    assert.equal(found({ slices: [slice('s', named('d0', 'd1'))], claims }), 'a: r/two=d0 r/two=d1');
    assert.equal(found({ slices: [slice('s', named('d0'))], claims }), 'a: r/one=d0');
  });

  it('gives all devices or none', () => {
    const claims = [claim('a', { requests: [exactly('r', { allocationMode: 'All' })] })];
    assert.equal(found({ slices: [slice('s', named('d0', 'd1'))], claims }), 'a: r=d0 r=d1');
    assert.equal(found({ slices: [], claims }), 'nothing');
    const allocated = { exclusive: new Set([`${DRIVER}/pool/d1`]), shares: new Map() };
    assert.equal(found({ slices: [slice('s', named('d0', 'd1'))], claims, allocated }), 'nothing');
    const incomplete = slice('s', named('d0'), { pool: { name: 'pool', generation: 1, resourceSliceCount: 2 } });
    assert.equal(
      found({ slices: [incomplete], claims }),
      `claim default/a, request r: asks for all devices, but resource pool ${DRIVER}/pool is currently being updated`,
    );
  });

  it('keeps constraints', () => {
    const devices: Device[] = ['0', '0', '1', '1'].map((numa, i) => ({ name: `d${i}`, attributes: { numa: { string: numa } } }));
    const slices = [slice('s', devices)];
    const attribute = `${DRIVER}/numa`;
    const same = claim('a', { requests: [exactly('r', { count: 2 })], constraints: [{ matchAttribute: attribute }] });
    const allocated = { exclusive: new Set([`${DRIVER}/pool/d0`]), shares: new Map() };
    assert.equal(found({ slices, claims: [same], allocated }), 'a: r=d2 r=d3');
    const apart = claim('a', { requests: [exactly('r', { count: 2 })], constraints: [{ distinctAttribute: attribute }] });
    assert.equal(found({ slices, claims: [apart] }), 'a: r=d0 r=d2');
    const all = claim('a', { requests: [exactly('r', { allocationMode: 'All' })], constraints: [{ matchAttribute: attribute }] });
    assert.equal(
      found({ slices, claims: [all] }),
      `claim default/a, request r: cannot add device ${DRIVER}/pool/d2 because a claim constraint would not be satisfied`,
    );
  });

  it('lets administrators use what others have', () => {
    const allocated = { exclusive: new Set([`${DRIVER}/pool/d0`]), shares: new Map() };
    const claims = [claim('a', { requests: [exactly('r', { adminAccess: true })] })];
    assert.equal(found({ slices: [slice('s', named('d0'))], claims, allocated }), 'a: r=d0');
  });

  it('leaves tainted devices alone that a request does not tolerate', () => {
    const slices = [slice('s', [{ name: 'd0', taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] }, { name: 'd1' }])];
    const question = (fields: NonNullable<DeviceRequest['exactly']>, release?: Release): string =>
      found({ slices, claims: [claim('a', { requests: [exactly('r', fields)] })], ...(release && { release }) });
    assert.equal(question({}), 'a: r=d1');
    assert.equal(question({ tolerations: [{ key: 'k', operator: 'Equal', value: 'v' }] }), 'a: r=d0');
    assert.equal(question({}, '1.35'), 'a: r=d0');
  });

  it('looks only at what the node can use, of the newest generation', () => {
    const claims = [claim('a', { requests: [exactly('r')] })];
    const inZone = (zone: string) => ({ nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: [zone] }] }] });
    assert.equal(found({ slices: [slice('s', named('d0'), { nodeName: 'n2', allNodes: false })], claims }), 'nothing');
    assert.equal(found({ slices: [slice('s', named('d0'), { allNodes: false, nodeSelector: inZone('a') })], claims }), 'a: r=d0');
    assert.equal(found({ slices: [slice('s', named('d0'), { allNodes: false, nodeSelector: inZone('b') })], claims }), 'nothing');
    const perDevice = { allNodes: false, perDeviceNodeSelection: true };
    const devices: Device[] = [
      { name: 'd0', nodeName: 'n2' },
      { name: 'd1', allNodes: true },
    ];
    assert.equal(found({ slices: [slice('s', devices, perDevice)], claims }), 'a: r=d1');
    const newer = slice('t', named('d9'), { pool: { name: 'pool', generation: 2, resourceSliceCount: 1 } });
    assert.equal(found({ slices: [slice('s', named('d0')), newer], claims }), 'a: r=d9');
    assert.equal(found({ slices: [slice('s', named('d0', 'd0'))], claims }), 'invalid resource pools were encountered');
  });

  it('counts what partitions of a device share', () => {
    const pool = { name: 'pool', generation: 1, resourceSliceCount: 2 };
    const shared: Typed<ResourceSlice> = {
      ...slice('counters', []),
      spec: { driver: DRIVER, pool, allNodes: true, sharedCounters: [{ name: 'card', counters: { memory: { value: '40Gi' } } }] },
    };
    const half = (name: string, value: string): Device => ({
      name,
      consumesCounters: [{ counterSet: 'card', counters: { memory: { value } } }],
    });
    const slices = [shared, slice('s', [half('whole', '40Gi'), half('half-0', '20Gi'), half('half-1', '20Gi')], { pool })];
    assert.equal(found({ slices, claims: [claim('a', { requests: [exactly('r', { count: 2 })] })] }), 'a: r=half-0 r=half-1');
    const allocated = { exclusive: new Set([`${DRIVER}/pool/half-0`]), shares: new Map() };
    assert.equal(found({ slices, claims: [claim('a', { requests: [exactly('r')] })], allocated }), 'a: r=half-1');
    assert.equal(found({ slices, claims: [claim('a', { requests: [exactly('r', { count: 3 })] })] }), 'nothing');
  });

  it('shares devices by what is left of their capacity', () => {
    const policy = { default: '1Gi', validRange: { min: '1Gi', step: '1Gi' } };
    const devices: Device[] = [
      { name: 'd0', allowMultipleAllocations: true, capacity: { memory: { value: '4Gi', requestPolicy: policy } } },
    ];
    const wants = (name: string, memory: string) => claim(name, { requests: [exactly('r', { capacity: { requests: { memory } } })] });
    const slices = [slice('s', devices)];
    assert.equal(found({ slices, claims: [wants('a', '1500Mi'), wants('b', '2Gi')] }), 'a: r=d0; b: r=d0');
    assert.equal(found({ slices, claims: [wants('a', '1500Mi'), wants('b', '2500Mi')] }), 'nothing');
    assert.equal(
      found({ slices, claims: [claim('a', { requests: [exactly('r', { capacity: { requests: { cores: '1' } } })] })] }),
      'nothing',
    );
  });

  it('has limits', () => {
    const devices = named(...Array.from({ length: 40 }, (_, i) => `d${i}`));
    assert.equal(
      found({ slices: [slice('s', devices)], claims: [claim('a', { requests: [exactly('r', { count: 33 })] })] }),
      'claim default/a, request r: adding 33 devices exceeds the claim limit of 32, with 0 already accounted for',
    );
    const pairs: Device[] = devices.map((device, i) => ({ ...device, attributes: { id: { int: i } } }));
    const impossible = claim('a', {
      requests: [exactly('r', { count: 20 }), exactly('s', { count: 12 })],
      constraints: [{ requests: ['s'], matchAttribute: `${DRIVER}/id` }],
    });
    assert.equal(found({ slices: [slice('s', pairs)], claims: [impossible] }), 'node n1: timed out trying to allocate devices');
  });
});
