import { loadSchemas } from '../../src/schema/load.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { readCases, readText, sourceFiles, textOf } from './read-cases.ts';

/** Examples of kubernetes-sigs/gateway-api, valid and invalid, judged by the CRDs of their channel. */
export const gatewayApi: Corpus = {
  name: 'gateway-api',
  compares: 'accepted or refused',
  cases(folder) {
    const channels = new Map(['standard', 'experimental'].map((channel) => [channel, definitionsOf(folder, channel)]));
    return readCases(folder).map((each): CorpusCase => ({
      kind: 'write',
      id: textOf(each, 'id'),
      question: {
        registry: loadSchemas('1.37'),
        setup: channels.get(textOf(each, 'channel')) ?? [],
        writes: [{ verb: 'put', text: readText(folder, textOf(each, 'file')) }],
      },
      expected: { verdict: each.expect === 'accept' ? 'accepted' : 'rejected' },
    }));
  },
};

const definitionsOf = (folder: string, channel: string) =>
  sourceFiles(folder, `config/crd/${channel}`, '.yaml').filter(({ text }) => text.includes('kind: CustomResourceDefinition'));
