import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { verdictLine, type VerdictLine } from '../../src/apiserver/verdict.ts';
import { isObject, type JsonObject } from '../../src/model/json.ts';
import { loadSchemas } from '../../src/schema/load.ts';

/**
 * Each `requests/X.yaml` is sent to a new control plane that has `X.setup.yaml`; `X.expected.jsonl` is what kube-apiserver 1.37.2 said to the same
 * (`oracle admit -object -workers 1 -setup X.setup.yaml X.yaml`).
 */
const folder = new URL('requests/', import.meta.url);
const registry = loadSchemas('1.37');

function documentsOf(file: string): JsonObject[] {
  const url = new URL(file, folder);
  if (!existsSync(url)) return [];
  return parseAllDocuments(readFileSync(url, 'utf8'))
    .map((document): unknown => document.toJS())
    .filter(isObject);
}

/** A line without what chance and the clock decide. */
function comparable({ object, ...line }: VerdictLine): unknown {
  if (!isObject(object) || !isObject(object.metadata)) return { ...line, source: '' };
  const { generateName, name, uid, creationTimestamp, resourceVersion } = object.metadata;
  const metadata = {
    ...object.metadata,
    ...(uid !== undefined && { uid: 'uid' }),
    ...(creationTimestamp !== undefined && { creationTimestamp: 'time' }),
    ...(generateName !== undefined && typeof name === 'string' && { name: `${name.slice(0, -5)}xxxxx` }),
    ...(line.code === 200 && resourceVersion !== undefined && { resourceVersion: '1' }),
  };
  const text = JSON.stringify({ ...object, metadata }).replace(/kube-api-access-[a-z0-9]{5}/g, 'kube-api-access-xxxxx');
  return { ...line, source: '', object: JSON.parse(text) as unknown };
}

describe('requests', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.expected.jsonl'))) {
    const name = file.replace('.expected.jsonl', '');
    describe(name, () => {
      const api = createControlPlane({ registry });
      before('set up', () => {
        for (const document of documentsOf(`${name}.setup.yaml`)) {
          const answer = api.createOrReplace(document, { ensure: true });
          assert.equal(answer.verdict, 'accepted', JSON.stringify(answer));
        }
      });
      const documents = documentsOf(`${name}.yaml`);
      const lines = readFileSync(new URL(file, folder), 'utf8').trim().split('\n');
      it('has an answer for each document', () => assert.equal(documents.length, lines.length));
      lines.forEach((line, index) => {
        const expected = JSON.parse(line) as VerdictLine;
        it(`${index} ${expected.kind ?? ''} ${expected.name ?? ''}: ${expected.verdict} ${expected.code ?? ''}`, () => {
          const value = documents[index] ?? {};
          const answer = api.createOrReplace(value, { dryRun: true, ensure: true });
          assert.deepEqual(comparable(verdictLine({ source: '', index, value }, answer, { object: true, registry })), comparable(expected));
        });
      });
    });
  }
});
