import assert from 'node:assert/strict';
import { jsonObjectProblem } from '../../../src/validate/shared/json-problem.ts';

const problem = (text: string): string | undefined => jsonObjectProblem(new TextEncoder().encode(text));

describe('json problems', () => {
  it('are none in objects and null', () => {
    for (const text of ['{}', ' {"a": [1, -0.5e+3, true, "\\u00e4\\n", null]} ', 'null']) assert.equal(problem(text), undefined, text);
  });

  it('are told in the words of encoding/json', () => {
    const told: Readonly<Record<string, string>> = {
      '': 'unexpected end of JSON input',
      '{"a": 1': 'unexpected end of JSON input',
      x: "invalid character 'x' looking for beginning of value",
      '{a': "invalid character 'a' looking for beginning of object key string",
      '{"a" 1}': "invalid character '1' after object key",
      '{"a": 1 2}': "invalid character '2' after object key:value pair",
      '[1 2]': "invalid character '2' after array element",
      '{} x': "invalid character 'x' after top-level value",
      '{"a\n': "invalid character '\\n' in string literal",
      '"\\x"': "invalid character 'x' in string escape code",
      nul: 'unexpected end of JSON input',
      nule: "invalid character 'e' in literal null (expecting 'l')",
      '-x': "invalid character 'x' in numeric literal",
      '[]': 'json: cannot unmarshal array into Go value of type map[string]interface {}',
      '"a"': 'json: cannot unmarshal string into Go value of type map[string]interface {}',
      '1': 'json: cannot unmarshal number into Go value of type map[string]interface {}',
    };
    for (const [text, expected] of Object.entries(told)) assert.equal(problem(text), expected, text);
  });

  it('end with the depth', () => assert.equal(problem('['.repeat(100_000)), 'exceeded max depth'));
});
