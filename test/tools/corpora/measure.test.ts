import assert from 'node:assert/strict';
import { stringify, type JsonObject } from '../../../src/model/json.ts';
import { loadSchemas } from '../../../src/schema/load.ts';
import type { Adjudications, Corpus, CorpusCase } from '../../../tools/corpora/corpus.ts';
import { measure, shareOf } from '../../../tools/corpora/measure.ts';
import { answerDigest, ask, NO_SETUP, textDigest, type Expectation, type Write } from '../../../tools/corpora/question.ts';

const registry = loadSchemas('1.37');
const configMap = (data: JsonObject, name = 'a'): string => stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...data });
const put = (text: string): Write => ({ verb: 'put', text });
const write = (id: string, expected: Expectation, ...writes: readonly Write[]): CorpusCase => ({
  kind: 'write',
  id,
  question: { registry, setup: NO_SETUP, writes },
  expected,
});
const text = (id: string, expected: string, actual: () => string): CorpusCase => ({ kind: 'text', id, expected, actual });

const accepted: Expectation = { verdict: 'accepted' };
const rejected = (message?: string): Expectation => ({ verdict: 'rejected', ...(message !== undefined && { message }) });
const figures = (cases: readonly CorpusCase[], adjudications: Adjudications = {}) => {
  const corpus: Corpus = { name: 'made-up', compares: 'everything', cases: () => cases };
  const { cases: count, alike, adjudicated, leftOut, differences } = measure(corpus, '.', adjudications);
  return { count, alike, adjudicated, leftOut, different: differences.map(({ id }) => id) };
};

describe('measuring a corpus', () => {
  const immutable = configMap({ immutable: true, data: { a: '1' } });

  it('counts what the API server answers as the corpus has it', () => {
    const cases = [
      write('fine', accepted, put(configMap({}))),
      write('says it', rejected('name or generateName is required'), put(configMap({}, ''))),
      write('says another thing', rejected('too long'), put(configMap({}, ''))),
      write('unreadable', rejected(), put('a: [')),
      write('one of several', rejected(), put(`${configMap({})}\n---\n${configMap({}, 'B')}`)),
      write('replaced', rejected('immutable'), put(immutable), put(configMap({ immutable: true, data: { a: '2' } }))),
      write(
        'object',
        { ...accepted, object: { apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1' } } },
        put(configMap({ data: { a: '1' } })),
      ),
      write('other object', { ...accepted, object: { apiVersion: 'v1', kind: 'ConfigMap' } }, put(configMap({ data: { a: '1' } }))),
    ];
    assert.deepEqual(figures(cases), { count: 8, alike: 6, adjudicated: 0, leftOut: 0, different: ['says another thing', 'other object'] });
  });

  it('reads the types that earlier servers printed for values as any value', () => {
    const message = 'metadata.name: Invalid value: "string": a lowercase RFC 1123 subdomain';
    assert.deepEqual(figures([write('older', rejected(message), put(configMap({}, 'B')))]).different, []);
  });

  it('counts throwing as a difference', () => {
    const broken = text('broken', 'x', () => {
      throw new Error('no');
    });
    assert.deepEqual(figures([broken, text('same', 'x', () => 'x')]), {
      count: 2,
      alike: 1,
      adjudicated: 0,
      leftOut: 0,
      different: ['broken'],
    });
  });

  it('lets a real control plane decide where it is asked', () => {
    const refusal = write('refused', accepted, put(configMap({}, 'B')));
    assert.ok(refusal.kind === 'write');
    const because = 'it is so';
    const says = answerDigest(ask(refusal.question), refusal.expected);
    assert.match(says, /^rejected [0-9a-f]{12}$/);
    const known = { refused: { says, because }, text: { says: textDigest('y'), because } };
    assert.deepEqual(figures([refusal, text('text', 'x', () => 'y')], known), {
      count: 2,
      alike: 2,
      adjudicated: 2,
      leftOut: 0,
      different: [],
    });
    const otherwise = { refused: { says: 'accepted', because } };
    assert.deepEqual(figures([refusal], otherwise).different, ['refused']);
  });

  it('leaves out what cannot be asked, as long as Drydock agrees that it cannot', () => {
    const unasked = { start: { says: 'unasked', because: 'it starts from nothing' } };
    const wrong = write('start', rejected(), put(configMap({}, 'B')), put(configMap({})));
    assert.deepEqual(figures([wrong], unasked), { count: 0, alike: 0, adjudicated: 0, leftOut: 1, different: [] });
    const right = write('start', rejected(), put(configMap({})), put(configMap({})));
    assert.deepEqual(figures([right], unasked).different, ['start']);
  });

  it('rounds shares down', () => {
    const corpus: Corpus = { name: 'made-up', compares: 'everything', cases: () => [] };
    const measured = { corpus, adjudicated: 0, leftOut: 0, differences: [] };
    assert.equal(shareOf({ ...measured, cases: 30_000, alike: 29_999 }), 99.99);
    assert.equal(shareOf({ ...measured, cases: 3, alike: 2 }), 66.66);
  });
});
