import assert from 'node:assert/strict';
import type { Release } from '../../../src/schema/release.ts';
import { internalForm } from '../../../src/validate/shared/internal-form.ts';

const names = (type: string, release: Release): string[] => Object.keys(JSON.parse(internalForm(type, release)({})) as object);

describe('internalForm', () => {
  it('knows which release has which fields', () => {
    assert.equal(names('PodSpec', '1.34').at(-1), 'HostnameOverride');
    assert.equal(names('PodSpec', '1.35').at(-1), 'WorkloadRef');
    assert.equal(names('PodSpec', '1.36').at(-1), 'SchedulingGroup');
    assert.equal(names('PodSpec', '1.37').at(-1), 'EvictionResponders');
  });
  it('has fields in the order of the release', () => {
    assert.deepEqual(names('VolumeSource', '1.36').slice(10, 13), ['RBD', 'Quobyte', 'FlexVolume']);
    assert.deepEqual(names('VolumeSource', '1.37').slice(10, 13), ['RBD', 'FlexVolume', 'Cinder']);
  });
  it('shows what pods share with their host where the release has it', () => {
    const spec = { hostNetwork: true, securityContext: {} };
    assert.match(internalForm('PodSpec', '1.36')(spec), /"SecurityContext":\{"HostNetwork":true,/);
    assert.match(internalForm('PodSpec', '1.37')(spec), /"HostNetwork":true,.*"SecurityContext":\{"SELinuxOptions":null,/);
  });
});
