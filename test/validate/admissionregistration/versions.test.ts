import assert from 'node:assert/strict';
import { createControlPlane } from '../../../src/apiserver/create-control-plane.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { enableApis } from '../../../src/schema/enable-apis.ts';
import { loadSchemas } from '../../../src/schema/load.ts';

const versions = ['v1', 'v1beta1', 'v1alpha1'].map((version) => `admissionregistration.k8s.io/${version}`);
const api = createControlPlane({ registry: enableApis(loadSchemas('1.37'), versions) });

function answer(apiVersion: string, kind: string, spec: JsonObject): string {
  const given = api.createOrReplace({ apiVersion, kind, metadata: { name: 'a' }, spec }, { dryRun: true });
  return given.verdict === 'rejected'
    ? given.status.message.replace(/^.* is invalid: /, '')
    : JSON.stringify(given.verdict === 'accepted' && given.object.spec);
}

describe('versions of mutating policies', () => {
  it('have the same rules', () => {
    const spec = {
      reinvocationPolicy: 'Never',
      matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
      mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: '1' } }],
    };
    for (const version of versions)
      assert.equal(
        answer(version, 'MutatingAdmissionPolicy', spec),
        'spec.mutations[0].jsonPatch.expression: Invalid value: "1": must evaluate to list(JSONPatch) but got int',
      );
  });
  it('have the same rules for bindings, but that the first needs no word on missing parameters', () => {
    const spec = { policyName: 'a', paramRef: { name: 'b' } };
    assert.deepEqual(
      versions.map((version) => answer(version, 'MutatingAdmissionPolicyBinding', spec)),
      [
        'spec.paramRef.parameterNotFoundAction: Required value',
        'spec.paramRef.parameterNotFoundAction: Required value',
        '{"policyName":"a","paramRef":{"name":"b","parameterNotFoundAction":"Deny"}}',
      ],
    );
  });
});
