import assert from 'node:assert/strict';
import fc from 'fast-check';
import { child, fieldPath, index, key, root, type FieldPath } from '../../src/model/field-path.ts';
import type { Json } from '../../src/model/json.ts';
import { applyEdits, type TextEdit } from '../../src/text/text-edit.ts';
import { insertKey, quoteScalar, removeValue, renameKey, setValue } from '../../src/yaml/edit.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { readSyntaxTree, type SyntaxTree } from '../../src/yaml/syntax-tree.ts';

const TEXT = `# web
kind: Pod # of the web
metadata:
    name: "web"
spec:
    # what runs
    containers:
      - name: web # the server
        image: 'nginx'
        args: [a, "b"] # two

      - name: sidecar
    empty:
`;

function edited(text: string, edit: (tree: SyntaxTree) => TextEdit[], which = 0): string {
  const document = readDocuments('a.yaml', text)[which];
  const edits = document ? edit(readSyntaxTree(text, document)) : [];
  return edits.length > 0 ? applyEdits(text, edits) : 'none';
}

/** The lines that an edit takes away (-) and adds (+). */
function changes(edit: (tree: SyntaxTree) => TextEdit[], text = TEXT): string[] {
  const [before, after] = [text.split('\n'), edited(text, edit).split('\n')];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `-${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+${line}`),
  ];
}

const containers = fieldPath('spec', 'containers');
const first = index(containers, 0);

