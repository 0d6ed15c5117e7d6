/**
 * Writes the answers of a real control plane into the leading comments of test/apiserver/as-user: `npm run as-user:update -- SERVER TOKEN [PATH…]`, where SERVER
 * is the URL of an API server with kube-controller-manager beside it, and TOKEN one of a member of system:masters; PATHs are files or folders there (all
 * without). A folder with admission.yaml needs a server with those plugins. Documents that nobody sends are created first and deleted in the end; what users
 * send is a dry run.
 */
import { writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { JsonObject } from '../src/model/json.ts';
import { SETTINGS } from './parity/admission.ts';
import { answerToUser, asUser, type AsUser } from './parity/as-user.ts';
import { fixtureFiles, printFixtures, readFixtures } from './parity/fixture.ts';
import { connect, lineOf, onLive, pathOf, type Reply } from './parity/server.ts';

const [server = '', token = '', ...paths] = process.argv.slice(2);
if (server === '' || token === '') {
  console.error('usage: npm run as-user:update -- SERVER TOKEN [PATH…]');
  process.exit(2);
}
const folder = join(import.meta.dirname, '..', 'test', 'apiserver', 'as-user');
const api = connect(server, token);
const wanted = paths.map((path) => resolve(path));
const isWanted = (path: string): boolean => wanted.length === 0 || wanted.some((each) => path === each || path.startsWith(`${each}/`));
/** How long authorizers take to learn of new roles. */
const PAUSE = 2000;

const headersOf = ({ username, groups }: AsUser): Readonly<Record<string, readonly string[]>> =>
  username === '' ? {} : { 'impersonate-user': [username], 'impersonate-group': groups };

/** `/name/subresource`, as far as there are such. */
const below = (...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .map((part) => `/${part}`)
    .join('');

async function replyTo(value: JsonObject, sender: AsUser): Promise<Reply> {
  const { path, name } = pathOf(value);
  const { verb, subresource, username } = sender;
  const headers = headersOf(sender);
  const query = username === '' ? '' : '?dryRun=All&fieldValidation=Strict';
  const put = async (): Promise<Reply> =>
    api.send('PUT', `${path}${below(name, subresource)}${query}`, await onLive(api, `${path}/${name}`, value), headers);
  switch (verb) {
    case 'post': {
      const created = await api.send('POST', `${path}${query}`, value, headers);
      return created.code === 409 ? put() : created;
    }
    case 'put':
      return put();
    case 'delete':
      return api.send('DELETE', `${path}${below(name)}${username === '' ? '' : '?dryRun=All'}`, undefined, headers);
    case 'connect':
      return api.send(subresource === 'proxy' ? 'GET' : 'POST', `${path}${below(name, subresource)}?${CONNECTION}`, undefined, headers);
  }
}

/** What `kubectl exec` asks for; those that do not know it pass over it. */
const CONNECTION = 'command=sh&container=app&stdout=true&stderr=true';
/** Answers to a connection that come before a node is asked. */
const REFUSALS = [401, 403, 404, 422];

async function answerTo(value: JsonObject, sender: AsUser): Promise<string> {
  const reply = await replyTo(value, sender);
  const isAccepted = reply.code < 300 || (sender.verb === 'connect' && !REFUSALS.includes(reply.code));
  if (sender.username !== '') return answerToUser(lineOf(reply, isAccepted), value, sender);
  if (!isAccepted) throw new Error(`${sender.about}: ${JSON.stringify(reply.body)}`);
  return '';
}

for (const file of fixtureFiles(folder)) {
  const path = join(folder, file);
  if (basename(file) === SETTINGS || !isWanted(path)) continue;
  const fixtures = readFixtures(path);
  const setup = fixtures.filter((fixture) => !asUser(fixture));
  for (const { value } of setup) {
    const { code, body } = await api.send('POST', pathOf(value).path, value);
    if (code !== 201) throw new Error(`${file}: ${JSON.stringify(body)}`);
  }
  await wait(PAUSE);
  const answers: string[] = [];
  for (const fixture of fixtures) {
    const sender = asUser(fixture);
    answers.push(sender ? await answerTo(fixture.value, sender) : '');
  }
  for (const { value } of setup) await api.send('DELETE', `${pathOf(value).path}/${pathOf(value).name}?gracePeriodSeconds=0`);
  writeFileSync(path, printFixtures(fixtures, answers));
}
