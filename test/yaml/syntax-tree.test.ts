import assert from 'node:assert/strict';
import fc from 'fast-check';
import { child, elementsOf, fieldPath, index, key, pathText, root, type FieldPath } from '../../src/model/field-path.ts';
import { deepEqual, type Json } from '../../src/model/json.ts';
import { pathAt } from '../../src/yaml/path-at.ts';
import { printYaml } from '../../src/yaml/print.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { valueOf } from '../../src/yaml/syntax-node.ts';
import { placeOf, rangeOf, readSyntaxTree, type SyntaxTree } from '../../src/yaml/syntax-tree.ts';

function treeOf(text: string, which = 0): SyntaxTree {
  const document = readDocuments('a.yaml', text)[which];
  return document ? readSyntaxTree(text, document) : assert.fail('no document');
}

function found(text: string, path: FieldPath, which = 0): { key?: string; value: string } {
  const { key: keyRange, value } = rangeOf(treeOf(text, which), path);
  const textOf = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
  return { ...(keyRange && { key: textOf(keyRange) }), value: textOf(value) };
}

const containers = child(fieldPath('spec'), 'containers');

describe('rangeOf', () => {
  const text =
    'spec: # of it\n  containers:\n  - name: "a"\n    ports: [80, {b: c}]\n  -\n    name: b # last\n  labels:\n    x.y/z: \'1\'\nempty:\n';

  it('finds keys and values', () => {
    assert.deepEqual(found(text, fieldPath('spec', 'containers')).key, 'containers');
    assert.deepEqual(found(text, child(index(containers, 0), 'name')), { key: 'name', value: '"a"' });
    assert.deepEqual(found(text, index(child(index(containers, 0), 'ports'), 1)), { value: '{b: c}' });
    assert.deepEqual(found(text, index(containers, 1)), { value: 'name: b' });
    assert.deepEqual(found(text, key(fieldPath('spec', 'labels'), 'x.y/z')), { key: 'x.y/z', value: "'1'" });
    assert.deepEqual(found(text, fieldPath('empty')), { key: 'empty', value: '' });
  });
  it('falls back to the nearest parent', () => {
    assert.deepEqual(found(text, child(index(containers, 1), 'image')), { value: 'name: b' });
    assert.deepEqual(found(text, child(index(containers, 7), 'name')).key, 'containers');
    assert.deepEqual(found(text, fieldPath('spec', 'labels', 'x.y/z', 'deep')).value, "'1'");
    assert.equal(placeOf(treeOf(text), fieldPath('status', 'a'))?.isFound, false);
  });
  it('ends collections with their last part', () => {
    assert.deepEqual(found('a:\n  b: 1\n\n# c\nd: 2\n', fieldPath('a')).value, 'b: 1');
    assert.deepEqual(found('a:\n- b\n- |\n  c\n\nd: 2\n', fieldPath('a')).value, '- b\n- |\n  c');
  });
  it('takes the last of equal keys, and what is merged', () => {
    const merged = 'b: &b {x: 1, w: 2}\no:\n  x: 0\n  <<: *b\n  w: 3\n';
    assert.equal(found('a: 1\na: 2\n', fieldPath('a')).value, '2');
    assert.equal(found(merged, fieldPath('o', 'x')).value, '1');
    assert.equal(found(merged, fieldPath('o', 'w')).value, '3');
    assert.equal(placeOf(treeOf(merged), fieldPath('o', 'x'))?.isShared, true);
    assert.equal(found('a: &a {b: 1}\nc: *a\n', fieldPath('c')).value, '*a');
    assert.equal(found('a: &a {b: 1}\nc: *a\n', fieldPath('c', 'b')).value, '1');
  });
  it('counts in the file, in every document and list item', () => {
    const file = 'a: 1\n---\nkind: List\nitems:\n- a: 2\n- x\n- a: 3\n---\r\na: 4';
    assert.deepEqual(
      [0, 1, 2, 3].map((which) => found(file, fieldPath('a'), which).value),
      ['1', '2', '3', '4'],
    );
  });
});

