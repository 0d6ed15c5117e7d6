import assert from 'node:assert/strict';
import { applyEdits, overlaps } from '../../src/text/text-edit.ts';

describe('applyEdits', () => {
  it('applies edits wherever they stand in the list', () => {
    const edits = [
      { range: { start: 4, end: 7 }, text: 'TWO' },
      { range: { start: 0, end: 0 }, text: '> ' },
      { range: { start: 7, end: 7 }, text: '!' },
    ];
    assert.equal(applyEdits('one two', edits), '> one TWO!');
  });

  it('keeps the order of insertions at one place', () => {
    const at = { start: 1, end: 1 };
    assert.equal(
      applyEdits('ab', [
        { range: at, text: '1' },
        { range: at, text: '2' },
      ]),
      'a12b',
    );
  });

  it('refuses edits that overlap', () => {
    assert.throws(
      () =>
        applyEdits('abc', [
          { range: { start: 0, end: 2 }, text: '' },
          { range: { start: 1, end: 3 }, text: '' },
        ]),
      RangeError,
    );
    assert.equal(overlaps({ start: 0, end: 2 }, { start: 2, end: 3 }), false);
    assert.equal(overlaps({ start: 0, end: 2 }, { start: 1, end: 3 }), true);
  });
});