describe('setValue', () => {
  const cases: [string, FieldPath, Json, string[]][] = [
    ['replaces a scalar, comment kept', fieldPath('kind'), 'Job', ['-kind: Pod # of the web', '+kind: Job # of the web']],
    ['keeps double quotes', fieldPath('metadata', 'name'), 'a"b', ['-    name: "web"', '+    name: "a\\"b"']],
    ['keeps single quotes', child(first, 'image'), "it's", ["-        image: 'nginx'", "+        image: 'it''s'"]],
    ['quotes what needs it', fieldPath('kind'), 'yes', ['-kind: Pod # of the web', '+kind: "yes" # of the web']],
    ['fills an empty value', fieldPath('spec', 'empty'), 5, ['-    empty:', '+    empty: 5']],
    ['adds a field after its neighbours', fieldPath('metadata', 'namespace'), 'x', ['+    namespace: x']],
    [
      'adds a field with those that lead to it, indented as the rest',
      child(first, 'resources', 'limits', 'cpu'),
      '1',
      ['+        resources:', '+            limits:', '+                cpu: "1"'],
    ],
    [
      'adds an object with lists',
      child(first, 'x'),
      { w: [1, { z: 2 }] },
      ['+        x:', '+            w:', '+              - 1', '+              - z: 2'],
    ],
    ['adds under an empty value', fieldPath('spec', 'empty', 'a'), [], ['+        a: []']],
    ['adds an item', index(containers, 2), { name: 'c', image: 'd' }, ['+      - name: c', '+        image: d']],
    ['adds to brackets', index(child(first, 'args'), 2), 'c d', ['-        args: [a, "b"] # two', '+        args: [a, "b", "c d"] # two']],
    [
      'replaces in brackets',
      index(child(first, 'args'), 0),
      { a: null },
      ['-        args: [a, "b"] # two', '+        args: [{a: null}, "b"] # two'],
    ],
    ['replaces a collection', child(first, 'args'), 'none', ['-        args: [a, "b"] # two', '+        args: none # two']],
    ['replaces a scalar by lines', fieldPath('metadata', 'name'), 'a\nb\n', ['-    name: "web"', '+    name: |', '+      a', '+      b']],
    ['adds a key that needs quotes', key(fieldPath('metadata', 'labels'), 'on'), 'a', ['+    labels:', '+        "on": a']],
  ];
  for (const [name, path, value, expected] of cases)
    it(name, () =>
      assert.deepEqual(
        changes((tree) => setValue(tree, path, value)),
        expected,
      ),
    );

  it('keeps CR LF', () =>
    assert.equal(
      edited('a:\r\n  b: 1\r\n', (tree) => setValue(tree, fieldPath('a', 'c', 'd'), 2)),
      'a:\r\n  b: 1\r\n  c:\r\n    d: 2\r\n',
    ));
  it('writes JSON in JSON', () => {
    assert.equal(
      edited('{\n  "a": {\n    "b": 1\n  }\n}\n', (tree) => setValue(tree, fieldPath('a', 'c'), 'x')),
      '{\n  "a": {\n    "b": 1,\n    "c": "x"\n  }\n}\n',
    );
    assert.equal(
      edited('{"a":{}}', (tree) => setValue(tree, fieldPath('a', 'c'), ['x'])),
      '{"a":{"c": ["x"]}}',
    );
  });
  it('edits the right document and list item', () => {
    assert.equal(
      edited('a: 1\n---\na: 1\n', (tree) => setValue(tree, fieldPath('a'), 2), 1),
      'a: 1\n---\na: 2\n',
    );
    assert.equal(
      edited('items:\n- a: 1\n- a: 1\n', (tree) => setValue(tree, fieldPath('a'), 2), 1),
      'items:\n- a: 1\n- a: 2\n',
    );
  });
  it('keeps the line breaks of a literal before it', () =>
    assert.equal(
      edited('a: |+\n  x\n\nb: 1\n', (tree) => setValue(tree, fieldPath('c'), 2)),
      'a: |+\n  x\n\nb: 1\nc: 2\n',
    ));
  it('goes after the line breaks of a literal', () =>
    assert.equal(
      edited('m:\n  a: |+\n    x\n\nb: 1\n', (tree) => setValue(tree, fieldPath('m', 'c'), 2)),
      'm:\n  a: |+\n    x\n\n  c: 2\nb: 1\n',
    ));
  it('leaves alone what aliases and merge keys share, scalars and broken text', () => {
    for (const [text, path] of [
      ['a: &a {b: 1}\nc: *a\n', fieldPath('c', 'b')],
      ['a: &a {b: 1}\nc: {<<: *a}\n', fieldPath('c', 'b')],
      ['a: 1\n', fieldPath('a', 'b')],
      ['a: [1]\n', index(fieldPath('a'), 5)],
      ['a: "1\n', fieldPath('a')],
    ] as const)
      assert.equal(
        edited(text, (tree) => setValue(tree, path, 2)),
        'none',
      );
  });
  it('keeps an anchor', () =>
    assert.equal(
      edited('a: &x 1\nb: *x\n', (tree) => setValue(tree, fieldPath('a'), 1)),
      'a: &x 1\nb: *x\n',
    ));
});

describe('removeValue', () => {
  it('takes a field with its comment', () =>
    assert.deepEqual(
      changes((tree) => removeValue(tree, child(first, 'args'))),
      ['-        args: [a, "b"] # two'],
    ));
  it('takes the first field of an item', () =>
    assert.deepEqual(
      changes((tree) => removeValue(tree, child(first, 'name'))),
      ['-      - name: web # the server', "-        image: 'nginx'", "+      - image: 'nginx'"],
    ));
  it('takes an item', () =>
    assert.deepEqual(
      changes((tree) => removeValue(tree, index(containers, 1))),
      ['-      - name: sidecar'],
    ));
  it('takes from brackets', () => {
    assert.equal(
      edited('a: {b: 1, c: 2, d: 3}', (tree) => removeValue(tree, fieldPath('a', 'c'))),
      'a: {b: 1, d: 3}',
    );
    assert.equal(
      edited('a: {b: 1, c: 2}', (tree) => removeValue(tree, fieldPath('a', 'c'))),
      'a: {b: 1}',
    );
    assert.equal(
      edited('a: [b, c]', (tree) => removeValue(tree, index(fieldPath('a'), 0))),
      'a: [c]',
    );
  });
  it('leaves an empty collection', () => {
    assert.equal(
      edited('a:\n  b: 1 # x\nc: 2\n', (tree) => removeValue(tree, fieldPath('a', 'b'))),
      'a: {} # x\nc: 2\n',
    );
    assert.equal(
      edited('a:\n- b: 1\n', (tree) => removeValue(tree, index(fieldPath('a'), 0))),
      'a: []\n',
    );
  });
  it('takes all of equal keys', () =>
    assert.equal(
      edited('a: 1\nb: 2\na: 3\n', (tree) => removeValue(tree, fieldPath('a'))),
      'b: 2\n',
    ));
  it('cannot take what is not there, or all', () => {
    assert.equal(
      edited(TEXT, (tree) => removeValue(tree, fieldPath('nothing'))),
      'none',
    );
    assert.equal(
      edited(TEXT, (tree) => removeValue(tree, root)),
      'none',
    );
  });
});

