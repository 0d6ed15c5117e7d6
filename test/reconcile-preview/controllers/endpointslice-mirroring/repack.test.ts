import assert from 'node:assert/strict';
import type { EndpointSubset } from '../../../../src/model/kinds/core-v1.ts';
import { repackSubsets } from '../../../../src/reconcile-preview/controllers/endpointslice-mirroring/repack.ts';

const repacked = (...subsets: EndpointSubset[]): unknown =>
  repackSubsets(subsets).map(({ ports, targets }) => [
    ports.map(({ port }) => port),
    targets.map(({ address: { ip }, ready }) => (ready ? ip : `${ip} waits`)),
  ]);
const [a, b] = [{ ip: '192.0.2.1' }, { ip: '192.0.2.2' }];

describe('repacking subsets', () => {
  it('puts ports together that lead to the same addresses', () => {
    assert.deepEqual(repacked({ addresses: [b, a], ports: [{ port: 80 }] }, { addresses: [a, b], ports: [{ port: 81 }] }), [
      [
        [80, 81],
        ['192.0.2.1', '192.0.2.2'],
      ],
    ]);
  });

  it('keeps ports apart that lead elsewhere', () => {
    assert.deepEqual(repacked({ addresses: [a], ports: [{ port: 80 }, { port: 81 }] }, { addresses: [b], ports: [{ port: 81 }] }), [
      [[80], ['192.0.2.1']],
      [[81], ['192.0.2.1', '192.0.2.2']],
    ]);
  });

  it('takes an address that is anywhere not ready as not ready', () => {
    assert.deepEqual(repacked({ addresses: [a], notReadyAddresses: [a, b] }), [[[], ['192.0.2.1 waits', '192.0.2.2 waits']]]);
  });
});
