import assert from 'node:assert/strict';
import type { Container, Pod } from '../../../src/model/kinds/core-v1.ts';
import { extendedRequests, resourceClasses } from '../../../src/reconcile-preview/devices/extended-resources.ts';
import { DEVICE_CLASS } from '../../../src/reconcile-preview/devices/kinds.ts';
import { clusterOf } from '../controllers/simulation.ts';

const GPU = 'example.com/gpu';
const deviceClass = (name: string, extendedResourceName?: string) => ({
  apiVersion: DEVICE_CLASS.apiVersion,
  kind: DEVICE_CLASS.kind,
  metadata: { name },
  spec: { ...(extendedResourceName !== undefined && { extendedResourceName }) },
});

describe('extended resources of devices', () => {
  const lookup = resourceClasses(clusterOf(deviceClass('old', GPU), deviceClass('gpu', GPU), deviceClass('plain')).server.cluster.store);

  it('are found by the name that a class gives them, or by its own', () => {
    const found = (resource: string) => lookup(resource)?.metadata.name;
    assert.deepEqual(
      [GPU, 'deviceclass.resource.kubernetes.io/plain', 'deviceclass.resource.kubernetes.io/none', 'example.com/none'].map(found),
      ['gpu', 'plain', undefined, undefined],
    );
  });

  const container = (name: string, gpus: number, more: Partial<Container> = {}): Container => ({
    name,
    resources: { requests: { cpu: '1', ...(gpus > 0 && { [GPU]: `${gpus}` }) } },
    ...more,
  });
  /** `request=count` of each request, then `container:request` of each mapping. */
  const asked = (spec: Pod['spec']): string[] => {
    const { requests, mappings } = extendedRequests({ spec }, [GPU], lookup);
    return [
      ...requests.map(({ name = '', exactly }) => `${name}=${exactly?.count ?? 0}`),
      ...mappings.map(({ containerName = '', requestName = '' }) => `${containerName}:${requestName}`),
    ];
  };

  it('are requested for each container by its place and that of the resource', () =>
    assert.deepEqual(asked({ containers: [container('a', 2), container('b', 0), container('c', 1)] }), [
      'container-0-request-1=2',
      'container-2-request-1=1',
      'a:container-0-request-1',
      'c:container-2-request-1',
    ]));

  it('are shared by init containers with each other and with those that come after them', () =>
    assert.deepEqual(
      asked({
        initContainers: [container('i', 3), container('s', 1, { restartPolicy: 'Always' }), container('j', 4)],
        containers: [container('a', 1)],
      }),
      [
        'container-1-request-1=1',
        'container-2-request-1=3',
        'container-3-request-1=1',
        's:container-1-request-1',
        'a:container-3-request-1',
        'i:container-1-request-1',
        'i:container-3-request-1',
        'i:container-2-request-1',
        'j:container-3-request-1',
        'j:container-2-request-1',
      ],
    ));
});
