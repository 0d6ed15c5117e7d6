import assert from 'node:assert/strict';
import { Snapshot } from '../../../src/reconcile-preview/scheduler/snapshot.ts';
import { EACH_NODE } from '../../../src/reconcile-preview/scheduler/topology.ts';
import { node } from './fixtures.ts';

const ZONE = 'zone';

function snapshotOf(zones: readonly (string | undefined)[]): Snapshot {
  const snapshot = new Snapshot();
  zones.forEach((zone, i) => snapshot.setNode(node(`n${i}`, { labels: zone === undefined ? {} : { [ZONE]: zone } })));
  return snapshot;
}

describe('a topology', () => {
  it('numbers the values of a label, an empty one among them, and gives none to nodes without', () => {
    const snapshot = snapshotOf(['a', 'b', undefined, 'a', '']);
    const topology = snapshot.topology(ZONE);
    assert.deepEqual(
      snapshot.nodes.map((each) => topology.domainOf(each)),
      [0, 1, -1, 0, 2],
    );
    assert.deepEqual([topology.size, topology.domainWith('b'), topology.domainWith(''), topology.domainWith('c')], [3, 1, 2, -1]);
  });

  it('may be of each node by itself', () => {
    const snapshot = snapshotOf(['a', 'a']);
    assert.deepEqual(
      snapshot.nodes.map((each) => snapshot.topology(EACH_NODE).domainOf(each)),
      [0, 1],
    );
  });

  it('is divided anew when nodes come or have other labels', () => {
    const snapshot = snapshotOf(['a', 'b']);
    const before = snapshot.topology(ZONE);
    snapshot.setNode(node('n1', { labels: { [ZONE]: 'b' } }));
    assert.equal(snapshot.topology(ZONE), before);
    snapshot.setNode(node('n1', { labels: { [ZONE]: 'a' } }));
    assert.equal(snapshot.topology(ZONE).size, 1);
  });
});

describe('counts by domain', () => {
  const countsOf = (snapshot: Snapshot): ReturnType<Snapshot['noCounts']> => {
    const counts = snapshot.noCounts();
    for (const each of snapshot.nodes) counts.add(each, ZONE, 1);
    return counts;
  };

  it('are those of a node in its domains, and empty when all has been taken back', () => {
    const snapshot = snapshotOf(['a', 'a', undefined]);
    const counts = countsOf(snapshot);
    for (const each of snapshot.nodes) counts.add(each, EACH_NODE, 10);
    assert.deepEqual(
      snapshot.nodes.map((each) => counts.sumAt(each)),
      [12, 12, 10],
    );
    for (const each of snapshot.nodes) {
      counts.add(each, ZONE, -1);
      counts.add(each, EACH_NODE, -10);
    }
    assert.deepEqual([counts.isEmpty, ...snapshot.nodes.map((each) => counts.isPositiveAt(each))], [true, false, false, false]);
  });

  it('go on independently in a fork', () => {
    const snapshot = snapshotOf(['a', 'b']);
    const counts = countsOf(snapshot);
    const fork = counts.fork();
    for (const each of snapshot.nodes) fork.add(each, ZONE, -1);
    const again = fork.fork();
    for (const each of snapshot.nodes) again.add(each, ZONE, 3);
    const sums = [counts, fork, again].map((each) => snapshot.nodes.map((at) => each.of(ZONE).at(at)));
    assert.deepEqual(sums, [
      [1, 1],
      [0, 0],
      [3, 3],
    ]);
    assert.deepEqual([counts.isEmpty, fork.isEmpty, again.isEmpty], [false, true, false]);
  });
});
