import assert from 'node:assert/strict';
import type { Service } from '../../../../src/model/kinds/core-v1.ts';
import type { Endpoint, EndpointSlice } from '../../../../src/model/kinds/discovery-v1.ts';
import { portKey, type EndpointGroup } from '../../../../src/reconcile-preview/controllers/endpointslice/desired.ts';
import { planSlices, type SlicePlan } from '../../../../src/reconcile-preview/controllers/endpointslice/plan.ts';
import type { Typed } from '../../../../src/reconcile-preview/kind.ts';

const service: Typed<Service> = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default', uid: 'service-uid', labels: { app: 'web' } },
  spec: { clusterIP: '10.96.0.9' },
};
const PORTS = [{ name: '', port: 80, protocol: 'TCP' }];
const endpoint = (n: number, ready = true): Endpoint => ({
  addresses: [`10.0.0.${n}`],
  conditions: { ready, serving: ready, terminating: false },
  targetRef: { kind: 'Pod', namespace: 'default', name: `web-${n}`, uid: `uid-${n}` },
});
const range = (from: number, to: number): Endpoint[] => Array.from({ length: to - from }, (_, i) => endpoint(from + i));
const groups = (endpoints: readonly Endpoint[]): ReadonlyMap<string, EndpointGroup> =>
  new Map([[portKey(PORTS), { ports: PORTS, endpoints }]]);

/** What a plan makes of existing slices, as the server would store it. */
function carryOut(plan: SlicePlan, existing: readonly Typed<EndpointSlice>[]): Typed<EndpointSlice>[] {
  const gone = new Set([...plan.remove, ...plan.update].map(({ metadata }) => metadata.name));
  const made = plan.create.map((slice, i) => ({ ...slice, metadata: { ...slice.metadata, name: `web-new${existing.length + i}` } }));
  return [...existing.filter(({ metadata }) => !gone.has(metadata.name)), ...plan.update, ...made];
}
const plan = (endpoints: readonly Endpoint[], existing: readonly Typed<EndpointSlice>[] = []): SlicePlan =>
  planSlices(service, 'IPv4', endpoints.length > 0 ? groups(endpoints) : new Map(), existing);
const counts = ({ create, update, remove }: SlicePlan): number[] => [create.length, update.length, remove.length];

describe('planning EndpointSlices', () => {
  it('keeps one empty slice for a Service without endpoints', () => {
    const first = plan([]);
    assert.deepEqual(counts(first), [1, 0, 0]);
    assert.equal(first.create[0]?.ports, undefined);
    assert.deepEqual(counts(plan([], carryOut(first, []))), [0, 0, 0]);
  });

  it('fills the empty slice when endpoints come', () => {
    const placeholder = carryOut(plan([]), []);
    const next = plan(range(0, 2), placeholder);
    assert.deepEqual(counts(next), [0, 1, 0]);
    assert.equal(next.update[0]?.metadata.name, placeholder[0]?.metadata.name);
  });

  it('puts at most a hundred endpoints into a slice', () => {
    assert.deepEqual(
      plan(range(0, 250)).create.map(({ endpoints }) => endpoints?.length),
      [100, 100, 50],
    );
  });

  it('writes only the slice that has room for a new endpoint', () => {
    const existing = carryOut(plan(range(0, 250)), []);
    const next = plan(range(0, 251), existing);
    assert.deepEqual(counts(next), [0, 1, 0]);
    assert.equal(next.update[0]?.endpoints?.length, 51);
  });

  it('writes nothing when nothing changed, and one slice when a condition did', () => {
    const existing = carryOut(plan(range(0, 3)), []);
    assert.deepEqual(counts(plan(range(0, 3), existing)), [0, 0, 0]);
    assert.deepEqual(counts(plan([endpoint(0), endpoint(1, false), endpoint(2)], existing)), [0, 1, 0]);
  });

  it('follows the labels of the Service', () => {
    const existing = carryOut(plan(range(0, 1)), []).map((slice) => ({
      ...slice,
      metadata: { ...slice.metadata, labels: { stale: 'yes' } },
    }));
    const next = plan(range(0, 1), existing);
    assert.deepEqual(next.update[0]?.metadata.labels, {
      app: 'web',
      'kubernetes.io/service-name': 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    });
  });

  it('replaces slices of a former Service of the same name', () => {
    const foreign = carryOut(plan(range(0, 1)), []).map((slice) => ({ ...slice, metadata: { ...slice.metadata, ownerReferences: [] } }));
    assert.deepEqual(counts(plan(range(0, 1), foreign)), [1, 0, 1]);
  });
});
