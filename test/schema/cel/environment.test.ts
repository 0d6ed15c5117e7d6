import assert from 'node:assert/strict';
import { compileExpression, evaluate, isProgram } from '../../../src/schema/cel/compile.ts';
import { baseEnvironment, type ExpressionMode } from '../../../src/schema/cel/environment.ts';
import { authorizerValue, type AuthorizationQuestion } from '../../../src/schema/cel/library/authorizer.ts';
import { policyEnvironment, type PolicyDeclarations } from '../../../src/schema/cel/policy-environment.ts';
import { INT, typeString } from '../../../src/schema/cel/types.ts';
import type { Release } from '../../../src/schema/release.ts';

describe('what expressions may use', () => {
  const compiles = (text: string, release: Release, mode: ExpressionMode): boolean =>
    isProgram(compileExpression(text, baseEnvironment(release, mode)));
  const releases: readonly Release[] = ['1.34', '1.35', '1.36', '1.37'];
  const since = (text: string, mode: ExpressionMode): Release | undefined => releases.find((release) => compiles(text, release, mode));

  it('depends on the release, and new expressions do with the libraries of the release before', () => {
    const rows = ["'a'.trim() == 'a'", '[2, 1].sort() == [1, 2]', '[1].includes(1)', "semver('1.0.0').major() == 1"].map((text) => [
      text,
      since(text, 'stored'),
      since(text, 'new'),
    ]);
    assert.deepEqual(rows, [
      ["'a'.trim() == 'a'", '1.34', '1.34'],
      ['[2, 1].sort() == [1, 2]', '1.34', '1.35'],
      ['[1].includes(1)', '1.37', undefined],
      ["semver('1.0.0').major() == 1", '1.34', '1.34'],
    ]);
  });

  it('has names in backticks since 1.37', () => {
    assert.deepEqual([since("{'a-b': 1}.`a-b` == 1", 'stored'), since("{'a-b': 1}.`a-b` == 1", 'new')], ['1.37', '1.37']);
  });
});

describe('expressions of policies', () => {
  const typeOf = (text: string, declarations: PolicyDeclarations = {}): string => {
    const compiled = compileExpression(text, policyEnvironment('1.37', 'new', declarations));
    return isProgram(compiled) ? typeString(compiled.type) : (/^ERROR: (.*)$/m.exec(compiled.errors)?.[1] ?? '');
  };

  it('see the request, the namespace, and objects of any shape', () => {
    assert.deepEqual(
      ['request.userInfo.groups', 'request.namespace', 'namespaceObject.metadata.labels', 'object.spec.anything', 'request.nothing'].map(
        (text) => typeOf(text),
      ),
      ['list(string)', 'string', 'map(string, string)', 'dyn', "<input>:1:8: undefined field 'nothing'"],
    );
  });

  it('see parameters, authorizer and variables where there are some', () => {
    const declarations = { hasParams: true, hasAuthorizer: true, variables: { count: INT } };
    const texts = [
      'params.max',
      'variables.count',
      "authorizer.group('').resource('pods').check('get').allowed()",
      'authorizer.requestResource.check("get").reason()',
    ];
    assert.deepEqual(texts.map((text) => typeOf(text, declarations)), ['dyn', 'int', 'bool', 'string']); // prettier-ignore
    assert.match(typeOf('params.max'), /undeclared reference to 'params'/);
    assert.match(typeOf('variables.total', declarations), /undefined field 'total'/);
  });

  it('make patches where they may', () => {
    const texts = [
      'Object{spec: Object.spec{replicas: 1}}',
      '[JSONPatch{op: "add", path: "/a/" + jsonpatch.escapeKey("b/c"), value: 1}]',
      'JSONPatch{op: 1}',
    ];
    assert.deepEqual(
      texts.map((text) => typeOf(text, { hasPatchTypes: true })),
      ['Object', 'list(JSONPatch)', "<input>:1:13: expected type of field 'op' is 'string' but provided type is 'int'"],
    );
  });

  it('ask whoever knows who may do what', () => {
    const asked: AuthorizationQuestion[] = [];
    const authorizer = authorizerValue((question) => {
      asked.push(question);
      return { allowed: question.verb === 'get', reason: 'as I say' };
    });
    const ask = (text: string): unknown => {
      const compiled = compileExpression(text, policyEnvironment('1.37', 'new', { hasAuthorizer: true }));
      assert.ok(isProgram(compiled));
      const { value, error } = evaluate(compiled, (name) => (name === 'authorizer' ? authorizer : undefined));
      return error ?? value;
    };
    const pods =
      "authorizer.serviceAccount('kube-system', 'builder').group('apps').resource('deployments').subresource('scale').namespace('a').name('b')";
    assert.deepEqual([ask(`${pods}.check('get').allowed()`), ask("authorizer.path('/healthz').check('put').allowed()")], [true, false]);
    assert.equal(ask("authorizer.path('/healthz').check('put').reason()"), 'as I say');
    assert.equal(ask("authorizer.serviceAccount('a', 'B').path('/').check('get').allowed()"), 'Invalid service account name');
    assert.equal(
      ask("[1, 2, 3].all(i, authorizer.path('/healthz').check('get').allowed())"),
      'operation cancelled: actual cost limit exceeded',
    );
    assert.deepEqual(asked[0], {
      ...{ serviceAccount: { namespace: 'kube-system', name: 'builder' }, group: 'apps', resource: 'deployments', subresource: 'scale' },
      ...{ namespace: 'a', name: 'b', verb: 'get' },
    });
  });
});
