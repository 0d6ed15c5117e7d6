/**
 * Writes the answers of a real control plane into the leading comments of test/apiserver/as-user: `npm run as-user:update -- SERVER TOKEN [PATH…]`, where SERVER
 * is the URL of an API server with kube-controller-manager beside it, and TOKEN one of a member of system:masters; PATHs are files or folders there (all
 * without). A folder with admission.yaml needs a server with those plugins. Documents that nobody sends are created first and deleted in the end; what users
 * send is a dry run.
 */
import { writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isObject, type JsonObject } from '../src/model/json.ts';
import { loadSchemas } from '../src/schema/load.ts';
import { parseApiVersion } from '../src/model/group-version-kind.ts';
import { SETTINGS } from './parity/admission.ts';
import { answerToUser, asUser, type AsUser } from './parity/as-user.ts';
import { fixtureFiles, printFixtures, readFixtures } from './parity/fixture.ts';

const [server = '', token = '', ...paths] = process.argv.slice(2);
if (server === '' || token === '') {
  console.error('usage: npm run as-user:update -- SERVER TOKEN [PATH…]');
  process.exit(2);
}
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
const folder = join(import.meta.dirname, '..', 'test', 'apiserver', 'as-user');
const wanted = paths.map((path) => resolve(path));
const isWanted = (path: string): boolean => wanted.length === 0 || wanted.some((each) => path === each || path.startsWith(`${each}/`));
/** How long authorizers take to learn of new roles. */
const PAUSE = 2000;

interface Reply {
  readonly code: number;
  readonly warnings: readonly string[];
  readonly body: JsonObject;
}

async function send(method: string, path: string, body?: JsonObject, user?: AsUser): Promise<Reply> {
  const headers = new Headers({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
  if (user) headers.set('impersonate-user', user.username);
  for (const group of user?.groups ?? []) headers.append('impersonate-group', group);
  const reply = await fetch(`${server}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return { code: reply.status, warnings: warningsOf(reply), body: (await reply.json()) as JsonObject };
}

/** The texts of warning headers, `299 - "text"`. */
const warningsOf = ({ headers }: Response): readonly string[] =>
  [...(headers.get('warning') ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));

function pathOf({ apiVersion, kind, metadata }: JsonObject): { readonly path: string; readonly name: string } {
  const { group = '', version = '' } = parseApiVersion(String(apiVersion)) ?? {};
  const resource = loadSchemas('1.37').resource({ group, version, kind: String(kind) });
  const { namespace, name } = isObject(metadata) ? metadata : {};
  const within = resource?.namespaced ? `/namespaces/${String(namespace ?? 'default')}` : '';
  return { path: `/${group === '' ? 'api' : `apis/${group}`}/${version}${within}/${resource?.plural ?? ''}`, name: String(name ?? '') };
}

/** `/name/subresource`, as far as there are such. */
const below = (...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .map((part) => `/${part}`)
    .join('');

const nextTo = (live: Reply, value: JsonObject): JsonObject => {
  const { resourceVersion } = isObject(live.body.metadata) ? live.body.metadata : {};
  return { ...value, metadata: { ...(isObject(value.metadata) ? value.metadata : {}), resourceVersion } };
};

async function replyTo(value: JsonObject, sender: AsUser): Promise<Reply> {
  const { path, name } = pathOf(value);
  const { verb, subresource } = sender;
  const user = sender.username === '' ? undefined : sender;
  const query = user ? '?dryRun=All&fieldValidation=Strict' : '';
  const put = async (): Promise<Reply> =>
    send('PUT', `${path}${below(name, subresource)}${query}`, nextTo(await send('GET', `${path}/${name}`), value), user);
  switch (verb) {
    case 'post': {
      const created = await send('POST', `${path}${query}`, value, user);
      return created.code === 409 ? put() : created;
    }
    case 'put':
      return put();
    case 'delete':
      return send('DELETE', `${path}${below(name)}${user ? '?dryRun=All' : ''}`, undefined, user);
    case 'connect':
      return send(subresource === 'proxy' ? 'GET' : 'POST', `${path}${below(name, subresource)}?${CONNECTION}`, undefined, user);
  }
}

/** What `kubectl exec` asks for; those that do not know it pass over it. */
const CONNECTION = 'command=sh&container=app&stdout=true&stderr=true';
/** Answers to a connection that come before a node is asked. */
const REFUSALS = [401, 403, 404, 422];

async function answerTo(value: JsonObject, sender: AsUser): Promise<string> {
  const { code, warnings, body } = await replyTo(value, sender);
  const line = { source: '', index: 0, code, warnings };
  if (code < 300 || (sender.verb === 'connect' && !REFUSALS.includes(code))) {
    const { metadata } = body;
    const object = isObject(metadata) ? { ...body, metadata: { ...metadata, managedFields: undefined } } : body;
    return sender.username === '' ? '' : answerToUser({ ...line, verdict: 'accepted', object }, value, sender);
  }
  if (sender.username === '') throw new Error(`${sender.about}: ${JSON.stringify(body)}`);
  return answerToUser({ ...line, verdict: 'rejected', status: body }, value, sender);
}

for (const file of fixtureFiles(folder)) {
  const path = join(folder, file);
  if (basename(file) === SETTINGS || !isWanted(path)) continue;
  const fixtures = readFixtures(path);
  const setup = fixtures.filter((fixture) => !asUser(fixture));
  for (const { value } of setup) {
    const { code, body } = await send('POST', pathOf(value).path, value);
    if (code !== 201) throw new Error(`${file}: ${JSON.stringify(body)}`);
  }
  await wait(PAUSE);
  const answers: string[] = [];
  for (const fixture of fixtures) {
    const sender = asUser(fixture);
    answers.push(sender ? await answerTo(fixture.value, sender) : '');
  }
  for (const { value } of setup) await send('DELETE', `${pathOf(value).path}/${pathOf(value).name}?gracePeriodSeconds=0`);
  writeFileSync(path, printFixtures(fixtures, answers));
}
