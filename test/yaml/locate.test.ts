import assert from 'node:assert/strict';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { forbidden, invalid, notSupported, required, tooMany, type FieldError } from '../../src/model/field-error.ts';
import { child, fieldPath, index, key, root } from '../../src/model/field-path.ts';
import { locate, locateAt, locateCause, readingDiagnostics } from '../../src/yaml/locate.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { readSyntaxTree, type SyntaxTree } from '../../src/yaml/syntax-tree.ts';

const TEXT = `# web
kind: Deployment
metadata:
  labels:
    app: "a b"
    b@d: x
spec:
  replicas: -1
  containers:
  - name: web   # first
    ports:
    - containerPort: 80
    - {}
  - image: a
  empty:
`;
const OPTIONS = { code: 'api/invalid', severity: 'error' } as const;

function treeOf(text: string): SyntaxTree {
  const [document] = readDocuments('a.yaml', text);
  return document ? readSyntaxTree(text, document) : assert.fail();
}

const shown = (text: string, { at }: Diagnostic): string => text.slice(at.range.start, at.range.end);
const containers = fieldPath('spec', 'containers');

describe('locate', () => {
  const cases: [string, FieldError, string][] = [
    ['a scalar at its value', invalid(fieldPath('spec', 'replicas'), -1, 'must be positive'), '-1'],
    ['a list at its key', tooMany(containers, 2, 1), 'containers'],
    ['an item by its first line', invalid(index(containers, 0), {}, 'no'), 'name: web   # first'],
    ['a forbidden field at its key', forbidden(fieldPath('spec', 'replicas'), 'no'), 'replicas'],
    ['a missing field at the nearest key above', required(fieldPath('spec', 'selector')), 'spec'],
    ['a field missing in an item by its first line', required(child(index(containers, 1), 'name')), 'image: a'],
    ['a field missing in an empty item', required(child(index(child(index(containers, 0), 'ports'), 1), 'containerPort')), '{}'],
    ['an empty value at its key', notSupported(fieldPath('spec', 'empty'), '', ['a']), 'empty'],
    ['the object by its first line', required(root, 'x'), 'kind: Deployment'],
    ['a missing field of the object by its first line', required(fieldPath('status')), 'kind: Deployment'],
    ['a wrong key of a map at the key', invalid(fieldPath('metadata', 'labels'), 'b@d', 'x'), 'b@d'],
    ['a wrong value of a map at the value', invalid(fieldPath('metadata', 'labels'), 'a b', 'x'), '"a b"'],
    ['an entry of a map', invalid(key(fieldPath('metadata', 'labels'), 'app'), 'a b', 'x'), '"a b"'],
  ];
  const tree = treeOf(TEXT);
  for (const [name, error, expected] of cases) it(`shows ${name}`, () => assert.equal(shown(TEXT, locate(tree, error, OPTIONS)), expected));

  it('says what the API server says', () => {
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    assert.deepEqual(locate(tree, invalid(fieldPath('spec', 'replicas'), -1, 'must be positive'), { ...OPTIONS, object, note: 'n' }), {
      code: 'api/invalid',
      severity: 'error',
      message: 'spec.replicas: Invalid value: -1: must be positive',
      note: 'n',
      at: { source: 'a.yaml', range: { start: TEXT.indexOf('-1'), end: TEXT.indexOf('-1') + 2 }, object, path: 'spec.replicas' },
    });
    assert.equal(locate(tree, required(root, 'x'), OPTIONS).message, 'Required value: x');
  });
  it('finds the field that a cause names', () => {
    const cause = { field: 'spec.containers[0].ports[0].containerPort', message: 'Invalid value: 80: no', reason: 'FieldValueInvalid' };
    const diagnostic = locateCause(tree, cause, readDocuments('a.yaml', TEXT)[0]?.value, OPTIONS);
    assert.equal(shown(TEXT, diagnostic), '80');
    assert.equal(diagnostic.message, 'spec.containers[0].ports[0].containerPort: Invalid value: 80: no');
    assert.equal(shown(TEXT, locateCause(tree, { message: 'x' }, {}, OPTIONS)), 'kind: Deployment');
  });
  it('takes words of others', () => {
    assert.equal(shown(TEXT, locateAt(tree, fieldPath('spec', 'replicas'), 'x', OPTIONS)), '-1');
    assert.equal(shown(TEXT, locateAt(tree, fieldPath('spec', 'replicas'), 'x', OPTIONS, 'key')), 'replicas');
  });
  it('has a place even where nothing is written', () => {
    const { range } = locate({ source: 'a', text: '# x\n', range: { start: 0, end: 4 }, isExact: true }, required(root), OPTIONS).at;
    assert.ok(range.start >= 0 && range.end <= 4);
  });
});

describe('readingDiagnostics', () => {
  const findings = (text: string): Diagnostic[] => readingDiagnostics(text, readDocuments('a.yaml', text));
  const brief = (text: string): [string, string, string, boolean][] =>
    findings(text).map((finding) => [finding.code, finding.message, shown(text, finding), finding.note !== undefined]);

  it('shows what cannot be read', () => {
    assert.deepEqual(brief('a: 1\n---\nb:\n\tc: 1\n'), [
      ['yaml/syntax', 'yaml: line 2: found character that cannot start any token', '\tc: 1', true],
    ]);
    assert.deepEqual(brief('a: b: c # d\n'), [['yaml/syntax', 'yaml: mapping values are not allowed in this context', ': c # d', true]]);
    assert.deepEqual(brief('- a\n'), [
      ['yaml/syntax', 'json: cannot unmarshal array into Go value of type map[string]interface {}', '- a', true],
    ]);
    assert.deepEqual(brief('--- x'), [['yaml/syntax', 'invalid Yaml document separator: x', '--- x', false]]);
    assert.match(findings('a: {{ .x }}')[0]?.note ?? '', /template/);
  });
  it('shows keys that are there twice, with the first', () => {
    const text = 'kind: List\nitems:\n- a: 1\n  a: 2\n- b: 1\n';
    const [finding, ...more] = findings(text);
    assert.deepEqual(more, []);
    assert.equal(finding?.code, 'yaml/duplicate-key');
    assert.equal(finding?.at.range.start, text.lastIndexOf('a: 2'));
    assert.deepEqual(
      finding?.related?.map(({ at, message }) => [at.range.start, message]),
      [[text.indexOf('a: 1'), 'first defined here']],
    );
  });
  it('has nothing to say about good documents', () => assert.deepEqual(findings('a: 1\n---\nb: 1\n'), []));
});
