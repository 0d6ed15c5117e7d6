import assert from 'node:assert/strict';
import { gvkKey, parseApiVersion, type GroupVersionKind } from '../../src/model/group-version-kind.ts';
import { API_GATES } from '../../src/schema/api-gates.ts';
import { enableApis, hasApi, optionalApis } from '../../src/schema/enable-apis.ts';
import { API_TABLE } from '../../src/schema/lifecycle-table.ts';
import { deprecationText, whyUnserved } from '../../src/schema/lifecycle.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { RELEASES, type Release } from '../../src/schema/release.ts';

function gvk(text: string): GroupVersionKind {
  const [apiVersion = '', kind = ''] = text.split(' ');
  const parsed = parseApiVersion(apiVersion);
  assert.ok(parsed);
  return { ...parsed, kind };
}

const why = (api: string, release: Release = '1.37'): unknown => whyUnserved(gvk(api), loadSchemas(release));

/** `since: replacement` of a removed API. */
function removal(api: string, release: Release = '1.37'): string {
  const found = whyUnserved(gvk(api), loadSchemas(release));
  assert.equal(found?.reason, 'removed', api);
  return `${found.since}: ${found.replacement ? gvkKey(found.replacement.gvk) : 'nothing'}`;
}

describe('whyUnserved', () => {
  it('knows what the deprecation guide lists, and what took its place', () => {
    const expected: Record<string, string> = {
      'extensions/v1beta1 Deployment': '1.16: apps/v1 Deployment',
      'extensions/v1beta1 NetworkPolicy': '1.16: networking.k8s.io/v1 NetworkPolicy',
      'extensions/v1beta1 PodSecurityPolicy': '1.16: nothing',
      'apps/v1beta1 StatefulSet': '1.16: apps/v1 StatefulSet',
      'apps/v1beta2 ReplicaSet': '1.16: apps/v1 ReplicaSet',
      'auditregistration.k8s.io/v1alpha1 AuditSink': '1.19: nothing',
      'settings.k8s.io/v1alpha1 PodPreset': '1.20: nothing',
      'batch/v2alpha1 CronJob': '1.21: batch/v1 CronJob',
      'extensions/v1beta1 Ingress': '1.22: networking.k8s.io/v1 Ingress',
      'networking.k8s.io/v1beta1 IngressClass': '1.22: networking.k8s.io/v1 IngressClass',
      'admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration':
        '1.22: admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration',
      'apiextensions.k8s.io/v1beta1 CustomResourceDefinition': '1.22: apiextensions.k8s.io/v1 CustomResourceDefinition',
      'apiregistration.k8s.io/v1beta1 APIService': '1.22: apiregistration.k8s.io/v1 APIService',
      'rbac.authorization.k8s.io/v1beta1 Role': '1.22: rbac.authorization.k8s.io/v1 Role',
      'rbac.authorization.k8s.io/v1alpha1 Role': '1.23: rbac.authorization.k8s.io/v1 Role',
      'batch/v1beta1 CronJob': '1.25: batch/v1 CronJob',
      'autoscaling/v2beta1 HorizontalPodAutoscaler': '1.25: autoscaling/v2 HorizontalPodAutoscaler',
      'events.k8s.io/v1beta1 Event': '1.25: events.k8s.io/v1 Event',
      'node.k8s.io/v1beta1 RuntimeClass': '1.25: node.k8s.io/v1 RuntimeClass',
      'policy/v1beta1 PodDisruptionBudget': '1.25: policy/v1 PodDisruptionBudget',
      'policy/v1beta1 PodSecurityPolicy': '1.25: nothing',
      'autoscaling/v2beta2 HorizontalPodAutoscaler': '1.26: autoscaling/v2 HorizontalPodAutoscaler',
      'storage.k8s.io/v1beta1 CSIStorageCapacity': '1.27: storage.k8s.io/v1 CSIStorageCapacity',
      'networking.k8s.io/v1alpha1 ClusterCIDR': '1.29: nothing',
      'flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema': '1.29: flowcontrol.apiserver.k8s.io/v1 FlowSchema',
      'resource.k8s.io/v1alpha2 ResourceClaim': '1.31: resource.k8s.io/v1 ResourceClaim',
      'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema': '1.32: flowcontrol.apiserver.k8s.io/v1 FlowSchema',
      'admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicy': '1.34: admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy',
      'storage.k8s.io/v1alpha1 VolumeAttributesClass': '1.35: storage.k8s.io/v1 VolumeAttributesClass',
      'networking.k8s.io/v1beta1 ServiceCIDR': '1.37: networking.k8s.io/v1 ServiceCIDR',
    };
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((api) => [api, removal(api)])), expected);
  });

  it('says since when the replacement is there', () => {
    const found = whyUnserved(gvk('extensions/v1beta1 Ingress'), loadSchemas('1.34'));
    assert.deepEqual(found, {
      reason: 'removed',
      since: '1.22',
      replacement: { gvk: gvk('networking.k8s.io/v1 Ingress'), introduced: '1.19', flags: [] },
    });
  });

  it('names the flags of APIs that are off', () => {
    assert.deepEqual(why('resource.k8s.io/v1beta1 DeviceClass'), {
      reason: 'disabled',
      flags: ['--runtime-config=resource.k8s.io/v1beta1=true'],
      known: true,
      replacement: { gvk: gvk('resource.k8s.io/v1 DeviceClass'), introduced: '1.34', flags: [] },
    });
    assert.deepEqual(why('scheduling.k8s.io/v1beta1 PodGroup'), {
      reason: 'disabled',
      flags: ['--runtime-config=scheduling.k8s.io/v1beta1=true', '--feature-gates=GenericWorkload=true'],
      known: false,
    });
  });

  it('answers by release', () => {
    assert.equal(removal('scheduling.k8s.io/v1alpha1 Workload'), '1.36: scheduling.k8s.io/v1beta1 Workload');
    assert.deepEqual(why('networking.k8s.io/v1beta1 IPAddress', '1.36'), {
      reason: 'disabled',
      flags: ['--runtime-config=networking.k8s.io/v1beta1=true'],
      known: true,
      replacement: { gvk: gvk('networking.k8s.io/v1 IPAddress'), introduced: '1.33', flags: [] },
    });
    assert.deepEqual(why('admissionregistration.k8s.io/v1 MutatingAdmissionPolicy', '1.35'), {
      reason: 'later',
      introduced: '1.36',
      replacement: {
        gvk: gvk('admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicy'),
        introduced: '1.34',
        flags: ['--runtime-config=admissionregistration.k8s.io/v1beta1=true'],
      },
    });
  });

  it('says nothing of what is served, and of what Kubernetes never had', () => {
    for (const api of ['apps/v1 Deployment', 'v1 Pod', 'example.com/v1 Boat', 'apps/v1 Boat', 'v1 constructor'])
      assert.equal(why(api), undefined, api);
  });

  it('knows of all releases: what a release serves is there, what is gone is not', () => {
    for (const release of RELEASES) {
      const registry = loadSchemas(release);
      for (const { gvk: known, servedByDefault } of registry.resources())
        assert.equal(whyUnserved(known, registry)?.reason, servedByDefault ? undefined : 'disabled', `${release} ${gvkKey(known)}`);
      for (const api of Object.keys(API_GATES[release] ?? {})) {
        assert.equal(registry.resource(gvk(api)), undefined, `${release} ${api} needs no gate`);
        assert.ok(api in API_TABLE, `${api} is no API`);
      }
    }
  });

  it('has a reason for each API of the table that a release does not serve', () => {
    for (const release of RELEASES) {
      const registry = loadSchemas(release);
      const unexplained = Object.keys(API_TABLE).filter((api) => !registry.resource(gvk(api)) && !whyUnserved(gvk(api), registry));
      assert.deepEqual(unexplained, [], release);
    }
  });
});

