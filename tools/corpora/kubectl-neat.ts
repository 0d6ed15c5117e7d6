import { loadSchemas } from '../../src/schema/load.ts';
import { isObject, stringify, type Json, type JsonObject } from '../../src/model/json.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { ask, NO_SETUP } from './question.ts';
import { readCases, readText, textOf } from './read-cases.ts';

/** Objects of itaysk/kubectl-neat as a server of 2019 had them, and without its defaults: which come back when the latter is created. */
export const kubectlNeat: Corpus = {
  name: 'kubectl-neat',
  compares: 'defaults that come back',
  cases: (folder) =>
    readCases(folder).flatMap((each) => {
      const [raw, neat] = ['raw', 'neat'].map((field) => objectsOf(readText(folder, textOf(each, field))));
      return (raw ?? []).map((stored, i): CorpusCase => ({
        kind: 'text',
        id: `${textOf(each, 'id')}#${i}`,
        expected: 'all',
        actual: () => missing(stored, createdFrom(neat?.[i] ?? {}), '').join(', ') || 'all',
      }));
    }),
};

const objectsOf = (text: string): JsonObject[] => readDocuments('-', text).flatMap(({ value }) => (value ? [value] : []));

function createdFrom(neat: JsonObject): JsonObject {
  const { object, message } = ask({ registry: loadSchemas('1.37'), setup: NO_SETUP, writes: [{ verb: 'put', text: stringify(neat) }] });
  if (!object) throw new Error(message);
  return object;
}

/** Fields that controllers and the store fill in, of an object or of what a token is mounted by. */
const FILLED_IN =
  /^\.(?:status|metadata\.(?:creationTimestamp|managedFields|resourceVersion|selfLink|uid|annotations)|spec\.nodeName|spec\.clusterIP|spec\.claimRef|spec\.(?:volumes|containers\[\d+\]\.volumeMounts))/;

/** Paths of what was there and is not, or is otherwise. */
function missing(was: Json | undefined, is: Json | undefined, path: string): string[] {
  if (FILLED_IN.test(path)) return [];
  if (isObject(was)) return Object.keys(was).flatMap((name) => missing(was[name], isObject(is) ? is[name] : undefined, `${path}.${name}`));
  if (Array.isArray(was))
    return was.flatMap((item: Json, i) => missing(item, Array.isArray(is) ? (is[i] as Json) : undefined, `${path}[${i}]`));
  return was === is || was === null ? [] : [path];
}
