import assert from 'node:assert/strict';
import { isObject, type JsonObject } from '../../../../src/model/json.ts';
import { clusterOf, pass } from '../simulation.ts';

const range = (name: string, cidr: string): JsonObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: { name },
  spec: { cidrs: [cidr] },
});
const service: JsonObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: { ports: [{ port: 80 }] },
};
const key = (name: string) => ({ group: 'networking.k8s.io', kind: 'ServiceCIDR', namespace: '', name });

/** `Ready=status reason`, and the finalizers; `gone` when there is none. */
function stateOf(engine: ReturnType<typeof clusterOf>, name: string): string {
  const object = engine.server.cluster.store.get(key(name));
  if (!object) return 'gone';
  const { status } = object;
  const conditions: unknown = isObject(status) ? status.conditions : [];
  const [ready]: unknown[] = Array.isArray(conditions) ? conditions : [];
  const finalizers = object.metadata.finalizers?.length ?? 0;
  return `${isObject(ready) ? `${String(ready.status)} ${String(ready.reason ?? '')}` : 'none'} ${finalizers}`;
}

describe('service-cidr-controller', () => {
  it('says that ranges are ready, and holds them', () =>
    assert.equal(stateOf(clusterOf(range('more', '10.200.0.0/24')), 'more'), 'True  1'));

  it('lets an unused range go after ten seconds', () => {
    const engine = clusterOf(range('more', '10.200.0.0/24'));
    engine.act('user', (server) => server.delete(range('more', '10.200.0.0/24')));
    pass(engine, 5_000);
    assert.equal(stateOf(engine, 'more'), 'True  1');
    pass(engine, 6_000);
    assert.equal(stateOf(engine, 'more'), 'gone');
  });

  it('lets a range go whose addresses the first range of the cluster holds too', () => {
    const engine = clusterOf(range('within', '10.96.0.0/20'), service);
    engine.act('user', (server) => server.delete(range('within', '10.96.0.0/20')));
    pass(engine, 11_000);
    assert.equal(stateOf(engine, 'within'), 'gone');
  });
});
