import assert from 'node:assert/strict';
import type { Container, Pod, PodSpec } from '../../src/model/kinds/core-v1.ts';
import { podLimits, podRequests, resourceListOf } from '../../src/model/pod-resources.ts';
import { fromMilli } from '../../src/model/quantity.ts';

const asking = (requests: Record<string, string>, more: Container = {}): Container => ({ resources: { requests }, ...more });
const requestsOf = (spec: PodSpec): unknown => resourceListOf(podRequests({ spec }));

describe('the requests of a pod', () => {
  it('are the sum over its containers, in canonical form', () => {
    assert.deepEqual(
      requestsOf({
        containers: [asking({ cpu: '500m', memory: '512Mi' }), asking({ cpu: '500m', memory: '512Mi', 'example.com/gpu': '1' }), {}],
      }),
      {
        cpu: '1',
        memory: '1Gi',
        'example.com/gpu': '1',
      },
    );
    assert.equal(requestsOf({ containers: [{}] }), undefined);
  });

  it('are what the hungriest init container needs, if that is more', () =>
    assert.deepEqual(
      requestsOf({ initContainers: [asking({ cpu: '3' }), asking({ memory: '1Mi' })], containers: [asking({ cpu: '2', memory: '2Mi' })] }),
      {
        cpu: '3',
        memory: '2Mi',
      },
    ));

  // s + i = 4 while i runs, s + c = 3 afterwards; i2 runs before s starts
  it('count sidecars from their turn on', () => {
    const sidecar = asking({ cpu: '1' }, { restartPolicy: 'Always' });
    assert.deepEqual(requestsOf({ initContainers: [sidecar, asking({ cpu: '3' })], containers: [asking({ cpu: '2' })] }), { cpu: '4' });
    assert.deepEqual(requestsOf({ initContainers: [asking({ cpu: '3' }), sidecar], containers: [asking({ cpu: '1' })] }), { cpu: '3' });
  });

  it('are those of the pod as a whole where it states some, with overhead on top', () =>
    assert.deepEqual(
      requestsOf({
        resources: { requests: { cpu: '2', 'example.com/gpu': '7' } },
        overhead: { cpu: '250m', memory: '1Mi' },
        containers: [asking({ cpu: '500m', memory: '1Gi' })],
      }),
      { cpu: '2250m', memory: '1025Mi' },
    ));

  it('can count what status reports, as far as that is more', () => {
    const pod: Pod = {
      spec: { containers: [asking({ cpu: '1' }, { name: 'a' })] },
      status: { containerStatuses: [{ name: 'a', allocatedResources: { cpu: '2' }, resources: { requests: { cpu: '3' } } }] },
    };
    assert.deepEqual(resourceListOf(podRequests(pod)), { cpu: '1' });
    assert.deepEqual(resourceListOf(podRequests(pod, { useStatus: true })), { cpu: '3' });
    const infeasible: Pod = {
      spec: { containers: [asking({ cpu: '9' }, { name: 'a' })] },
      status: { ...pod.status, conditions: [{ type: 'PodResizePending', reason: 'Infeasible' }] },
    };
    assert.deepEqual(resourceListOf(podRequests(infeasible, { useStatus: true })), { cpu: '3' });
    assert.deepEqual(
      resourceListOf(
        podRequests(
          { ...pod, status: { resources: { requests: { cpu: '5' } }, allocatedResources: { cpu: '4' } } },
          { useStatus: true, usePodLevelStatus: true },
        ),
      ),
      {
        cpu: '5',
      },
    );
  });

  it('can be filled up per container', () => {
    const missing = new Map([['cpu', fromMilli(100)]]);
    assert.deepEqual(
      resourceListOf(
        podRequests({ spec: { containers: [{}, asking({ cpu: '0' }), asking({ cpu: '1' })] } }, { nonMissingContainerRequests: missing }),
      ),
      {
        cpu: '1100m',
      },
    );
  });
});

describe('the limits of a pod', () => {
  it('get overhead only where there is a limit', () =>
    assert.deepEqual(
      resourceListOf(podLimits({ spec: { overhead: { cpu: '1', memory: '1Mi' }, containers: [{ resources: { limits: { cpu: '1' } } }] } })),
      { cpu: '2' },
    ));

  it('are those of the pod as a whole where it states some', () =>
    assert.deepEqual(
      resourceListOf(
        podLimits({
          spec: { resources: { limits: { memory: '1Gi' } }, containers: [{ resources: { limits: { cpu: '1', memory: '1Mi' } } }] },
        }),
      ),
      {
        cpu: '1',
        memory: '1Gi',
      },
    ));
});
