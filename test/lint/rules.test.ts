import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { codeOf } from '../../src/lint/engine.ts';
import { fixFiles } from '../../src/lint/fix.ts';
import { RULES } from '../../src/lint/rules/index.ts';
import type { Rule } from '../../src/lint/rule.ts';
import { codesAndLines, lintText } from './read-files.ts';

const directory = new URL('../../src/lint/rules/', import.meta.url);

/** The YAML blocks of each `###` section of a README. */
function examplesOf(id: string): Record<string, string[]> {
  const sections: Record<string, string[]> = {};
  for (const section of readFileSync(new URL(`${id}/README.md`, directory), 'utf8')
    .split(/^### /m)
    .slice(1)) {
    const title = section.slice(0, section.indexOf('\n'));
    sections[title] = [...section.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, yaml = '']) => yaml);
  }
  return sections;
}

const findingsOf = (rule: Rule, text: string): ReturnType<typeof lintText> => lintText(text, { rules: [rule] });
/** Lines that carry the mark `# here`. */
const markedLines = (text: string): number[] => text.split('\n').flatMap((line, i) => (line.includes('# here') ? [i + 1] : []));

describe('lint rules', () => {
  it('are the folders of src/lint/rules, each with a README, under unique ids', () => {
    const folders = readdirSync(directory, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
    assert.deepEqual(RULES.map(({ id }) => id).sort(), folders.sort());
    assert.equal(new Set(RULES.map(({ id }) => id)).size, RULES.length);
    for (const { id } of RULES) assert.ok(existsSync(new URL(`${id}/README.md`, directory)), `${id} has no README`);
  });

  for (const rule of RULES) {
    describe(rule.id, () => {
      const { Invalid: invalid = [], Valid: valid = [], Fixed: fixed = [], ...others } = examplesOf(rule.id);

      it('has a name, a summary and examples', () => {
        assert.match(rule.id, /^(no|require|prefer)-[a-z]+(-[a-z]+)*$/);
        assert.match(rule.docs.summary, /^[A-Z].*\.$/);
        assert.ok(rule.docs.sources.every((source) => /^[a-z-]+\/\S.*$/.test(source)));
        assert.ok(invalid.length > 0 && valid.length > 0, 'needs ### Invalid and ### Valid');
        assert.deepEqual(Object.keys(others), []);
        assert.equal(fixed.length, rule.fix === 'none' ? 0 : invalid.length, 'one ### Fixed for each ### Invalid where there are fixes');
      });

      for (const [i, text] of invalid.entries()) {
        it(`finds the marked lines of invalid example ${i + 1}`, () => {
          const expected = markedLines(text).map((line) => `${codeOf(rule)}:${line}`);
          assert.ok(expected.length > 0, 'mark lines with # here');
          assert.deepEqual(codesAndLines(text, findingsOf(rule, text)), expected);
        });
      }

      for (const [i, text] of valid.entries()) {
        it(`finds nothing in valid example ${i + 1}`, () => assert.deepEqual(findingsOf(rule, text), []));
      }

      for (const [i, text] of fixed.entries()) {
        it(`mends invalid example ${i + 1}`, () => {
          const result = fixFiles([{ source: 'test.yaml', text: invalid[i] ?? '' }], ([file]) => findingsOf(rule, file?.text ?? ''), {
            unsafe: true,
          });
          assert.equal(result.files[0]?.text, text);
          assert.deepEqual(findingsOf(rule, text), []);
        });
      }
    });
  }
});
