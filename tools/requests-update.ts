/**
 * Writes the answers of a real API server into the leading comments of test/validate/requests: `npm run requests:update -- SERVER TOKEN [FILE…]`, where
 * SERVER is the URL of one without controllers that serves all APIs, and TOKEN one of a member of system:masters. The server, which keeps the
 * definitions and a service account, answers what stands in the folder of its release.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isObject, type JsonObject } from '../src/model/json.ts';
import { fixtureFiles, printFixtures, type Fixture } from './parity/fixture.ts';
import { definitionsOf, readRequests, type RequestFixture } from './parity/requests.ts';
import { connect, onLive, pathOf, replyText, type ResourceNames, builtIn } from './parity/server.ts';

const [server = '', token = '', ...files] = process.argv.slice(2);
if (server === '' || token === '') {
  console.error('usage: npm run requests:update -- SERVER TOKEN [FILE…]');
  process.exit(2);
}
const api = connect(server, token);
const tests = join(import.meta.dirname, '..', 'test', 'validate');
const version = (await api.send('GET', '/version')).body;
const folder = join(tests, 'requests', `${String(version.major)}.${String(version.minor)}`);
const definitions = definitionsOf(tests);

const resources: ResourceNames = (gvk) => {
  for (const { spec } of definitions) {
    const { group, names, scope } = isObject(spec) ? spec : {};
    if (group === gvk.group && isObject(names) && names.kind === gvk.kind)
      return { namespaced: scope === 'Namespaced', plural: String(names.plural) };
  }
  return builtIn(gvk);
};

/** How long the server takes to serve what definitions define. */
const PAUSE = 3000;

async function create(value: JsonObject): Promise<void> {
  const { code, body } = await api.send('POST', pathOf(value, resources).path, value);
  if (code !== 201) throw new Error(JSON.stringify(body));
}

async function answerTo({ request, before, sent }: RequestFixture): Promise<string> {
  const { path, name } = pathOf(sent.value, resources);
  const dry = '?dryRun=All&fieldValidation=Strict';
  if (!before) return replyText(await api.send('POST', `${path}${dry}`, sent.value), sent.value);
  await create(before.value);
  if (before.value.kind === 'CustomResourceDefinition') await wait(PAUSE);
  if (before.value.status !== undefined)
    await api.send('PUT', `${path}/${name}/status`, await onLive(api, `${path}/${name}`, before.value));
  if (request === 'put while being deleted') await api.send('DELETE', `${path}/${name}`);
  const next = await onLive(api, `${path}/${name}`, sent.value);
  const reply = await api.send('PUT', `${path}/${name}${request === 'put status' ? '/status' : ''}${dry}`, next);
  await remove(`${path}/${name}`);
  return replyText(reply, sent.value);
}

/** Takes an object away whatever holds it. */
async function remove(path: string): Promise<void> {
  await api.send('DELETE', `${path}?gracePeriodSeconds=0`);
  for (;;) {
    const { code, body } = await api.send('GET', path);
    if (code === 404 || body.kind === 'Namespace') return;
    await api.send('PUT', path, { ...body, metadata: { ...(isObject(body.metadata) ? body.metadata : {}), finalizers: [] } });
  }
}

await api.send('POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } });
for (const definition of definitions) await api.send('POST', pathOf(definition).path, definition);
await wait(PAUSE);
for (const file of fixtureFiles(folder).map((name) => join(folder, name))) {
  if (files.length > 0 && !files.some((each) => resolve(each) === file)) continue;
  const fixtures: Fixture[] = [];
  const answers: string[] = [];
  for (const fixture of readRequests(file)) {
    if (fixture.before) answers.push('');
    fixtures.push(...(fixture.before ? [fixture.before] : []), fixture.sent);
    try {
      answers.push(await answerTo(fixture));
    } catch (error) {
      throw new Error(`${file}: ${fixture.about}`, { cause: error });
    }
  }
  writeFileSync(file, printFixtures(fixtures, answers));
}
