import assert from 'node:assert/strict';
import { optionsHelp, parseOptions } from '../../src/cli/options.ts';

const TABLE = [
  { name: 'output', short: 'o', type: 'value', choices: ['text', 'json'], help: 'Format.' },
  { name: 'setup', type: 'list', placeholder: 'FILE', help: 'Files.' },
  { name: 'object', type: 'flag', help: 'Objects.' },
] as const;

describe('parseOptions', () => {
  it('reads options and operands in any order', () => {
    const { values, operands, errors } = parseOptions(TABLE, [
      'a.yaml',
      '-o',
      'json',
      '--setup=x',
      'b.yaml',
      '--setup',
      'y',
      '--object',
      '-',
    ]);
    assert.deepEqual(values, { output: 'json', setup: ['x', 'y'], object: true });
    assert.deepEqual(operands, ['a.yaml', 'b.yaml', '-']);
    assert.deepEqual(errors, []);
  });

  it('leaves values undefined, lists empty and flags false', () => {
    const { values } = parseOptions(TABLE, []);
    assert.deepEqual([values.output, values.setup, values.object], [undefined, [], false]);
  });

  it('takes a value glued to a short option', () => assert.equal(parseOptions(TABLE, ['-ojson']).values.output, 'json'));

  it('takes all after -- as operands', () => assert.deepEqual(parseOptions(TABLE, ['--', '--object', '-o']).operands, ['--object', '-o']));

  const wrong: [args: string[], message: string, hint?: string][] = [
    [['--outptu', 'json'], 'unknown option --outptu', 'did you mean --output?'],
    [['-object'], 'option -o is one of text, json, not "bject"'],
    [['-x'], 'unknown option -x'],
    [['--setup'], 'option --setup needs a value (FILE)'],
    [['--setup', '--object'], 'option --setup needs a value (FILE)'],
    [['--object=yes'], 'option --object takes no value'],
    [['-o', 'jsn'], 'option -o is one of text, json, not "jsn"', 'did you mean json?'],
  ];
  for (const [args, message, hint] of wrong) {
    it(args.join(' '), () => assert.deepEqual(parseOptions(TABLE, args).errors[0], { message, ...(hint && { hint }) }));
  }
});

describe('optionsHelp', () => {
  it('aligns descriptions', () =>
    assert.deepEqual(optionsHelp(TABLE), [
      '  -o, --output text|json  Format.',
      '      --setup FILE        Files.',
      '      --object            Objects.',
    ]));
});
