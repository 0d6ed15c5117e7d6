import assert from 'node:assert/strict';
import type { ValidatingAdmissionPolicySpec } from '../../../src/model/kinds/admissionregistration-v1.ts';
import { invariant } from '../../../src/model/invariant.ts';
import { publishedSchema, structSchema } from '../../../src/schema/cel/kind-schema.ts';
import { policyWarnings, type CheckedKind, type PolicyTypes } from '../../../src/schema/cel/policy-warnings.ts';
import { loadSchemas } from '../../../src/schema/load.ts';

const registry = loadSchemas('1.37');
function builtIn(group: string, version: string, kind: string): CheckedKind {
  const resource = registry.resource({ group, version, kind });
  invariant(resource, 'the kind is built in');
  return { gvk: resource.gvk, schema: structSchema(registry, resource.type) };
}
const deployment = builtIn('apps', 'v1', 'Deployment');
const configMap = builtIn('', 'v1', 'ConfigMap');

/** The first line of each problem of one expression. */
function problems(
  expression: string,
  { variables, paramKind, ...types }: Partial<PolicyTypes> & ValidatingAdmissionPolicySpec = {},
): string[] {
  const spec = { validations: [{ expression }], ...(variables && { variables }), ...(paramKind && { paramKind }) };
  const warnings = policyWarnings(spec, { release: '1.37', kinds: [deployment], ...types });
  return warnings.flatMap(({ warning = '' }) => warning.split('\n').filter((line) => line.includes('ERROR')));
}

describe('warnings of type checking', () => {
  it('are about each kind that an expression does not fit', () => {
    assert.deepEqual(
      policyWarnings(
        { validations: [{ expression: 'true', messageExpression: 'object.datum' }] },
        { release: '1.37', kinds: [configMap, deployment] },
      ),
      [
        {
          fieldRef: 'spec.validations[0].messageExpression',
          warning:
            "/v1, Kind=ConfigMap: ERROR: <input>:1:7: undefined field 'datum'\n | object.datum\n | ......^\n\n" +
            "apps/v1, Kind=Deployment: ERROR: <input>:1:7: undefined field 'datum'\n | object.datum\n | ......^\n",
        },
      ],
    );
    assert.deepEqual(policyWarnings({ validations: [{ expression: 'object.datum' }] }, { release: '1.37', kinds: [] }), []);
  });

  it('number types by what they are of', () => {
    const expression = 'object.spec == 1 && params.metadata == 1';
    const paramKind = { apiVersion: 'apps/v1', kind: 'Deployment' };
    assert.deepEqual(problems(expression, { paramKind, params: deployment }), [
      "apps/v1, Kind=Deployment: ERROR: <input>:1:13: found no matching overload for '_==_' applied to '(Deployment0.spec, int)'",
      "ERROR: <input>:1:37: found no matching overload for '_==_' applied to '(Deployment1.metadata, int)'",
    ]);
  });

  it('know parameters of unknown kinds since 1.36', () => {
    const paramKind = { apiVersion: 'example.com/v1', kind: 'Limit' };
    assert.deepEqual(problems('params.max == 1', { paramKind }), []);
    assert.deepEqual(problems('params.max == 1', { paramKind, release: '1.35' }), [
      "apps/v1, Kind=Deployment: ERROR: <input>:1:1: undeclared reference to 'params' (in container '')",
    ]);
    assert.deepEqual(
      problems('params.max == 1', { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' }, params: configMap, release: '1.35' }),
      ["apps/v1, Kind=Deployment: ERROR: <input>:1:7: undefined field 'max'"],
    );
  });

  it('see variables by their types, and objects in them as anything', () => {
    const variables = [
      { name: 'replicas', expression: 'object.spec.replicas' },
      { name: 'template', expression: 'object.spec.template' },
      { name: 'wrong', expression: 'object.spek' },
    ];
    assert.deepEqual(
      problems("variables.replicas == 'a' && variables.template.nothing == 1 && variables.wrong.nothing == 1", { variables }),
      ["apps/v1, Kind=Deployment: ERROR: <input>:1:20: found no matching overload for '_==_' applied to '(int, string)'"],
    );
    assert.deepEqual(problems('variables.other == 1'), ["apps/v1, Kind=Deployment: ERROR: <input>:1:10: undefined field 'other'"]);
  });

  it('say nothing of custom resources without a schema but that they have names', () => {
    const thing = { gvk: { group: 'example.com', version: 'v1', kind: 'Thing' }, schema: publishedSchema(undefined, registry) };
    assert.deepEqual(problems("object.metadata.name == '' && object.kind == '' && object.metadata.labels.size() > 0", { kinds: [thing] }), [
      "example.com/v1, Kind=Thing: ERROR: <input>:1:67: undefined field 'labels'",
    ]);
  });
});
