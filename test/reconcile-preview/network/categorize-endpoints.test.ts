import assert from 'node:assert/strict';
import { categorizeEndpoints } from '../../../src/reconcile-preview/network/categorize-endpoints.ts';
import type { ServiceEndpoint } from '../../../src/reconcile-preview/network/service-endpoints.ts';

const endpoint = (address: string, more: Partial<ServiceEndpoint> = {}): ServiceEndpoint => ({
  address,
  port: 80,
  node: 'a1',
  ready: true,
  serving: true,
  terminating: false,
  ...more,
});
const going = { ready: false, serving: true, terminating: true };
const addresses = (endpoints: readonly ServiceEndpoint[]): string[] => endpoints.map(({ address }) => address);
const at = (name: string, zone: string | undefined, endpoints: ServiceEndpoint[]): [string[], string[], string | undefined] => {
  const { cluster, local, topology } = categorizeEndpoints(endpoints, { name, ...(zone !== undefined && { zone }) });
  return [addresses(cluster), addresses(local), topology];
};

describe('categorizeEndpoints', () => {
  it('takes ready endpoints everywhere, and those of the node for Local', () => {
    const endpoints = [endpoint('1'), endpoint('2', { node: 'b1' }), endpoint('3', { ready: false, serving: false })];
    assert.deepEqual(at('a1', 'a', endpoints), [['1', '2'], ['1'], undefined]);
    assert.deepEqual(at('c1', 'c', endpoints), [['1', '2'], [], undefined]);
  });

  it('falls back to those that go but still serve, for each policy on its own', () => {
    assert.deepEqual(at('a1', 'a', [endpoint('1', going), endpoint('2', { node: 'b1', ...going, serving: false })]), [
      ['1'],
      ['1'],
      undefined,
    ]);
    assert.deepEqual(at('a1', 'a', [endpoint('1', going), endpoint('2', { node: 'b1' })]), [['2'], ['1'], undefined]);
  });

  it('keeps to the zone where every ready endpoint has hints and one is for it', () => {
    const near = endpoint('1', { forZones: ['a'] });
    const far = endpoint('2', { node: 'b1', forZones: ['b'] });
    assert.deepEqual(at('a1', 'a', [near, far]), [['1'], ['1'], 'PreferSameZone']);
    assert.deepEqual(at('c1', 'c', [near, far]), [['1', '2'], [], undefined]);
    assert.deepEqual(at('a1', undefined, [near, far]), [['1', '2'], ['1'], undefined]);
    assert.deepEqual(at('a1', 'a', [near, endpoint('2', { node: 'b1' })]), [['1', '2'], ['1'], undefined]);
    assert.deepEqual(
      at('a1', 'a', [near, far, endpoint('3', { ready: false })]),
      [['1'], ['1'], 'PreferSameZone'],
      'unready ones need no hints',
    );
  });

  it('keeps to the node first, then to the zone', () => {
    const near = endpoint('1', { forZones: ['a'], forNodes: ['a1'] });
    const far = endpoint('2', { node: 'a2', forZones: ['a'], forNodes: ['a2'] });
    const other = endpoint('3', { node: 'b1', forZones: ['b'], forNodes: ['b1'] });
    assert.deepEqual(at('a1', 'a', [near, far, other]), [['1'], ['1'], 'PreferSameNode']);
    assert.deepEqual(at('a3', 'a', [near, far, other]), [['1', '2'], [], 'PreferSameZone']);
    assert.deepEqual(at('c1', 'c', [near, far, other]), [['1', '2', '3'], [], undefined]);
  });
});
