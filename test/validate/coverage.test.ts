import assert from 'node:assert/strict';
import { COLUMNS, coverageHoles, coveragePage, coverageRows, type Column } from '../../tools/docs/coverage.ts';
import { coverageIsStale } from '../../tools/docs.ts';
import { gvkKey } from '../../src/model/group-version-kind.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { RELEASES } from '../../src/schema/release.ts';
import { strategies } from '../../src/validate/strategies.ts';

/** Kinds that still lack rules, and what they lack. A kind leaves the list when its rules arrive. */
const MISSING: Readonly<Record<string, readonly Column[]>> = {
  // Answered at once, not stored; only their type is looked at.
  'v1 Binding': ['defaults', 'validate'],
  'authentication.k8s.io/v1 SelfSubjectReview': ['defaults', 'validate'],
  'authentication.k8s.io/v1 TokenReview': ['defaults', 'validate'],
  'authorization.k8s.io/v1 LocalSubjectAccessReview': ['defaults', 'validate'],
  'authorization.k8s.io/v1 SelfSubjectAccessReview': ['defaults', 'validate'],
  'authorization.k8s.io/v1 SelfSubjectRulesReview': ['defaults', 'validate'],
  'authorization.k8s.io/v1 SubjectAccessReview': ['defaults', 'validate'],
};

describe('coverage', () => {
  it('has no holes but those that are listed, and no listed one that is closed', () => assert.deepEqual(coverageHoles(), MISSING));

  it('stands in docs/coverage.md as npm run docs writes it', () => assert.equal(coverageIsStale(), false));

  it('has a row for each kind of each release, at the releases that serve it', () => {
    const rows = new Map(coverageRows().map((row) => [row.api, row]));
    for (const release of RELEASES) {
      for (const { gvk, servedByDefault } of loadSchemas(release).resources()) {
        const row = rows.get(gvkKey(gvk));
        assert.ok(row && (servedByDefault ? row.releases : row.optionalIn).includes(release), `${release} ${gvkKey(gvk)}`);
      }
    }
  });

  it('shows each row with all its columns', () => {
    const page = coveragePage();
    assert.match(page, /^\| Deployment \| apps\/v1 \| all \| yes \| yes \| yes \| yes \| yes \|$/m);
    assert.match(page, /^\| ComponentStatus \| v1 \| all \| yes \| – \| – \| – \| – \|$/m);
    assert.match(page, /^\| VolumeAttributesClass \| storage\.k8s\.io\/v1beta1 \| 1\.34–1\.36 \| yes \|/m);
    const tableRows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| kind'));
    assert.equal(tableRows.length, coverageRows().length);
    for (const line of tableRows) assert.equal(line.split('|').length, 3 + COLUMNS.length + 2, line);
  });

  it('has no strategy without a kind, and none twice', () => {
    const apis = strategies.map(({ gvk }) => gvkKey(gvk));
    assert.deepEqual([...new Set(apis)], apis);
    const known = new Set(coverageRows().map(({ api }) => api));
    assert.deepEqual(
      apis.filter((api) => !known.has(api)),
      [],
    );
  });
});