describe('deprecationText', () => {
  it('is what the releases say, before the deprecation too', () => {
    const said: [Release, string, string | undefined][] = [
      [
        '1.34',
        'admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicyBinding',
        'admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicyBinding is deprecated in v1.37+, unavailable in v1.40+',
      ],
      [
        '1.37',
        'admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicyBinding',
        'admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicyBinding is deprecated in v1.37+, unavailable in v1.40+; use admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding',
      ],
      [
        '1.37',
        'resource.k8s.io/v1beta2 DeviceTaintRule',
        'resource.k8s.io/v1beta2 DeviceTaintRule is deprecated in v1.39+, unavailable in v1.42+',
      ],
      ['1.37', 'apps/v1 Deployment', undefined],
      ['1.37', 'internal.apiserver.k8s.io/v1alpha1 StorageVersion', undefined],
    ];
    for (const [release, api, text] of said) assert.equal(deprecationText(gvk(api), release), text);
  });

  it('has nothing to say of APIs that are on by default', () => {
    for (const release of RELEASES) {
      const warned = loadSchemas(release)
        .resources()
        .filter((each) => each.servedByDefault && deprecationText(each.gvk, release) !== undefined);
      assert.deepEqual(warned, [], release);
    }
  });
});

describe('enableApis', () => {
  const registry = loadSchemas('1.37');

  it('serves the resources of a group version, and no others', () => {
    const enabled = enableApis(registry, ['resource.k8s.io/v1beta1']);
    assert.equal(enabled.resource(gvk('resource.k8s.io/v1beta1 DeviceClass'))?.servedByDefault, true);
    assert.equal(enabled.resource(gvk('resource.k8s.io/v1beta2 DeviceClass'))?.servedByDefault, false);
    assert.equal(registry.resource(gvk('resource.k8s.io/v1beta1 DeviceClass'))?.servedByDefault, false);
    assert.deepEqual(
      optionalApis(enabled),
      optionalApis(registry).filter((api) => api !== 'resource.k8s.io/v1beta1'),
    );
  });

  it('is the registry itself where nothing is enabled', () => assert.equal(enableApis(registry, []), registry));

  it('knows which APIs there are', () => {
    assert.deepEqual(
      ['apps/v1', 'v1', 'resource.k8s.io/v1beta1', 'apps', 'apps/v9'].map((api) => hasApi(registry, api)),
      [true, true, true, false, false],
    );
  });
});
