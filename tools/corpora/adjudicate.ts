import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { isObject, type JsonObject } from '../../src/model/json.ts';
import type { SourceFile } from '../../src/workspace/source-file.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import type { ControlPlane, Response } from './control-plane.ts';
import type { Adjudication, Adjudications, Corpus, WriteCase } from './corpus.ts';
import { answerDigest, differenceTo, type Write, type WriteAnswer } from './question.ts';

const UNEXPLAINED = 'to be explained';
/** How long the server takes to serve what a CRD says. */
const DEFINITION_TAKES = 1500;
/** Controllers write in between, and take their time. */
const RETRIES = 20;

/** What a real control plane says to the writes of a corpus where it is not what the corpus says. Other cases, and reasons, stay as they were recorded. */
export async function adjudicate(corpus: Corpus, data: string, server: ControlPlane, recorded: Adjudications): Promise<Adjudications> {
  const cases = corpus.cases(join(data, corpus.name)).flatMap((each) => (each.kind === 'write' ? [each] : []));
  const asked = new Set(cases.map(({ id }) => id));
  const result: Record<string, Adjudication> = Object.fromEntries(Object.entries(recorded).filter(([id]) => !asked.has(id)));
  let before: readonly SourceFile[] | undefined;
  for (const each of [...cases].sort((a, b) => setupName(a).localeCompare(setupName(b)))) {
    const { setup } = each.question;
    if (setup !== before)
      await perform(
        server,
        setup.map(({ text }): Write => ({ verb: 'put', text })),
        false,
      );
    before = setup;
    const answer = await answerTo(server, each);
    if (answer.verdict !== 'unasked' && differenceTo(each.expected, answer) === undefined) continue;
    result[each.id] = { says: answerDigest(answer, each.expected), because: recorded[each.id]?.because ?? UNEXPLAINED };
  }
  return result;
}

const setupName = ({ question }: WriteCase): string => question.setup.map(({ source }) => source).join();

/** A single write is tried, several are made and taken back. */
async function answerTo(server: ControlPlane, { question: { writes } }: WriteCase): Promise<WriteAnswer> {
  if (writes.length === 1) return (await perform(server, writes, true)).answer;
  const { answer, made, done } = await perform(server, writes, false);
  for (const path of made.reverse()) await remove(server, path);
  return done < writes.length - 1 ? { verdict: 'unasked', message: '' } : answer;
}

/** Whatever its finalizers say; a namespace may stay for a while. */
async function remove(server: ControlPlane, path: string): Promise<void> {
  await server.send('DELETE', `${path}?gracePeriodSeconds=0`);
  for (let i = 0; i < RETRIES; i++) {
    const { code, body } = await server.send('GET', path);
    if (code === 404) return;
    const { finalizers, ...metadata } = isObject(body.metadata) ? body.metadata : {};
    if (finalizers !== undefined) await server.send('PUT', path, { ...body, metadata });
    else await setTimeout(100);
  }
}

interface Performed {
  /** To the last write that was made. */
  readonly answer: WriteAnswer;
  /** Paths of the objects that were created. */
  readonly made: string[];
  /** How many writes were accepted. */
  readonly done: number;
}

async function perform(server: ControlPlane, writes: readonly Write[], dryRun: boolean): Promise<Performed> {
  const made: string[] = [];
  let answer: WriteAnswer = { verdict: 'accepted', message: '' };
  for (const [done, { verb, text }] of writes.entries()) {
    for (const { value, error, strictError } of readDocuments('-', text)) {
      const problem = error ?? strictError;
      if (!value || problem !== undefined) return { answer: { verdict: 'unreadable', message: problem ?? '' }, made, done };
      answer = await write(server, verb, value, dryRun, made);
      if (answer.verdict !== 'accepted') return { answer, made, done };
    }
  }
  return { answer, made, done: writes.length };
}

async function write(server: ControlPlane, verb: Write['verb'], value: JsonObject, dryRun: boolean, made: string[]): Promise<WriteAnswer> {
  // an object that names no version is taken for one of the core group
  const [apiVersion, kind] = [String(value.apiVersion ?? 'v1'), String(value.kind)];
  const served = await server.find(apiVersion, kind);
  if (!served) return { verdict: 'unknown-kind', message: `no matches for kind "${kind}" in version "${apiVersion}"` };
  const metadata = isObject(value.metadata) ? value.metadata : {};
  const namespace = typeof metadata.namespace === 'string' ? metadata.namespace : 'default';
  if (served.namespaced) await ensureNamespace(server, namespace);
  const collection = `${served.base}${served.namespaced ? `/namespaces/${namespace}` : ''}/${served.name}`;
  const path = `${collection}/${String(metadata.name)}`;
  const query = `?fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`;
  const live = typeof metadata.name === 'string' ? await server.send('GET', path) : undefined;
  if (live?.code !== 200) {
    const created = await server.send('POST', collection + query, value);
    if (created.code < 300 && !dryRun) made.push(path);
    if (kind === 'CustomResourceDefinition' && !dryRun) await setTimeout(DEFINITION_TAKES);
    return answerOf(created);
  }
  const replaced = await replace(server, path, `${verb === 'status' ? '/status' : ''}${query}`, { ...value, metadata });
  if (kind === 'CustomResourceDefinition' && !dryRun) await setTimeout(DEFINITION_TAKES);
  return answerOf(replaced);
}

async function replace(
  server: ControlPlane,
  path: string,
  rest: string,
  value: JsonObject & { readonly metadata: JsonObject },
): Promise<Response> {
  for (let i = 0; ; i++) {
    const live = await server.send('GET', path);
    const { resourceVersion } = isObject(live.body.metadata) ? live.body.metadata : {};
    const replaced = await server.send('PUT', path + rest, { ...value, metadata: { ...value.metadata, resourceVersion } });
    if (i === RETRIES || replaced.body.reason !== 'Conflict') return replaced;
  }
}

/** Pods are only taken where the service account is. */
async function ensureNamespace(server: ControlPlane, name: string): Promise<void> {
  const account = `/api/v1/namespaces/${name}/serviceaccounts`;
  if ((await server.send('GET', `${account}/default`)).code === 200) return;
  await server.send('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await server.send('POST', account, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } });
}

const answerOf = ({ code, body }: Response): WriteAnswer =>
  code < 300 ? { verdict: 'accepted', message: '', object: body } : { verdict: 'rejected', message: String(body.message) };
