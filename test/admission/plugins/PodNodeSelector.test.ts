import assert from 'node:assert/strict';
import { podNodeSelector } from '../../../src/admission/plugins/PodNodeSelector/plugin.ts';
import { readSelector } from '../../../src/admission/plugins/PodNodeSelector/read-selector.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { ask, contextWith, type Body } from '../request.ts';

const pod = (spec: object): Body => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec });
const namespace = (annotations: Record<string, string> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'x', annotations },
});

describe('PodNodeSelector', () => {
  const configuration = { podNodeSelector: { clusterDefaultNodeSelector: 'pool=shared', x: 'pool=shared,disk=ssd' } };

  it('gives a pod the selector of its namespace, or else of the cluster', () => {
    const [own, shared] = [pod({ nodeSelector: { disk: 'ssd' } }), pod({})];
    const annotation = { 'scheduler.alpha.kubernetes.io/node-selector': 'pool=own' };
    assert.equal(ask(podNodeSelector, own, contextWith([namespace(annotation)])), undefined);
    assert.deepEqual(own.spec, { nodeSelector: { pool: 'own', disk: 'ssd' } });
    assert.equal(ask(podNodeSelector, shared, { ...contextWith([namespace()]), configuration }), undefined);
    assert.deepEqual(shared.spec, { nodeSelector: { pool: 'shared' } });
  });

  it('refuses a pod that wants other nodes', () => {
    const context = { ...contextWith([namespace()]), configuration };
    assert.deepEqual(ask(podNodeSelector, pod({ nodeSelector: { pool: 'own' } }), context), {
      kind: 'forbidden',
      message: 'pod node label selector conflicts with its namespace node label selector',
    });
    assert.deepEqual(ask(podNodeSelector, pod({ nodeSelector: { zone: 'a' } }), context), {
      kind: 'forbidden',
      message: 'pod node label selector labels conflict with its namespace whitelist',
    });
  });

  it('reads selectors of equality only', () => {
    assert.deepEqual(readSelector(' a = b ,c='), { labels: { a: 'b', c: '' } });
    assert.deepEqual(readSelector('a==b'), { kind: 'unclassified', message: 'invalid selector: [a  b]' });
  });
});
