import assert from 'node:assert/strict';
import { compileExpression, isProgram } from '../../../src/schema/cel/compile.ts';
import { baseEnvironment, extendEnvironment } from '../../../src/schema/cel/environment.ts';
import { DYN, INT, listType, mapType, STRING } from '../../../src/schema/cel/types.ts';

const environment = extendEnvironment(baseEnvironment('1.37', 'stored'), {
  variables: { name: STRING, counts: mapType(STRING, INT), names: listType(STRING), anything: DYN },
});
function messages(text: string): string[] {
  const compiled = compileExpression(text, environment);
  return isProgram(compiled) ? [] : [...compiled.errors.matchAll(/^ERROR: <input>:(.*)$/gm)].map(([, message = '']) => message);
}

describe('the types of expressions', () => {
  const refused: readonly (readonly [text: string, ...messages: string[]])[] = [
    ['name + 1', "1:6: found no matching overload for '_+_' applied to '(string, int)'"],
    ['nobody', "1:1: undeclared reference to 'nobody' (in container '')"],
    [
      'nobody == nothing',
      "1:1: undeclared reference to 'nobody' (in container '')",
      "1:11: undeclared reference to 'nothing' (in container '')",
    ],
    ['name.size', "1:5: type 'string' does not support field selection"],
    ['name.shout()', "1:11: undeclared reference to 'shout' (in container '')"],
    ['name.contains(1)', "1:14: found no matching overload for 'contains' applied to 'string.(int)'"],
    ['counts.a.b', "1:9: type 'int' does not support field selection"],
    ['names[name]', "1:6: found no matching overload for '_[_]' applied to '(list(string), string)'"],
    ['names.all(n, n)', "1:14: expected type 'bool' but found 'string'"],
    ['name ? 1 : 2', "1:6: found no matching overload for '_?_:_' applied to '(string, int, int)'"],
    ['1 && true', "1:1: expected type 'bool' but found 'int'"],
    ['[1, dyn(2)].size() == 2', "1:8: expected type 'int' but found 'dyn'"],
    ['name.all(c, true)', "1:1: expression of type 'string' cannot be range of a comprehension (must be list, map, or dynamic)"],
    ["[1, 'a']", "1:5: expected type 'int' but found 'string'"],
    ["{'a': 1, 'b': 'c'}", "1:15: expected type 'int' but found 'string'"],
    ["name.matches('(')", '1:14: invalid matches argument'],
    ["duration('1 day') > duration('1h')", '1:10: invalid duration argument'],
    ["timestamp('soon').getHours() > 1", '1:11: invalid timestamp argument'],
  ];
  for (const [text, ...expected] of refused) it(`of ${text} do not fit`, () => assert.deepEqual(messages(text), expected));

  const accepted = [
    'name + name == name',
    'counts.a + counts["b"] > 0',
    'anything.some.where[0].further == 1',
    'names.exists(n, n.size() in [1, 2])',
    "[dyn(1), dyn('a')].size() == 2",
    'optional.of(name).orValue("") == name',
    'counts[?"a"].optMap(c, c + 1).hasValue()',
    'type(name) == string',
  ];
  for (const text of accepted) it(`of ${text} fit`, () => assert.deepEqual(messages(text), []));
});
