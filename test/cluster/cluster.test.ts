import assert from 'node:assert/strict';
import { createCluster } from '../../src/cluster/create-cluster.ts';
import { createSource } from '../../src/cluster/source.ts';

describe('cluster', () => {
  it('has a clock that only moves when it is moved', () => {
    const { clock } = createCluster({ start: Date.UTC(2024, 1, 29, 23, 59, 59, 250) });
    assert.equal(clock.timestamp(), '2024-02-29T23:59:59Z');
    assert.equal(clock.microTimestamp(), '2024-02-29T23:59:59.250000Z');
    clock.advance(1000);
    assert.equal(clock.timestamp(), '2024-03-01T00:00:00Z');
    assert.equal(createCluster().clock.timestamp(), '2026-01-01T00:00:00Z');
  });

  it('hands out uids and suffixes of upstream shape, none twice, the same ones each time', () => {
    const [one, two] = [createSource(), createSource()];
    const uids = Array.from({ length: 5000 }, () => one.uid());
    const suffixes = Array.from({ length: 5000 }, () => one.suffix());
    assert.deepEqual(
      uids.filter((uid) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uid)),
      [],
    );
    assert.deepEqual(
      suffixes.filter((suffix) => !/^[bcdfghjklmnpqrstvwxz2456789]{5}$/.test(suffix)),
      [],
    );
    assert.equal(new Set(uids).size, 5000);
    assert.equal(new Set(suffixes).size, 5000);
    assert.deepEqual(
      Array.from({ length: 5000 }, () => two.uid()),
      uids,
    );
  });

  it('forks into clusters that go on alike and apart', () => {
    const cluster = createCluster();
    cluster.source.uid();
    const fork = cluster.fork();
    assert.equal(fork.source.uid(), cluster.source.uid());
    fork.clock.advance(5000);
    fork.store.put({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } });
    assert.notEqual(fork.clock.now, cluster.clock.now);
    assert.deepEqual(cluster.store.all(), []);
  });
});
