import assert from 'node:assert/strict';
import { fixFiles } from '../../src/lint/fix.ts';
import { noDeprecatedServiceAccount } from '../../src/lint/rules/no-deprecated-service-account/rule.ts';
import { createTrees } from '../../src/lint/trees.ts';
import { valueOf } from '../../src/yaml/syntax-node.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { lintText } from './read-files.ts';

const fixed = (text: string): string | undefined =>
  fixFiles([{ source: 'test.yaml', text }], ([file]) => lintText(file?.text ?? '', { rules: [noDeprecatedServiceAccount] })).files[0]?.text;

const list = `apiVersion: v1
kind: List
items: # all
- apiVersion: v1
  kind: Pod
  metadata: {name: a}
  spec:
    serviceAccount: x # one
-   apiVersion: v1
    kind: Pod
    metadata: {name: b}
    spec: {serviceAccount: z}
# end
`;

describe('trees', () => {
  it('read items of a list alone, at their places in the file', () => {
    const trees = createTrees(list);
    for (const document of readDocuments('-', list)) {
      const tree = trees.treeOf(document);
      assert.ok(tree.node && tree.isExact);
      assert.deepEqual(valueOf(tree.node), document.value);
      assert.ok(tree.range.end - tree.range.start < list.length / 2);
      assert.equal(list.slice(tree.node.range.start, tree.node.range.start + 10), 'apiVersion');
    }
  });

  it('mend items of lists in their place', () => {
    assert.equal(fixed(list), list.replaceAll('serviceAccount:', 'serviceAccountName:'));
    const json =
      '{"apiVersion":"v1","kind":"List","items":[\n {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"serviceAccount":"x"}}\n]}\n';
    assert.equal(fixed(json), json.replace('"serviceAccount"', '"serviceAccountName"'));
  });

  it('read the whole list for items that need the rest of it', () => {
    const text = list
      .replace('{name: a}', '&m {name: a}')
      .replace('{name: b}', '*m')
      .replace('serviceAccount: z', 'serviceAccount: z, hostname: b');
    assert.equal(lintText(text, { rules: [noDeprecatedServiceAccount] }).length, 2);
    assert.equal(fixed(text), text.replaceAll('serviceAccount:', 'serviceAccountName:'));
  });

  it('try no more fixes of a document than it has text for', () => {
    const text = `a: ${'x'.repeat(3_000_000)}\n`;
    const [document] = readDocuments('-', text);
    assert.ok(document);
    const trees = createTrees(text);
    assert.deepEqual([trees.mayTryFix(document), trees.mayTryFix(document)], [true, false]);
  });
});
