import assert from 'node:assert/strict';
import { FORMATTERS, loadFormatter, type FormatterName } from '../../../src/cli/formatters/index.ts';
import { CLEAN, NO_FINDINGS, OPTIONS, REPORT, TEXT, TOTALS, UNREADABLE } from './samples.ts';

async function formatted(name: FormatterName, reports = [REPORT, CLEAN, UNREADABLE], totals = TOTALS): Promise<string> {
  const formatter = (await loadFormatter(name))(OPTIONS);
  return formatter.start() + reports.map((report) => formatter.report(report)).join('') + formatter.finish(totals);
}

describe('formatters', () => {
  for (const name of FORMATTERS) {
    it(`${name} says the same twice`, async () => assert.equal(await formatted(name), await formatted(name)));
    it(`${name} ends with a line break or is empty`, async () => assert.match(await formatted(name, [CLEAN], NO_FINDINGS), /^$|\n$/));
  }
});

describe('text formatter', () => {
  it('shows place, frame, note, fix and related places', async () =>
    assert.equal(
      await formatted('text', [REPORT]),
      `error[api/field-value-invalid]: Invalid value: "Web": must be lower case
  --> a b/pod.yaml:4:9  Pod default/Web › metadata.name
   |
 3 | metadata:
 4 |   name: Web
   |         ^^^
   = the kind is here: a b/pod.yaml:2:7
   |
 1 | apiVersion: v1
 2 | kind: Pod
   |       ^^^

warning[schema/unknown-field]: unknown field "spec.contaners"
  --> a b/pod.yaml:6:3  Pod default/Web › spec.contaners
   |
 5 | spec:
 6 |   contaners: []
   |   ^^^^^^^^^
   = note: Did you mean "containers"? 100%, <sure>
   = fix: Rename to containers (\`drydock fix --unsafe\` does it)

Found 2 errors, 1 warning in 2 files (3 documents in 3 files looked at). \`drydock fix --unsafe\` mends 1.
`,
    ));
  it('shows a file without text', async () =>
    assert.match(await formatted('text', [UNREADABLE]), /^error\[input\/unreadable\]: cannot read gone.yaml\n {2}--> gone.yaml\n\n/));
  it('says that nothing was found', async () =>
    assert.equal(await formatted('text', [CLEAN], NO_FINDINGS), 'No problems in 2 documents in 1 file.\n'));
});

describe('json formatter', () => {
  it('is one JSON object with positions', async () => {
    const { findings, summary } = JSON.parse(await formatted('json'));
    assert.deepEqual(
      findings.map((finding: { code: string; start?: object }) => [finding.code, finding.start]),
      [
        ['api/field-value-invalid', { line: 4, column: 9, offset: TEXT.indexOf('Web') }],
        ['schema/unknown-field', { line: 6, column: 3, offset: TEXT.indexOf('contaners') }],
        ['input/unreadable', undefined],
      ],
    );
    assert.deepEqual(summary, {
      files: 3,
      filesWithFindings: 2,
      documents: 3,
      errors: 2,
      warnings: 1,
      infos: 0,
      hints: 0,
      fixable: 0,
      fixableUnsafely: 1,
    });
    assert.deepEqual(findings[1].fixes[0].edits[0].text, 'containers');
  });
  it('is JSON without findings', async () => assert.deepEqual(JSON.parse(await formatted('json', [CLEAN], NO_FINDINGS)).findings, []));
});

describe('jsonl formatter', () => {
  it('is a line for each finding', async () => {
    const lines = (await formatted('jsonl')).trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).code),
      ['api/field-value-invalid', 'schema/unknown-field', 'input/unreadable'],
    );
  });
});

describe('github formatter', () => {
  it('writes workflow commands', async () =>
    assert.equal(
      await formatted('github'),
      `::error file=a b/pod.yaml,line=4,endLine=4,col=9,endColumn=12,title=api/field-value-invalid::Invalid value: "Web": must be lower case
::warning file=a b/pod.yaml,line=6,endLine=6,col=3,endColumn=12,title=schema/unknown-field::unknown field "spec.contaners"%0ADid you mean "containers"? 100%25, <sure>
::error file=gone.yaml,title=input/unreadable::cannot read gone.yaml
`,
    ));
});

describe('junit formatter', () => {
  it('counts failures and escapes text', async () => {
    const xml = await formatted('junit');
    assert.match(xml, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="drydock" tests="4" failures="2" errors="0">/);
    assert.match(xml, /<failure type="error" message="Invalid value: &quot;Web&quot;: must be lower case">/);
    assert.match(xml, /<system-out>warning: .*100%, &lt;sure&gt;<\/system-out>/s);
    assert.match(xml, /<testcase name="clean.yaml" classname="clean.yaml"\/>/);
  });
  it('replaces characters that XML cannot hold', async () => {
    const [diagnostic] = REPORT.diagnostics;
    assert.ok(diagnostic);
    const xml = await formatted('junit', [{ ...REPORT, diagnostics: [{ ...diagnostic, message: 'a\u0000b\ud800c' }] }]);
    assert.match(xml, /message="a\ufffdb\ufffdc"/);
  });
});

describe('sarif formatter', () => {
  it('has rules and results that belong together', async () => {
    const { version, runs } = JSON.parse(await formatted('sarif'));
    assert.equal(version, '2.1.0');
    const [{ tool, results }] = runs;
    assert.deepEqual(
      results.map((result: { ruleId: string; ruleIndex: number }) => tool.driver.rules[result.ruleIndex].id === result.ruleId),
      [true, true, true],
    );
    assert.equal(tool.driver.rules[1].shortDescription.text, 'Fields exist in the schema.');
    assert.deepEqual(results[0].locations[0].physicalLocation, {
      artifactLocation: { uri: 'a%20b/pod.yaml' },
      region: {
        startLine: 4,
        startColumn: 9,
        endLine: 4,
        endColumn: 12,
        charOffset: TEXT.indexOf('Web'),
        charLength: 3,
        snippet: { text: 'Web' },
      },
    });
    assert.equal(results[1].fixes[0].artifactChanges[0].replacements[0].insertedContent.text, 'containers');
  });
});
