import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathText } from '../../src/model/field-path.ts';
import { isObject } from '../../src/model/json.ts';
import { answerProblems } from '../../src/workspace/answer-problems.ts';
import { loadSchemas } from '../../src/workspace/schemas.ts';
import { createSimulation } from '../../src/workspace/simulation.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { placeOf, readSyntaxTree } from '../../src/yaml/syntax-tree.ts';
import { fixtureFiles, readFixtures } from '../../tools/parity/fixture.ts';

const folder = fileURLToPath(new URL('../validate/parity', import.meta.url));

/** Whether a text or number stands anywhere in a value. */
function holds(value: unknown, scalar: string): boolean {
  if (Array.isArray(value)) return value.some((item) => holds(item, scalar));
  if (isObject(value)) return Object.entries(value).some(([name, item]) => name === scalar || holds(item, scalar));
  return (typeof value === 'string' || typeof value === 'number') && String(value) === scalar;
}

/** Values that several things have, or that are told of what is defaulted. */
const COMMON = new Set(['', '0', '1']);

describe('places of causes', () => {
  const simulation = createSimulation({ registry: loadSchemas('1.37') });

  for (const file of fixtureFiles(folder)) {
    it(file, () => {
      for (const { body } of readFixtures(join(folder, file))) {
        const [document] = readDocuments(file, body);
        assert.ok(document?.value);
        const { value } = document;
        const tree = readSyntaxTree(body, document);
        for (const { code, message, path } of answerProblems(simulation.ask(value), value, simulation)) {
          const quoted = /: [A-Z][a-z]+ value: "?([\w./:-]+)"?(?::|$)/.exec(message)?.[1] ?? '';
          if (!code.startsWith('api/field-value') || COMMON.has(quoted) || !holds(value, quoted)) continue;
          assert.ok(placeOf(tree, path)?.isFound, `${message} is not found at ${pathText(path)}`);
        }
      }
    });
  }
});
