import assert from 'node:assert/strict';
import { createControlPlane } from '../../../../src/apiserver/create-control-plane.ts';
import type { JsonObject } from '../../../../src/model/json.ts';
import { controllerComponent } from '../../../../src/reconcile-preview/controller-component.ts';
import { resourcequota } from '../../../../src/reconcile-preview/controllers/resourcequota/controller.ts';
import { createEngine } from '../../../../src/reconcile-preview/engine.ts';
import { loadSchemas } from '../../../../src/schema/load.ts';
import { deleteByKey } from '../../../support/delete-by-key.ts';

const registry = loadSchemas('1.37');
const MINUTE = 60_000;

const configMap = (name: string): JsonObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const quota = (hard: Record<string, string>): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'q' },
  spec: { hard },
});
const WIDGETS: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

/** A control plane with this controller alone, in the namespace `default`. */
function cluster() {
  const server = createControlPlane({ registry });
  const engine = createEngine(server, [controllerComponent(resourcequota)]);
  const key = (kind: string, name: string) => ({ group: '', kind, namespace: 'default', name });
  return {
    server,
    /** Writes, and answers the message of a refusal. */
    write(value: JsonObject): string | undefined {
      const answer = engine.act('user', () => server.createOrReplace(value));
      engine.run({ quietFor: 0 });
      return answer.verdict === 'rejected' ? answer.status.message : undefined;
    },
    remove(kind: string, name: string): void {
      engine.act('user', () => deleteByKey(server, key(kind, name)));
      engine.run({ quietFor: 0 });
    },
    wait: (milliseconds: number) => engine.run({ quietFor: milliseconds }),
    run: () => engine.run(),
    status: () => server.cluster.store.get(key('ResourceQuota', 'q'))?.status,
  };
}

describe('resourcequota controller', () => {
  it('puts limits and usage into the status; names that nobody counts have no usage', () => {
    const { write, status } = cluster();
    write(configMap('a'));
    const hard = { configmaps: '5', 'count/configmaps': '5', 'count/nodes': '1', 'count/events': '1', 'requests.storage': '1Gi' };
    write(quota(hard));
    assert.deepEqual(status(), { hard, used: { configmaps: '1', 'count/configmaps': '1', 'requests.storage': '0' } });
  });

  it('counts anew when objects go, and leaves creations to admission', () => {
    const { write, remove, status } = cluster();
    const hard = { configmaps: '1' };
    write(quota(hard));
    write(configMap('a'));
    assert.deepEqual(status(), { hard, used: { configmaps: '1' } });
    assert.equal(
      write(configMap('b')),
      'configmaps "b" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=1, limited: configmaps=1',
    );
    remove('ConfigMap', 'a');
    assert.deepEqual(status(), { hard, used: { configmaps: '0' } });
    assert.equal(write(configMap('b')), undefined);
  });

  it('follows changed limits', () => {
    const { write, status } = cluster();
    write(quota({ configmaps: '1', secrets: '1' }));
    write(quota({ configmaps: '2', services: '1000m' }));
    assert.deepEqual(status(), { hard: { configmaps: '2', services: '1' }, used: { configmaps: '0', services: '1' } });
  });

  it('notices a Service that gives its node ports back', () => {
    const { write, status } = cluster();
    const service = (type: string): JsonObject => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's' },
      spec: { type, ports: [{ port: 80 }] },
    });
    const hard = { 'services.nodeports': '1' };
    write(quota(hard));
    write(service('NodePort'));
    assert.deepEqual(status(), { hard, used: { 'services.nodeports': '1' } });
    write(service('ClusterIP'));
    assert.deepEqual(status(), { hard, used: { 'services.nodeports': '0' } });
  });

  it('takes its time to notice what a new CRD defines', () => {
    const { write, wait, run, status } = cluster();
    const widget: JsonObject = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'a' } };
    const hard = { 'count/widgets.example.com': '1' };
    write(quota(hard));
    write(WIDGETS);
    assert.deepEqual(status(), { hard });
    assert.equal(write(widget), 'widgets.example.com "a" is forbidden: status unknown for quota: q, resources: count/widgets.example.com');
    wait(MINUTE);
    assert.deepEqual(status(), { hard });
    assert.equal(run().settled, true);
    assert.deepEqual(status(), { hard, used: { 'count/widgets.example.com': '0' } });
    assert.equal(write(widget), undefined);
    assert.deepEqual(status(), { hard, used: { 'count/widgets.example.com': '1' } });
  });

  it('knows at once what an older CRD defines', () => {
    const { write, server, status } = cluster();
    write(WIDGETS);
    server.cluster.clock.advance(MINUTE);
    write(quota({ 'count/widgets.example.com': '1' }));
    assert.deepEqual(status(), { hard: { 'count/widgets.example.com': '1' }, used: { 'count/widgets.example.com': '0' } });
  });
});
