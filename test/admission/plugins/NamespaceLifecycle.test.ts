import assert from 'node:assert/strict';
import { namespaceLifecycle } from '../../../src/admission/plugins/NamespaceLifecycle/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { ask, askRequest, contextWith, requestFor, type Body } from '../request.ts';

const namespace = (name: string, phase: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
  status: { phase },
});
const configMap = (ns: string): Body => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: ns } });

describe('NamespaceLifecycle', () => {
  const context = contextWith([namespace('here', 'Active'), namespace('going', 'Terminating')]);

  it('lets objects into a namespace that is there', () => {
    assert.equal(ask(namespaceLifecycle, configMap('here'), context), undefined);
  });

  it('does not find a namespace that is not', () => {
    assert.deepEqual(ask(namespaceLifecycle, configMap('gone'), context), {
      kind: 'not-found',
      resource: { group: '', resource: 'namespaces' },
      name: 'gone',
    });
  });

  it('lets nothing new into a terminating namespace, with a cause', () => {
    assert.deepEqual(ask(namespaceLifecycle, configMap('going'), context), {
      kind: 'forbidden',
      message: 'unable to create new content in namespace going because it is being terminated',
      causes: [{ reason: 'NamespaceTerminating', message: 'namespace going is being terminated', field: 'metadata.namespace' }],
    });
  });

  it('leaves updates, cluster-scoped objects and namespaces alone', () => {
    assert.equal(ask(namespaceLifecycle, configMap('going'), context, { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }), undefined);
    assert.equal(ask(namespaceLifecycle, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } }, context), undefined);
    assert.equal(ask(namespaceLifecycle, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'new' } }, context), undefined);
  });

  it('keeps the namespaces of the system', () => {
    const request = requestFor({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } }, context);
    const deletion = { ...request, operation: 'DELETE' as const, object: undefined };
    assert.deepEqual(askRequest(namespaceLifecycle, deletion, context), {
      kind: 'forbidden',
      message: 'this namespace may not be deleted',
    });
    assert.equal(askRequest(namespaceLifecycle, { ...deletion, name: 'here' }, context), undefined);
  });
});
