import assert from 'node:assert/strict';
import { rulePages, stalePages } from '../../tools/docs.ts';
import { RULES } from '../../src/lint/rules/index.ts';

describe('docs/rules', () => {
  it('is what npm run docs writes', () => assert.deepEqual(stalePages(), []));

  it('has a page and a row for every rule', () => {
    const pages = rulePages();
    assert.equal(pages.size, RULES.length + 1);
    for (const { id } of RULES) assert.ok(pages.get('README.md')?.includes(`[${id}](${id}.md)`), id);
  });
});
