/**
 * Writes the answers of a real control plane into the leading comments of the parity fixtures: `DRYDOCK_ORACLE=… npm run parity:update [-- PATH…]`, where the
 * variable names a program that prints a line per document for `admit -object FILE…` and `update -object DIR`, in the format of
 * `drydock admit -o jsonl --object`; PATHs are files or folders below test/validate/parity, test/validate/custom-resource, test/validate/updates,
 * test/admission/parity, test/admission/webhooks and test/admission/policies (all without). Fixtures of admission plugins that are not on by default need a
 * program that hands the flags in KUBE_APISERVER_FLAGS on to kube-apiserver.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VerdictLine } from '../src/apiserver/verdict.ts';
import { parseApiVersion } from '../src/model/group-version-kind.ts';
import type { JsonObject } from '../src/model/json.ts';
import { loadSchemas } from '../src/schema/load.ts';
import { apiServerFlags, OBJECTS, SETUP } from './parity/admission.ts';
import { answerText, fixtureFiles, printFixtures, printUpdates, readFixtures, readUpdates } from './parity/fixture.ts';

const tests = fileURLToPath(new URL('../test', import.meta.url));
const oracle = process.env.DRYDOCK_ORACLE ?? '';
if (oracle === '') {
  console.error('DRYDOCK_ORACLE is to name the program that asks a control plane');
  process.exit(2);
}
const wanted = process.argv.slice(2).map((path) => resolve(path));
const creates = filesIn('validate/parity');
const customs = filesIn('validate/custom-resource');
const updates = filesIn('validate/updates');
const policies = filesIn('admission/policies').filter((file) => basename(file) === 'objects.yaml');
const admissions = [...filesIn('admission/parity'), ...filesIn('admission/webhooks')].filter((file) => file.endsWith(`/${OBJECTS}`));
// A control plane that serves every API takes longer to start, and the answers of others are no different there.
const optional = creates.filter((file) => readFixtures(file).some(({ value }) => isOptional(value)));
const usual = creates.filter((file) => !optional.includes(file));
if (usual.length > 0) answerCreates(usual);
if (optional.length > 0) answerCreates(optional, '-all-apis');
if (customs.length > 0) answerCreates(customs, '-setup', join(tests, 'validate/custom-resource/crds.yml'));
if (updates.length > 0) answerUpdates(updates);
for (const file of policies) answerCreates([file], '-setup', join(dirname(file), 'setup.yaml'));
for (const file of admissions) answerAdmission(file);
console.error(`${[creates, customs, updates, policies, admissions].flat().length} files`);

function filesIn(folder: string): string[] {
  return fixtureFiles(join(tests, folder))
    .map((name) => join(tests, folder, name))
    .filter((file) => wanted.length === 0 || wanted.some((path) => file === path || file.startsWith(`${path}/`)));
}

function isOptional({ apiVersion, kind }: JsonObject): boolean {
  const gvk = { group: '', version: '', ...parseApiVersion(String(apiVersion)), kind: String(kind) };
  return loadSchemas('1.37').resource(gvk)?.servedByDefault === false;
}

function ask(...args: readonly string[]): VerdictLine[] {
  const output = execFileSync(oracle, args, { encoding: 'utf8', maxBuffer: 1024 ** 3, stdio: ['ignore', 'pipe', 'inherit'] });
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as VerdictLine);
}

function answerCreates(files: readonly string[], ...setup: readonly string[]): void {
  const fixtures = new Map(files.map((file) => [file, readFixtures(file)]));
  const answers = new Map<string, string[]>();
  for (const verdict of ask('admit', '-object', ...setup, ...files)) {
    const fixture = fixtures.get(verdict.source)?.[verdict.index];
    if (!fixture) throw new Error(`no fixture ${verdict.source}[${verdict.index}]`);
    const known = answers.get(verdict.source) ?? [];
    known[verdict.index] = answerText(verdict, fixture.value);
    answers.set(verdict.source, known);
  }
  for (const [file, known] of fixtures) {
    const given = answers.get(file) ?? [];
    if (given.length !== known.length) throw new Error(`${relative(tests, file)}: ${given.length} answers for ${known.length} documents`);
    writeFileSync(file, printFixtures(known, given));
  }
}

/** A kube-apiserver that is not as by default gets its flags by the variable KUBE_APISERVER_FLAGS. */
function answerAdmission(file: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'parity-'));
  try {
    const setup = join(dirname(file), SETUP);
    const path = join(folder, 'admission.json');
    const server = apiServerFlags(dirname(file), path);
    if (server) writeFileSync(path, server.configuration);
    process.env.KUBE_APISERVER_FLAGS = server?.flags ?? '';
    answerCreates([file], ...(existsSync(setup) ? ['-setup', setup] : []));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function answerUpdates(files: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'parity-'));
  try {
    const updates = files.map((file) => readUpdates(file));
    const answers = updates.map((): string[] => []);
    for (const [i, pairs] of updates.entries())
      for (const [j, { before, after }] of pairs.entries()) {
        writeFileSync(join(folder, `${i}-${j}.old.yaml`), before.body);
        writeFileSync(join(folder, `${i}-${j}.new.yaml`), after.body);
      }
    for (const verdict of ask('update', '-object', folder)) {
      const [i, j] = /(\d+)-(\d+)\.new\.yaml$/.exec(verdict.source)?.slice(1).map(Number) ?? [];
      const pair = updates[i ?? -1]?.[j ?? -1];
      if (i === undefined || j === undefined || !pair) throw new Error(`no update ${verdict.source}`);
      (answers[i] ??= [])[j] = answerText(verdict, pair.after.value);
    }
    for (const [i, pairs] of updates.entries()) {
      const unanswered = pairs.findIndex((_, j) => answers[i]?.[j] === undefined);
      if (unanswered >= 0) throw new Error(`${relative(tests, files[i] ?? '')}: the first object of update ${unanswered} is not accepted`);
      writeFileSync(files[i] ?? '', printUpdates(pairs, answers[i] ?? []));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
