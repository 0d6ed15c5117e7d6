// The program that `npm run coverage:causes` bundles and runs: puts all parity fixtures to Drydock and prints where it was when errors were made.
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { enableApis, optionalApis } from '../../src/schema/enable-apis.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { DEFAULT_RELEASE, parseRelease } from '../../src/schema/release.ts';
import { admissionOf, SETTINGS } from '../parity/admission.ts';
import { asUser, controlPlaneWith, sendAs } from '../parity/as-user.ts';
import { fixtureFiles, readFixtures, readUpdates } from '../parity/fixture.ts';
import { answerRequest, definitionsOf, isCustom, readRequests } from '../parity/requests.ts';

const [tests = '', users = ''] = process.argv.slice(2);
const places = new Set<string>();

/** Told of by `field-error.ts`, which the bundle has changed for that. */
Object.assign(globalThis, {
  causeMade(): void {
    const { prepareStackTrace } = Error;
    Error.prepareStackTrace = (_, frames) => {
      for (const frame of frames) places.add(`${frame.getLineNumber()}:${frame.getColumnNumber()}`);
    };
    void new Error().stack;
    Error.prepareStackTrace = prepareStackTrace;
  },
});
Error.stackTraceLimit = Infinity;

const registry = enableApis(loadSchemas('1.37'), optionalApis(loadSchemas('1.37')));
const options = { ensure: true, dryRun: true };

const parity = createControlPlane({ registry });
for (const file of fixtureFiles(join(tests, 'parity')))
  for (const { value } of readFixtures(join(tests, 'parity', file))) parity.createOrReplace(value, options);

const customs = createControlPlane({ registry });
const customFolder = join(tests, 'custom-resource');
const definitions = definitionsOf(tests);
for (const value of definitions) customs.createOrReplace(value);
for (const file of fixtureFiles(customFolder))
  for (const { value } of readFixtures(join(customFolder, file))) customs.createOrReplace(value, options);

for (const file of fixtureFiles(join(tests, 'updates')))
  for (const { before, after } of readUpdates(join(tests, 'updates', file))) {
    const api = createControlPlane({ registry });
    api.createOrReplace(before.value, { ensure: true });
    api.createOrReplace(after.value, options);
  }

const requestFolder = join(tests, 'requests');
for (const name of readdirSync(requestFolder)) {
  const release = parseRelease(name) ?? DEFAULT_RELEASE;
  const served = enableApis(loadSchemas(release), optionalApis(loadSchemas(release)));
  for (const file of fixtureFiles(join(requestFolder, name)))
    for (const request of readRequests(join(requestFolder, name, file))) {
      const api = createControlPlane({ registry: served });
      if (isCustom(request.sent.value)) for (const value of definitions) api.create(value);
      answerRequest(api, request);
    }
}

for (const file of fixtureFiles(users)) {
  if (basename(file) === SETTINGS) continue;
  const fixtures = readFixtures(join(users, file));
  const api = controlPlaneWith(fixtures, loadSchemas('1.37'), admissionOf(join(users, dirname(file))));
  for (const fixture of fixtures) {
    const sender = asUser(fixture);
    if (sender) sendAs(api, fixture, sender);
  }
}

console.log(JSON.stringify([...places]));
