import assert from 'node:assert/strict';
import { toCodeAction, toDiagnostic, toOffset } from '../../src/lsp/convert.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { createLineIndex } from '../../src/text/line-index.ts';

const text = 'kind: Pod\nspec: 😀 x\n';
const lines = createLineIndex(text);
const diagnostic: Diagnostic = {
  code: 'lint/example',
  severity: 'warning',
  message: 'What.',
  note: 'Why.',
  at: { source: 'file:///a.yaml', range: { start: 19, end: 20 } },
  related: [
    { at: { source: 'file:///a.yaml', range: { start: 0, end: 4 } }, message: 'here' },
    { at: { source: 'file:///b.yaml', range: { start: 0, end: 4 } }, message: 'elsewhere' },
  ],
};

describe('LSP conversion', () => {
  it('counts lines and UTF-16 characters from 0', () => {
    assert.deepEqual(toDiagnostic(diagnostic, 'file:///a.yaml', lines).range, {
      start: { line: 1, character: 9 },
      end: { line: 1, character: 10 },
    });
    assert.equal(toOffset({ line: 1, character: 9 }, lines), 19);
  });

  it('keeps related places of the same source', () => {
    const related = toDiagnostic(diagnostic, 'file:///a.yaml', lines).relatedInformation;
    assert.deepEqual(
      related?.map(({ message }) => message),
      ['here'],
    );
  });

  it('makes a safe fix the preferred action', () => {
    const edits = [{ range: { start: 6, end: 9 }, text: 'Job' }];
    const action = toCodeAction({ title: 'Mend', safety: 'safe', edits }, diagnostic, 'file:///a.yaml', lines);
    assert.equal(action.isPreferred, true);
    assert.deepEqual(action.edit?.changes, {
      'file:///a.yaml': [{ range: { start: { line: 0, character: 6 }, end: { line: 0, character: 9 } }, newText: 'Job' }],
    });
  });
});
