import { stringify } from '../../src/model/json.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { labelledNamespaces, inNamespace } from './pod-security-levels.ts';
import { readCases, readText, textOf } from './read-cases.ts';

/** Pods of kubernetes/pod-security-admission that pass or fail a level at a version, in namespaces that enforce it. */
export const podSecurityAdmission: Corpus = {
  name: 'pod-security-admission',
  compares: 'accepted or forbidden',
  cases(folder) {
    const cases = readCases(folder);
    const setup = labelledNamespaces(cases.map((each) => [textOf(each, 'level'), textOf(each, 'version')]));
    return cases.map((each): CorpusCase => {
      const file = textOf(each, 'file');
      const [document] = readDocuments(file, readText(folder, file));
      const pod = inNamespace(document?.value ?? {}, textOf(each, 'level'), textOf(each, 'version'));
      return {
        kind: 'write',
        id: textOf(each, 'id'),
        question: { registry: loadSchemas('1.37'), setup, writes: [{ verb: 'put', text: stringify(pod) }] },
        expected: each.expect === 'pass' ? { verdict: 'accepted' } : { verdict: 'rejected', message: 'violates PodSecurity' },
      };
    });
  },
};
