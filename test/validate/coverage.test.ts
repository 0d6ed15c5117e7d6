import assert from 'node:assert/strict';
import { COLUMNS, coverageHoles, coveragePage, coverageRows } from '../../tools/docs/coverage.ts';
import { coverageIsStale } from '../../tools/docs.ts';
import { gvkKey } from '../../src/model/group-version-kind.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { RELEASES } from '../../src/schema/release.ts';
import { strategies } from '../../src/validate/strategies.ts';

describe('coverage', () => {
  it('has no holes', () => assert.deepEqual(coverageHoles(), {}));

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