describe('renameKey', () => {
  it('keeps value and quotes', () => {
    assert.equal(
      edited('a: # x\n  b: 1\n', (tree) => renameKey(tree, fieldPath('a'), 'c')),
      'c: # x\n  b: 1\n',
    );
    assert.equal(
      edited('\'a\': 1\n"b": 2\n', (tree) => renameKey(tree, fieldPath('a'), 'c')),
      '"c": 1\n"b": 2\n',
    );
    assert.equal(
      edited('a: 1\n', (tree) => renameKey(tree, fieldPath('a'), 'no')),
      '"no": 1\n',
    );
  });
  it('does not hide another key', () =>
    assert.equal(
      edited('a: 1\nb: 2\n', (tree) => renameKey(tree, fieldPath('a'), 'b')),
      'none',
    ));
});

describe('insertKey', () => {
  it('adds what is not there', () => {
    assert.equal(
      edited('a: {b: 1}\n', (tree) => insertKey(tree, fieldPath('a'), 'c', 2)),
      'a: {b: 1, c: 2}\n',
    );
    assert.equal(
      edited('a: {b: 1}\n', (tree) => insertKey(tree, fieldPath('a'), 'b', 2)),
      'none',
    );
    assert.equal(
      edited('a: 1 # x', (tree) => insertKey(tree, root, 'b', 2)),
      'a: 1 # x\nb: 2',
    );
  });
});

describe('quoteScalar', () => {
  it('makes a text of it', () =>
    assert.equal(
      edited('a: yes # x\n', (tree) => quoteScalar(tree, fieldPath('a'))),
      'a: "yes" # x\n',
    ));
  it('has nothing to do with other values', () => {
    for (const text of ['a: "b"\n', 'a: {}\n', 'a:\n', 'a: |\n  b\n'])
      assert.equal(
        edited(text, (tree) => quoteScalar(tree, fieldPath('a'))),
        'none',
      );
  });
});

describe('edits', () => {
  it('can be undone by edits, and done twice change nothing more', () => {
    const value = fc.constantFrom<Json>('x', 'yes', 'a: b', 'l1\nl2\n', 5, null, { p: [1, { q: 'r' }] }, ['s'], {}, []);
    const path = fc.constantFrom(
      fieldPath('new'),
      fieldPath('metadata', 'name'),
      fieldPath('metadata', 'x', 'y'),
      child(first, 'image'),
      child(first, 'new'),
      index(containers, 2),
      fieldPath('spec', 'empty'),
    );
    fc.assert(
      fc.property(path, value, (at, to) => {
        const once = edited(TEXT, (tree) => setValue(tree, at, to));
        assert.notEqual(once, 'none');
        const twice = edited(once, (tree) => setValue(tree, at, to));
        assert.deepEqual(readDocuments('-', twice)[0]?.value, readDocuments('-', once)[0]?.value);
        for (const comment of ['# web', '# what runs', '# the server', '# two']) assert.ok(once.includes(comment));
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});
