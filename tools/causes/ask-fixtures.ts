// The program that `npm run coverage:causes` bundles and runs: puts all parity fixtures to Drydock and prints where it was when errors were made.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { enableApis, optionalApis } from '../../src/schema/enable-apis.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { readFileSync } from 'node:fs';
import { fixtureFiles, readFixtures, readUpdates } from '../parity/fixture.ts';

const [tests = ''] = process.argv.slice(2);
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
for (const file of readdirSync(customFolder).filter((name) => name.endsWith('.yml')))
  for (const { value } of readDocuments(file, readFileSync(join(customFolder, file), 'utf8'))) if (value) customs.createOrReplace(value);
for (const file of fixtureFiles(customFolder))
  for (const { value } of readFixtures(join(customFolder, file))) customs.createOrReplace(value, options);

for (const file of fixtureFiles(join(tests, 'updates')))
  for (const { before, after } of readUpdates(join(tests, 'updates', file))) {
    const api = createControlPlane({ registry });
    api.createOrReplace(before.value, { ensure: true });
    api.createOrReplace(after.value, options);
  }

console.log(JSON.stringify([...places]));
