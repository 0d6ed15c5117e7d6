import assert from 'node:assert/strict';
import { fixFiles } from '../../src/lint/fix.ts';
import { noLatestTag } from '../../src/lint/rules/no-latest-tag/rule.ts';
import { noHostNamespaces } from '../../src/lint/rules/no-host-namespaces/rule.ts';
import { codesAndLines, lintText } from './read-files.ts';

const rules = [noLatestTag, noHostNamespaces];
const found = (text: string): string[] => codesAndLines(text, lintText(text, { rules }));

const pod = (lines: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n${lines}`;

describe('suppression comments', () => {
  it('hold for their own line', () => {
    assert.deepEqual(found(pod('  hostNetwork: true # drydock-ignore lint/no-host-namespaces: a node agent\n  hostPID: true\n')), [
      'lint/no-host-namespaces:7',
    ]);
  });

  it('hold for the next line that says something', () => {
    assert.deepEqual(found(pod('  # drydock-ignore lint/no-host-namespaces\n\n  # because\n  hostNetwork: true\n  hostPID: true\n')), [
      'lint/no-host-namespaces:10',
    ]);
  });

  it('hold for the document when nothing but comments precedes them', () => {
    const body = pod('  hostNetwork: true\n  containers:\n    - image: web\n');
    const text = `# about\n# drydock-ignore lint/no-host-namespaces\n${body}---\n${body}`;
    assert.deepEqual(found(text), ['lint/no-latest-tag:10', 'lint/no-host-namespaces:17', 'lint/no-latest-tag:19']);
    assert.deepEqual(found(`${body}---\n# drydock-ignore lint/no-host-namespaces, lint/no-latest-tag: old\n${body}`), [
      'lint/no-host-namespaces:6',
      'lint/no-latest-tag:8',
    ]);
  });

  it('hold for the file, for some rules or all', () => {
    const body = pod('  hostNetwork: true\n  containers:\n    - image: web\n');
    assert.deepEqual(found(`${body}---\n${body}# drydock-ignore-file\n`), []);
    assert.deepEqual(found(`# drydock-ignore-file lint/no-latest-tag\n${body}---\n${body}`), [
      'lint/no-host-namespaces:7',
      'lint/no-host-namespaces:16',
    ]);
  });

  it('without a rule hold for all', () => {
    assert.deepEqual(found(pod('  hostNetwork: true # drydock-ignore: a node agent\n')), []);
    assert.deepEqual(found(pod('  hostNetwork: true # drydock-ignore\n')), []);
  });

  it('are no comments in a text', () => {
    assert.deepEqual(found(pod('  hostname: "a # drydock-ignore-file"\n  hostNetwork: true\n')), ['lint/no-host-namespaces:7']);
    const script = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: |\n    # drydock-ignore-file\n    y: 1\n---\n';
    assert.deepEqual(found(script + pod('  hostNetwork: true\n')), ['lint/no-host-namespaces:14']);
  });

  it('need a rule that reads like one', () => {
    assert.deepEqual(found(pod('  hostNetwork: true # drydock-ignored\n')), ['lint/no-host-namespaces:6']);
    assert.deepEqual(found(pod('  hostNetwork: true # drydock-ignore Everything!\n')), ['lint/no-host-namespaces:6']);
    assert.deepEqual(found(pod('  hostNetwork: true#drydock-ignore\n')), []);
  });

  it('that suppress nothing are a hint, with a fix', () => {
    const text = pod(
      '  hostNetwork: true # drydock-ignore lint/no-latest-tag, lint/no-host-namespaces\n  # drydock-ignore lint/no-latest-tags\n  hostPID: false # drydock-ignore\n',
    );
    const findings = lintText(text, { rules });
    assert.deepEqual(
      findings.map(({ severity, message, note }) => [severity, message, note]),
      [
        ['hint', 'There is no finding of "lint/no-latest-tag" to ignore here.', undefined],
        ['hint', 'There is no rule "lint/no-latest-tags" to ignore.', 'did you mean "lint/no-latest-tag"?'],
        ['hint', 'There is nothing to ignore here.', undefined],
      ],
    );
    const mended = fixFiles([{ source: 'test.yaml', text }], ([file]) => lintText(file?.text ?? '', { rules }));
    assert.equal(
      mended.files[0]?.text,
      pod('  hostNetwork: true # drydock-ignore lint/no-latest-tag, lint/no-host-namespaces\n  hostPID: false\n'),
    );
  });

  it('of a rule that does not run are not unused', () => {
    const text = pod('  hostNetwork: false # drydock-ignore lint/no-host-namespaces\n');
    assert.deepEqual(lintText(text, { rules, settings: { 'no-host-namespaces': 'off' } }), []);
    assert.equal(lintText(text, { rules }).length, 1);
    assert.deepEqual(lintText(text, { rules, settings: { 'unused-suppression': 'off' } }), []);
  });
});
