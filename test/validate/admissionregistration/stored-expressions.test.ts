import assert from 'node:assert/strict';
import { fieldErrorText } from '../../../src/model/field-error.ts';
import type {
  MutatingAdmissionPolicySpec,
  ValidatingAdmissionPolicySpec,
  ValidatingWebhook,
} from '../../../src/model/kinds/admissionregistration-v1.ts';
import { validateMutatingAdmissionPolicy } from '../../../src/validate/admissionregistration/mutating-admission-policy/validate.ts';
import { validateValidatingAdmissionPolicy } from '../../../src/validate/admissionregistration/validating-admission-policy/validate.ts';
import { validateWebhooksUpdate } from '../../../src/validate/admissionregistration/webhook-configuration/validate.ts';
import type { RuleContext } from '../../../src/validate/strategy.ts';

/** What only this release knows: it cannot be written newly, but may have been stored by a server that knew it. */
const RECENT = '[1].includes(1)';
const RECENT_TEXT = `string(${RECENT})`;
const context: RuleContext = { release: '1.37', gate: () => false };
const matchConstraints = {
  ...{ matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} },
  resourceRules: [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] }],
};
const metadata = { name: 'a' };

/** Fields that a policy has errors at. */
function refusedOf(spec: ValidatingAdmissionPolicySpec, old?: ValidatingAdmissionPolicySpec): string[] {
  const policy = (rest: ValidatingAdmissionPolicySpec) => ({ metadata, spec: { failurePolicy: 'Fail', matchConstraints, ...rest } });
  return fields(validateValidatingAdmissionPolicy(policy(spec), old && policy(old), context));
}
const fields = (errors: Parameters<typeof fieldErrorText>[0][]): string[] =>
  errors.map((error) => fieldErrorText(error).replace(/: .*/s, ''));

describe('expressions that are stored', () => {
  it('may stay in validating policies, each at its kind of place', () => {
    const spec: ValidatingAdmissionPolicySpec = {
      validations: [{ expression: RECENT, messageExpression: RECENT_TEXT }],
      auditAnnotations: [{ key: 'a', valueExpression: ` ${RECENT_TEXT}` }],
    };
    assert.deepEqual(refusedOf(spec), [
      'spec.validations[0].expression',
      'spec.validations[0].messageExpression',
      'spec.auditAnnotations[0].valueExpression',
    ]);
    assert.deepEqual(refusedOf(spec, spec), []);
    assert.deepEqual(refusedOf(spec, { ...spec, validations: [] }), [
      'spec.validations[0].expression',
      'spec.validations[0].messageExpression',
    ]);
    assert.deepEqual(refusedOf({ auditAnnotations: [{ key: 'a', valueExpression: RECENT_TEXT }] }, spec), [
      'spec.auditAnnotations[0].valueExpression',
    ]);
  });

  it('are looked for among validations when they are those of variables', () => {
    const variables = [{ name: 'a', expression: RECENT }];
    const validations = [{ expression: 'true' }];
    assert.deepEqual(refusedOf({ variables, validations }, { variables, validations }), ['spec.variables[0].expression']);
    assert.deepEqual(refusedOf({ variables, validations }, { variables, validations: [{ expression: RECENT }] }), []);
  });

  it('may stay in match conditions, which are not looked at while nothing changes', () => {
    const validations = [{ expression: 'true' }];
    const condition = (name: string, expression = RECENT) => ({ name, expression });
    const old = { validations, matchConditions: [condition('a'), condition('broken', '(')] };
    assert.deepEqual(refusedOf(old, old), []);
    assert.deepEqual(refusedOf({ ...old, matchConditions: [...old.matchConditions, condition('b')] }, old), [
      'spec.matchConditions[1].expression',
    ]);
    assert.deepEqual(refusedOf({ ...old, paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } }, old), [
      'spec.matchConditions[1].expression',
    ]);
  });

  it('may stay in mutating policies, where patches of both types are known by those that apply configurations', () => {
    const recent = `${RECENT} ? [JSONPatch{}] : [JSONPatch{}]`;
    const refused = (spec: MutatingAdmissionPolicySpec, old: MutatingAdmissionPolicySpec): string[] => {
      const policy = (rest: MutatingAdmissionPolicySpec) => ({
        metadata,
        spec: { failurePolicy: 'Fail', reinvocationPolicy: 'Never', matchConstraints, ...rest },
      });
      return fields(validateMutatingAdmissionPolicy(policy(spec), policy(old), context));
    };
    const jsonPatch = { mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: recent } }] };
    const apply = (expression: string) => ({ mutations: [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression } }] });
    assert.deepEqual(refused(jsonPatch, jsonPatch), ['spec.mutations[0].jsonPatch.expression']);
    assert.deepEqual(refused(jsonPatch, apply(recent)), []);
    const object = apply(`${RECENT} ? Object{} : Object{}`);
    assert.deepEqual(refused(object, object), []);
  });

  it('may stay in conditions of any webhook of a configuration', () => {
    const webhook = (name: string, ...expressions: string[]): ValidatingWebhook => ({
      ...{ name, sideEffects: 'None', admissionReviewVersions: ['v1'], clientConfig: { url: 'https://example.com' } },
      matchConditions: expressions.map((expression, i) => ({ name: `c${i}`, expression })),
    });
    const refused = (now: ValidatingWebhook[], before: ValidatingWebhook[]): string[] =>
      fields(validateWebhooksUpdate({ metadata, webhooks: now }, { metadata, webhooks: before }, context));
    const before = [webhook('a.b.c', RECENT), webhook('d.e.f', '(')];
    assert.deepEqual(refused(before, before), []);
    assert.deepEqual(refused([webhook('a.b.c'), webhook('d.e.f', '(', RECENT)], before), ['webhooks[1].matchConditions[0].expression']);
  });
});
