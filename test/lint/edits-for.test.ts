import assert from 'node:assert/strict';
import { editsFor } from '../../src/lint/edits-for.ts';
import type { PathEdit } from '../../src/lint/path-edit.ts';
import { fieldPath } from '../../src/model/field-path.ts';
import { applyEdits } from '../../src/text/text-edit.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { readSyntaxTree } from '../../src/yaml/syntax-tree.ts';

function edited(text: string, edits: readonly PathEdit[]): string | undefined {
  const [document] = readDocuments('-', text);
  assert.ok(document);
  const made = editsFor(readSyntaxTree(text, document), edits);
  return made && applyEdits(text, made);
}

describe('editsFor', () => {
  it('sets, removes, renames and quotes fields', () => {
    assert.equal(edited('a: 1m # c\nb: 1\n', [{ kind: 'set', path: fieldPath('a'), value: '1Mi' }]), 'a: 1Mi # c\nb: 1\n');
    assert.equal(
      edited('a:\n  b: 1\n', [{ kind: 'set', path: fieldPath('a', 'c', 'd'), value: false }]),
      'a:\n  b: 1\n  c:\n    d: false\n',
    );
    assert.equal(edited('a: 1 # c\nb: 1\n', [{ kind: 'remove', path: fieldPath('a') }]), 'b: 1\n');
    assert.equal(edited('a: 1 # c\n', [{ kind: 'rename', path: fieldPath('a'), name: 'b' }]), 'b: 1 # c\n');
    assert.equal(edited('a: 1.10\n', [{ kind: 'quote', path: fieldPath('a') }]), 'a: "1.10"\n');
  });

  it('makes all edits or none', () => {
    const text = 'a: &x {c: 1}\nb: *x\nd: 2\n';
    assert.equal(edited(text, [{ kind: 'remove', path: fieldPath('d') }]), 'a: &x {c: 1}\nb: *x\n');
    const both: PathEdit[] = [
      { kind: 'remove', path: fieldPath('d') },
      { kind: 'set', path: fieldPath('b', 'c'), value: 2 },
    ];
    assert.equal(edited(text, both), undefined);
  });
});
