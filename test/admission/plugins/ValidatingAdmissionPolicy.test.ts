import assert from 'node:assert/strict';
import { validatingAdmissionPolicy } from '../../../src/admission/plugins/ValidatingAdmissionPolicy/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { contextWith, requestFor, type Body } from '../request.ts';

const API = 'admissionregistration.k8s.io/v1';
const MATCH = {
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'], scope: '*' }],
};

const policy = (name: string, spec: object): KubernetesObject => ({
  apiVersion: API,
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name },
  spec: { matchConstraints: MATCH, failurePolicy: 'Fail', ...spec },
});
const binding = (name: string, policyName: string, ...validationActions: string[]): KubernetesObject => ({
  apiVersion: API,
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name },
  spec: { policyName, validationActions },
});
const configMap: Body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } };

function ask(...objects: readonly KubernetesObject[]) {
  const annotations: Record<string, string> = {};
  const warnings: string[] = [];
  const context = {
    ...contextWith(objects),
    annotate: (key: string, value: string) => void (annotations[key] = value),
    warn: (text: string) => void warnings.push(text),
  };
  const denial = validatingAdmissionPolicy.validate?.(requestFor(configMap, context), context);
  return { denial, annotations, warnings };
}

describe('ValidatingAdmissionPolicy', () => {
  const refuses = policy('refuses', { validations: [{ expression: 'false', message: 'no' }] });

  it('names the first of several policies that deny', () => {
    const other = policy('also', { validations: [{ expression: 'false', message: 'nor here' }] });
    const { denial } = ask(refuses, binding('z', 'refuses', 'Deny'), other, binding('a', 'also', 'Deny'));
    assert.deepEqual(denial, {
      kind: 'policy',
      message: "ValidatingAdmissionPolicy 'also' with binding 'a' denied request: nor here",
      isWholeText: false,
      reason: 'Invalid',
      code: 422,
      causes: [{ message: "ValidatingAdmissionPolicy 'also' with binding 'a' denied request: nor here" }],
      by: { kind: 'ValidatingAdmissionPolicy', name: 'also', path: 'spec.validations[0].expression' },
    });
  });

  it('writes refusals into the audit log', () => {
    const { denial, annotations, warnings } = ask(refuses, binding('audits', 'refuses', 'Audit'));
    assert.equal(denial, undefined);
    assert.deepEqual(warnings, []);
    assert.deepEqual(annotations, {
      'validation.policy.admission.k8s.io/validation_failure':
        '[{"message":"no","policy":"refuses","binding":"audits","expressionIndex":0,"validationActions":["Audit"]}]',
    });
  });

  it('annotates once for bindings that agree', () => {
    const annotates = policy('annotates', { auditAnnotations: [{ key: 'name', valueExpression: "'is ' + request.name" }] });
    const { annotations } = ask(annotates, binding('a', 'annotates', 'Deny'), binding('b', 'annotates', 'Deny'));
    assert.deepEqual(annotations, { 'annotates/name': 'is a' });
  });

  it('takes custom resources as parameters', () => {
    const definition: KubernetesObject = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'rules.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Cluster',
        names: { kind: 'Rule', plural: 'rules' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    };
    const rule: KubernetesObject = { apiVersion: 'example.com/v1', kind: 'Rule', metadata: { name: 'names' }, allowed: ['b', 'c'] };
    const checks = policy('checks', {
      paramKind: { apiVersion: 'example.com/v1', kind: 'Rule' },
      validations: [{ expression: 'object.metadata.name in params.allowed', messageExpression: "'only ' + params.allowed.join(', ')" }],
    });
    const bound: KubernetesObject = {
      ...binding('b', 'checks', 'Deny'),
      spec: { policyName: 'checks', validationActions: ['Deny'], paramRef: { name: 'names', parameterNotFoundAction: 'Deny' } },
    };
    const { denial } = ask(definition, rule, checks, bound);
    assert.equal(
      denial?.kind === 'policy' && denial.message,
      "ValidatingAdmissionPolicy 'checks' with binding 'b' denied request: only b, c",
    );
  });
});
