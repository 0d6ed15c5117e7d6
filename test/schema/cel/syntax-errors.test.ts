import assert from 'node:assert/strict';
import { compileExpression, isProgram } from '../../../src/schema/cel/compile.ts';
import { baseEnvironment } from '../../../src/schema/cel/environment.ts';

const environment = baseEnvironment('1.37', 'stored');
function errorsOf(text: string): string {
  const compiled = compileExpression(text, environment);
  return isProgram(compiled) ? '' : compiled.errors;
}

describe('errors in the syntax of expressions', () => {
  const shown: readonly (readonly [text: string, errors: string])[] = [
    [
      '1 +',
      `ERROR: <input>:1:4: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}
 | 1 +
 | ...^`,
    ],
    [
      '(1',
      `ERROR: <input>:1:3: Syntax error: missing ')' at '<EOF>'
 | (1
 | ..^`,
    ],
    [
      'true\n  && 1 2',
      `ERROR: <input>:2:8: Syntax error: extraneous input '2' expecting <EOF>
 |   && 1 2
 | .......^`,
    ],
    [
      "'😀' + #",
      `ERROR: <input>:1:7: Syntax error: token recognition error at: '#'
 | '😀' + #
 | .．....^
ERROR: <input>:1:8: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}
 | '😀' + #
 | .．.....^`,
    ],
    [
      "'\\q'",
      `ERROR: <input>:1:1: Syntax error: token recognition error at: ''\\q'
 | '\\q'
 | ^
ERROR: <input>:1:4: Syntax error: token recognition error at: '''
 | '\\q'
 | ...^
ERROR: <input>:1:5: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}
 | '\\q'
 | ....^`,
    ],
    [
      'has(1)',
      `ERROR: <input>:1:5: invalid argument to has() macro
 | has(1)
 | ....^`,
    ],
    [
      '9223372036854775808',
      `ERROR: <input>:1:1: invalid int literal
 | 9223372036854775808
 | ^`,
    ],
  ];
  for (const [text, errors] of shown) it(JSON.stringify(text), () => assert.equal(errorsOf(text), errors));

  it('end at the depth of recursion that the server sets', () => {
    const nested = (depth: number): string => errorsOf(`${'['.repeat(depth)}1${']'.repeat(depth)}`);
    assert.equal(nested(10), '');
    assert.match(nested(300), /expression recursion limit exceeded: 250/);
  });

  it('end at the size that the server sets', () => {
    assert.match(errorsOf(`'${'x'.repeat(100_001)}'`), /expression code point size exceeds limit: size: 100003, limit 100000/);
  });
});