describe('pathAt', () => {
  /** `|` marks the offset. */
  function at(marked: string): string {
    const offset = marked.indexOf('|');
    const text = marked.slice(0, offset) + marked.slice(offset + 1);
    const documents = readDocuments('a.yaml', text);
    const document = documents.findLast(({ range }) => range.start <= offset) ?? {
      source: 'a.yaml',
      range: { start: 0, end: text.length },
    };
    const { path, on, range } = pathAt(readSyntaxTree(text, document), offset);
    return `${on} ${pathText(path)} "${text.slice(range.start, range.end)}"`;
  }
  const cases: [string, string][] = [
    ['spec:\n  rep|licas: 1\n', 'key spec.replicas "replicas"'],
    ['spec:\n  replicas: 1|\n', 'value spec.replicas "1"'],
    ['spec:\n  replicas: |\n', 'value spec.replicas ""'],
    ['spec:\n  replicas: |\n  paused: true\n', 'value spec.replicas ""'],
    ['spec:\n  a: 1\n  |\n', 'gap spec ""'],
    ['spec:\n  a: 1\n|\n', 'gap <nil> ""'],
    ['spec:\n  |\nstatus: {}\n', 'gap spec ""'],
    ['spec:\n  containers:\n  - name: a\n    |\n', 'gap spec.containers[0] ""'],
    ['spec:\n  containers:\n  - |\n', 'gap spec.containers[0] ""'],
    ['spec:\n  containers:\n  - name: a\n  - |\n', 'gap spec.containers[1] ""'],
    ['spec:\n  containers:\n    - name: a\n      |\n', 'gap spec.containers[0] ""'],
    ['- a: 1\n  b: |\n', 'value [0].b ""'],
    ['- a: 1\n  b: |', 'value [0].b ""'],
    ['a: [b, c|]\n', 'value a[1] "c"'],
    ['a: {b: |}\n', 'value a.b ""'],
    ['---\n# x\na: {"b": "c|"}\n', 'value a.b ""c""'],
    // Text that is being written and is no YAML yet.
    ['spec:\n  replicas: 1\n  pau|\n', 'gap spec "pau"'],
    ['spec:\n  containers:\n  - name: a\n    im|\n    ports: []\n', 'gap spec.containers[0] "im"'],
    ['spec:\n  type: "Clus|\n  ports: []\n', 'value spec.type ""Clus"'],
    ['spec:\n  args: ["a", |\n  ports: []\n', 'value spec.args "["a", "'],
    ['|', 'gap <nil> ""'],
    ['ki|', 'value <nil> "ki"'],
    ['spec:\n  na|\n', 'value spec "na"'],
  ];
  for (const [marked, expected] of cases) it(JSON.stringify(marked), () => assert.equal(at(marked), expected));
});

describe('a syntax tree of broken text', () => {
  const broken: [string, Json][] = [
    ['apiVersion: v1\nkind: Pod\nspec:\n  a: 1\n  na\n', { apiVersion: 'v1', kind: 'Pod', spec: { a: 1 } }],
    ['apiVersion: v1\nspec:\n  a: "b\n  c: d\nkind: Pod\n', { apiVersion: 'v1', spec: { a: null, c: 'd' }, kind: 'Pod' }],
    ['a: b: c\nd: e\n', { a: null, d: 'e' }],
    ['a:\n\tb: 1\nc: 2\n', { a: null, c: 2 }],
    ['a:\n  b: [1, 2\nc: 3\n', { a: { b: null }, c: 3 }],
    ['a: *nowhere\nb: 1\n', { a: null, b: 1 }],
    ['{"a": 1,\n "b": ]\n}\n', null],
  ];
  for (const [text, value] of broken) {
    it(JSON.stringify(text), () => {
      const { node, isExact } = treeOf(text);
      assert.equal(isExact, false);
      if (value !== null) assert.deepEqual(node && valueOf(node), value);
    });
  }
  it('is that of the reader where values, not syntax, are refused', () => {
    const tree = treeOf('metadata:\n  name: {{ .Values.name }}\nkind: Pod\n');
    assert.equal(tree.isExact, true);
    assert.deepEqual(tree.node && valueOf(tree.node), { metadata: { name: {} }, kind: 'Pod' });
  });
});

describe('a syntax tree', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', ':', '-', '#', '"', '{', ']', 'é', '1'), maxLength: 8 });
  const json = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(text, tie('json'), { maxKeys: 4 }),
    ),
  })).json;

  it('has every value of the document, each at its path', () => {
    fc.assert(
      fc.property(fc.dictionary(text, json, { minKeys: 1 }), (value) => {
        const printed = printYaml({ value });
        const tree = treeOf(printed);
        assert.ok(tree.node && deepEqual(valueOf(tree.node), { value }));
        for (const path of pathsOf({ value })) {
          const place = placeOf(tree, path);
          assert.ok(place?.isFound);
          if (path !== root && place.node.range.end > place.node.range.start && place.node.kind === 'scalar')
            assert.equal(pathText(pathAt(tree, place.node.range.start).path), pathText(path));
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

function pathsOf(value: Json, at: FieldPath = root): FieldPath[] {
  assert.ok(elementsOf(at).length < 100);
  if (Array.isArray(value)) return [at, ...value.flatMap((item: Json, i) => pathsOf(item, index(at, i)))];
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, member]) => pathsOf(member ?? null, child(at, name)))];
}
