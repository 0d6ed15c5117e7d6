/**
 * Writes the answers of a real control plane into the leading comments of test/apiserver/as-user: `npm run as-user:update -- SERVER TOKEN`, where SERVER is the
 * URL of an API server with kube-controller-manager beside it, and TOKEN one of a member of system:masters. Documents without `## as USER` are created
 * first and deleted in the end; all others are dry runs.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { JsonObject } from '../src/model/json.ts';
import { asUser, type AsUser } from './parity/as-user.ts';
import { fixtureFiles, printFixtures, readFixtures } from './parity/fixture.ts';
import { connect, onLive, pathOf, replyText } from './parity/server.ts';

const [server = '', token = ''] = process.argv.slice(2);
if (server === '' || token === '') {
  console.error('usage: npm run as-user:update -- SERVER TOKEN');
  process.exit(2);
}
const folder = join(import.meta.dirname, '..', 'test', 'apiserver', 'as-user');
const api = connect(server, token);
/** How long authorizers take to learn of new roles. */
const PAUSE = 2000;

const headersOf = ({ username, groups }: AsUser) => ({ 'impersonate-user': [username], 'impersonate-group': groups });

async function answerTo(value: JsonObject, user: AsUser): Promise<string> {
  const { path, name } = pathOf(value);
  const created = user.replaces ? undefined : await api.send('POST', `${path}?dryRun=All&fieldValidation=Strict`, value, headersOf(user));
  if (created && created.code !== 409) return replyText(created, value);
  const next = await onLive(api, `${path}/${name}`, value);
  return replyText(await api.send('PUT', `${path}/${name}?dryRun=All&fieldValidation=Strict`, next, headersOf(user)), value);
}

for (const file of fixtureFiles(folder)) {
  const fixtures = readFixtures(join(folder, file));
  const setup = fixtures.filter((fixture) => !asUser(fixture));
  for (const { value } of setup) {
    const { code, body } = await api.send('POST', pathOf(value).path, value);
    if (code !== 201) throw new Error(`${file}: ${JSON.stringify(body)}`);
  }
  await wait(PAUSE);
  const answers: string[] = [];
  for (const fixture of fixtures) {
    const user = asUser(fixture);
    answers.push(user ? await answerTo(fixture.value, user) : '');
  }
  for (const { value } of setup) await api.send('DELETE', `${pathOf(value).path}/${pathOf(value).name}`);
  writeFileSync(join(folder, file), printFixtures(fixtures, answers));
}
