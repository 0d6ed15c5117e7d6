import assert from 'node:assert/strict';
import {
  isConfigMapKey,
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isLabelValue,
  isPercent,
  isPortName,
  isQualifiedName,
  type NameFormat,
} from '../../../src/validate/shared/names.ts';

const FORMATS: readonly (readonly [format: NameFormat, good: readonly string[], bad: readonly string[]])[] = [
  [isDns1123Label, ['a', '1-a', 'a'.repeat(63)], ['', 'A', 'a.b', '-a', 'a'.repeat(64)]],
  [isDns1123Subdomain, ['a', 'a.b-c.1'], ['', 'a..b', 'a_b', `${'a'.repeat(250)}.b.c`]],
  [isDns1035Label, ['a', 'a-1'], ['1a', 'a.b', 'a-']],
  [isQualifiedName, ['A_b', 'example.com/a.b'], ['', '/a', 'a/b/c', 'A.com/', 'a b']],
  [isLabelValue, ['', 'A.b_c'], ['-a', 'ä', 'a'.repeat(64)]],
  [isConfigMapKey, ['.a', '_A-b'], ['', '.', '..', '../a', 'a/b']],
  [isPercent, ['0%', '150%'], ['%', '1', '-1%']],
  [isPortName, ['http', '8080-a'], ['', '8080', 'a--b', '-a', 'a-very-long-name', 'A']],
];

describe('names', () => {
  for (const [format, good, bad] of FORMATS) {
    it(`${format.name} accepts and refuses`, () => {
      for (const name of good) assert.deepEqual(format(name), [], name);
      for (const name of bad) assert.notDeepEqual(format(name), [], name);
    });
  }

  it('says all that is wrong', () => {
    assert.deepEqual(isPortName('A--'), [
      'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
      'must contain at least one letter (a-z)',
      'must not contain consecutive hyphens',
      'must not begin or end with a hyphen',
    ]);
  });
});
