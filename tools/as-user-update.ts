/**
 * Writes the answers of a real control plane into the leading comments of test/apiserver/as-user: `npm run as-user:update -- SERVER TOKEN`, where SERVER is the
 * URL of an API server with kube-controller-manager beside it, and TOKEN one of a member of system:masters. Documents without `## as USER` are created
 * first and deleted in the end; all others are dry runs.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isObject, type JsonObject } from '../src/model/json.ts';
import { loadSchemas } from '../src/schema/load.ts';
import { parseApiVersion } from '../src/model/group-version-kind.ts';
import { asUser, type AsUser } from './parity/as-user.ts';
import { answerText, fixtureFiles, printFixtures, readFixtures } from './parity/fixture.ts';

const [server = '', token = ''] = process.argv.slice(2);
if (server === '' || token === '') {
  console.error('usage: npm run as-user:update -- SERVER TOKEN');
  process.exit(2);
}
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
const folder = join(import.meta.dirname, '..', 'test', 'apiserver', 'as-user');
/** How long authorizers take to learn of new roles. */
const PAUSE = 2000;

interface Reply {
  readonly code: number;
  readonly body: JsonObject;
}

async function send(method: string, path: string, body?: JsonObject, user?: AsUser): Promise<Reply> {
  const headers = new Headers({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
  if (user) headers.set('impersonate-user', user.username);
  for (const group of user?.groups ?? []) headers.append('impersonate-group', group);
  const reply = await fetch(`${server}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return { code: reply.status, body: (await reply.json()) as JsonObject };
}

function pathOf({ apiVersion, kind, metadata }: JsonObject): { readonly path: string; readonly name: string } {
  const { group = '', version = '' } = parseApiVersion(String(apiVersion)) ?? {};
  const resource = loadSchemas('1.37').resource({ group, version, kind: String(kind) });
  const { namespace, name } = isObject(metadata) ? metadata : {};
  const within = resource?.namespaced ? `/namespaces/${String(namespace ?? 'default')}` : '';
  return { path: `/${group === '' ? 'api' : `apis/${group}`}/${version}${within}/${resource?.plural ?? ''}`, name: String(name ?? '') };
}

async function answerTo(value: JsonObject, user: AsUser): Promise<string> {
  const { path, name } = pathOf(value);
  let { code, body } = user.replaces
    ? { code: 409, body: {} }
    : await send('POST', `${path}?dryRun=All&fieldValidation=Strict`, value, user);
  if (code === 409) {
    const live = await send('GET', `${path}/${name}`);
    const { resourceVersion } = isObject(live.body.metadata) ? live.body.metadata : {};
    const next = { ...value, metadata: { ...(isObject(value.metadata) ? value.metadata : {}), resourceVersion } };
    ({ code, body } = await send('PUT', `${path}/${name}?dryRun=All&fieldValidation=Strict`, next, user));
  }
  const line = { source: '', index: 0, code };
  if (isObject(body.metadata)) body = { ...body, metadata: { ...body.metadata, managedFields: undefined } };
  return answerText(code < 300 ? { ...line, verdict: 'accepted', object: body } : { ...line, verdict: 'rejected', status: body }, value);
}

for (const file of fixtureFiles(folder)) {
  const fixtures = readFixtures(join(folder, file));
  const setup = fixtures.filter((fixture) => !asUser(fixture));
  for (const { value } of setup) {
    const { code, body } = await send('POST', pathOf(value).path, value);
    if (code !== 201) throw new Error(`${file}: ${JSON.stringify(body)}`);
  }
  await wait(PAUSE);
  const answers: string[] = [];
  for (const fixture of fixtures) {
    const user = asUser(fixture);
    answers.push(user ? await answerTo(fixture.value, user) : '');
  }
  for (const { value } of setup) await send('DELETE', `${pathOf(value).path}/${pathOf(value).name}`);
  writeFileSync(join(folder, file), printFixtures(fixtures, answers));
}
