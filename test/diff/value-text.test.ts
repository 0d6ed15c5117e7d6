import assert from 'node:assert/strict';
import fc from 'fast-check';
import { scalarText, valueLines } from '../../src/diff/value-text.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';

describe('valueLines', () => {
  it('writes block YAML', () => {
    assert.deepEqual(valueLines({ a: [{ b: 1, c: ['x'] }, []], d: {}, e: 'l\nm\n' }), [
      'a:',
      '- b: 1',
      '  c:',
      '  - x',
      '- []',
      'd: {}',
      'e: |',
      '  l',
      '  m',
    ]);
  });

  it('writes scalars that read back as what they are', () => {
    const texts = fc.oneof(
      fc.constantFrom(
        'yes',
        '1',
        '1.5',
        '0x1f',
        '1_000',
        '1e3',
        '',
        ' a',
        'a ',
        'a: b',
        'a #b',
        '- a',
        '~',
        'null',
        '*a',
        '1:30',
        '.inf',
        '-',
        '2024-01-01',
        '=',
        '<<',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const [document] = readDocuments('-', `value: ${scalarText(text)}\n`);
        assert.equal(document?.value?.['value'], text);
      }),
      { seed: 5, numRuns: 1000 },
    );
  });
});
