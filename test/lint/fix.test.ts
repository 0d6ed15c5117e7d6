import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Diagnostic, Fix } from '../../src/diagnostic/diagnostic.ts';
import { lint } from '../../src/lint/engine.ts';
import { chooseFixes, fixFiles, type FixedFile } from '../../src/lint/fix.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { fileOf, registry } from './read-files.ts';

const lintAll = (files: readonly FixedFile[]): Diagnostic[] =>
  lint(
    files.map(({ source, text }) => fileOf(source, text)),
    { registry },
  );
const fixText = (text: string, unsafe = false): string => fixFiles([{ source: 'a.yaml', text }], lintAll, { unsafe }).files[0]?.text ?? '';

const finding = (source: string, fixes: readonly Fix[]): Diagnostic => ({
  code: 'lint/x',
  severity: 'hint',
  message: '',
  at: { source, range: { start: 0, end: 0 } },
  fixes,
});
const fix = (start: number, end: number, safety: Fix['safety'] = 'safe'): Fix => ({
  title: '',
  safety,
  edits: [{ range: { start, end }, text: 'x' }],
});

describe('fix', () => {
  it('chooses fixes that leave each other alone', () => {
    const [a, b, c, d] = [fix(0, 3), fix(2, 5), fix(3, 4), fix(0, 1)];
    const chosen = chooseFixes([finding('f', [a]), finding('f', [b]), finding('f', [c]), finding('g', [d])]);
    assert.deepEqual(
      chosen.map((each) => each.fix),
      [a, c, d],
    );
  });

  it('takes unsafe fixes only when asked', () => {
    const findings = [finding('f', [fix(0, 1, 'unsafe'), fix(2, 3)])];
    assert.deepEqual(
      chooseFixes(findings).map((each) => each.fix),
      [fix(2, 3)],
    );
    assert.deepEqual(
      chooseFixes(findings, { unsafe: true }).map((each) => each.fix),
      [fix(0, 1, 'unsafe')],
    );
  });

  it('keeps the environment that a container gets', () => {
    const env = (lines: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: a:1\n      env:\n${lines}`;
    const shadowed = env('        - {name: A, value: "1"}\n        - {name: B, value: x}\n        - {name: A, value: "2"}\n');
    assert.equal(fixText(shadowed), env('        - {name: B, value: x}\n        - {name: A, value: "2"}\n'));
    const read = env('        - {name: A, value: "1"}\n        - {name: B, value: $(A)}\n        - {name: A, value: "2"}\n');
    assert.equal(fixText(read), read);
  });

  it('ends when a fix never does', () => {
    const grow = ([file]: readonly FixedFile[]): Diagnostic[] => [
      finding('f', [
        { title: '', safety: 'safe', edits: [{ range: { start: file?.text.length ?? 0, end: file?.text.length ?? 0 }, text: 'x' }] },
      ]),
    ];
    assert.equal(fixFiles([{ source: 'f', text: '' }], grow).files[0]?.text.length, 20);
  });

  it('twice is once, and leaves readable documents', () => {
    const scalar = fc.constantFrom('x', '"x"', "'y'", '5', 'yes', '1.10', 'true', '""', '100m', '1Gi');
    const env = fc.array(fc.tuple(fc.constantFrom('A', 'B'), fc.oneof(scalar, fc.constant('$(A)'))), { maxLength: 5 });
    const indent = fc.constantFrom('', '  ');
    const security = fc.constantFrom(
      '',
      '      securityContext:\n',
      '      securityContext: {}\n',
      '      securityContext: {runAsUser: 5} # u\n',
      '      securityContext:\n        privileged: false\n',
    );
    const account = fc.constantFrom(
      '',
      '  serviceAccount: a\n',
      '  serviceAccount: a # x\n  serviceAccountName: b\n',
      '  "serviceAccount": a\n',
    );
    const selector = fc.constantFrom(
      '',
      '  nodeSelector: {beta.kubernetes.io/os: linux}\n',
      '  nodeSelector:\n    beta.kubernetes.io/os: linux # os\n    kubernetes.io/os: linux\n',
    );
    const text = fc
      .tuple(env, indent, security, account, selector, scalar, fc.boolean())
      .map(([variables, dash, context, name, labels, memory, crlf]) => {
        const list = variables.map(([key, value]) => `      ${dash}- name: ${key}\n      ${dash}  value: ${value}\n`).join('');
        const body = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n${name}${labels}  containers:\n    - image: a:1\n${context}      resources: {limits: {memory: ${memory}}}\n      env:\n${list}      # end\n`;
        return crlf ? body.replaceAll('\n', '\r\n') : body;
      });
    fc.assert(
      fc.property(text, fc.boolean(), (before, unsafe) => {
        const once = fixText(before, unsafe);
        assert.equal(fixText(once, unsafe), once);
        const [read] = readDocuments('a', once);
        assert.equal(read?.error ?? read?.strictError, undefined, once);
        assert.deepEqual(
          lintAll([{ source: 'a.yaml', text: once }]).filter(
            ({ code, fixes }) => code !== 'lint/no-duplicate-env' && fixes?.some(({ safety }) => safety === 'safe'),
          ),
          [],
        );
        const comments = (of: string): string[] => of.match(/#.*/g) ?? [];
        assert.ok(comments(before).includes('# end') === comments(once).includes('# end'));
      }),
      { seed: 3, numRuns: 400 },
    );
  });
});
