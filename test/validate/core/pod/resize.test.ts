import assert from 'node:assert/strict';
import { fieldErrorText } from '../../../../src/model/field-error.ts';
import type { Container, Pod, PodSpec } from '../../../../src/model/kinds/core-v1.ts';
import type { Release } from '../../../../src/schema/release.ts';
import { podResize } from '../../../../src/validate/core/pod/resize.ts';
import { ruleContext } from '../../../../src/validate/feature-gates.ts';

const container = (name: string, cpu: string, more: Partial<Container> = {}): Container => ({
  name,
  image: 'i:1',
  imagePullPolicy: 'IfNotPresent',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  resources: { requests: { cpu } },
  ...more,
});

const pod = (spec: Partial<PodSpec>, more: Partial<Pod> = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'x', uid: 'u', resourceVersion: '1', generation: 1 },
  spec: {
    containers: [container('c', '1')],
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    terminationGracePeriodSeconds: 30,
    securityContext: {},
    ...spec,
  },
  ...more,
});

/** What servers of a release object to. */
function objections(release: Release, before: Pod, after: Pod): string[] {
  const context = ruleContext(release);
  podResize.prepareForUpdate(after, before, context);
  return podResize.validateUpdate(after, before, context).map(fieldErrorText);
}

const sidecar = (cpu: string, more: Partial<Container> = {}): Partial<PodSpec> => ({
  initContainers: [container('s', cpu, { restartPolicy: 'Always', ...more })],
});
const init = (cpu: string, more: Partial<Container> = {}): Partial<PodSpec> => ({ initContainers: [container('i', cpu, more)] });
const whole = (cpu: string): Partial<PodSpec> => ({ resources: { requests: { cpu } } });

describe('pods/resize', () => {
  it('lets sidecars be resized, and init containers since 1.36', () => {
    for (const release of ['1.35', '1.36', '1.37'] as const)
      assert.deepEqual(objections(release, pod(sidecar('1')), pod(sidecar('2'))), []);
    assert.deepEqual(objections('1.35', pod(init('1')), pod(init('2'))), [
      'spec: Forbidden: resources for non-sidecar init containers are immutable',
    ]);
    assert.deepEqual(objections('1.36', pod(init('1')), pod(init('2'))), []);
  });

  it('names the sidecar whose other resources change since 1.36', () => {
    const more = { resources: { requests: { cpu: '1', 'ephemeral-storage': '1Gi' } } };
    assert.deepEqual(objections('1.35', pod(sidecar('1')), pod(sidecar('1', more))), [
      'spec: Forbidden: only cpu and memory resources for sidecar containers are mutable',
    ]);
    assert.deepEqual(objections('1.36', pod(sidecar('1')), pod(sidecar('1', more))), [
      'spec.initContainers[0]: Forbidden: only cpu and memory resources for init or sidecar containers are mutable',
    ]);
  });

  it('resizes pods with resources of their own since 1.36, and keeps what is left out since 1.37', () => {
    assert.deepEqual(objections('1.35', pod(whole('2')), pod(whole('3'))), [
      '[]: Forbidden: resize of pods with pod-level resources is forbidden when InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled',
    ]);
    assert.deepEqual(objections('1.36', pod(whole('2')), pod(whole('3'))), []);
    assert.deepEqual(objections('1.36', pod(whole('2')), pod({})), ['spec.resources: Forbidden: pod-level resources cannot be removed']);
    assert.deepEqual(objections('1.37', pod(whole('2')), pod({})), []);
  });

  it('refuses pods of static files, and those whose kubelet cannot resize', () => {
    const mirror = { metadata: { name: 'p', namespace: 'x', annotations: { 'kubernetes.io/config.mirror': 'm' } } };
    assert.deepEqual(objections('1.37', pod({}, mirror), pod({ containers: [container('c', '2')] }, mirror)), [
      '[]: Forbidden: static pods cannot be resized',
    ]);
    const old = { status: { containerStatuses: [{ name: 'c', state: { running: {} } }] } };
    assert.deepEqual(objections('1.37', pod({}, old), pod({ containers: [container('c', '2')] })), [
      'spec: Forbidden: Pod running on node without support for resize',
    ]);
  });

  it('does not resize containers with devices before 1.37', () => {
    const claims = [{ name: 'dev' }];
    const spec = (cpu: string): Partial<PodSpec> => ({
      resourceClaims: [{ name: 'dev', resourceClaimName: 'd' }],
      containers: [container('c', cpu, { resources: { requests: { cpu }, claims } })],
    });
    assert.deepEqual(objections('1.36', pod(spec('1')), pod(spec('2'))), ['spec: Forbidden: only cpu and memory resources are mutable']);
    assert.deepEqual(objections('1.37', pod(spec('1')), pod(spec('2'))), []);
  });
});
