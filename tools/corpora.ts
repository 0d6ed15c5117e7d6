/**
 * Measures agreement with the test corpora of other projects: `npm run corpora -- --data DIR [--only NAME…] [--show N] [--min PERCENT]`, where DIR holds a
 * folder for each corpus. `--min` fails when a corpus agrees less. With `--adjudicate KUBECONFIG` a real control plane (an empty one, for tests: objects
 * are created in it) is asked about the writes, and what it answers otherwise than the corpus has it is recorded anew.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { adjudicate } from './corpora/adjudicate.ts';
import { readAdjudications, writeAdjudications } from './corpora/adjudications.ts';
import { controlPlaneOf } from './corpora/control-plane.ts';
import { corporaTable } from './corpora/corpora-table.ts';
import { CORPORA } from './corpora/corpora.ts';
import { measure, shareOf } from './corpora/measure.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '.agreement/open' },
    only: { type: 'string', multiple: true, default: [] },
    show: { type: 'string', default: '0' },
    min: { type: 'string', default: '0' },
    adjudicate: { type: 'string' },
  },
});
const data = resolve(values.data);
const unknown = values.only.filter((name) => CORPORA.every((corpus) => corpus.name !== name));
if (unknown.length > 0) {
  console.error(`no corpus ${unknown.join(', ')}; there are ${CORPORA.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const wanted = CORPORA.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
const missing = wanted.filter(({ name }) => !existsSync(join(data, name)));
if (missing.length > 0) {
  console.error(`${values.data} has no ${missing.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const recorded = readAdjudications();
if (values.adjudicate !== undefined) {
  const server = controlPlaneOf(readFileSync(values.adjudicate, 'utf8'));
  for (const corpus of wanted) recorded[corpus.name] = await adjudicate(corpus, data, server, recorded[corpus.name] ?? {});
  writeAdjudications(recorded);
}
const measured = wanted.map((corpus) => {
  const started = performance.now();
  const result = measure(corpus, data, recorded[corpus.name] ?? {});
  console.error(`${corpus.name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  for (const { id, text } of result.differences.slice(0, Number(values.show))) console.error(`  ${id}: ${text}`);
  return result;
});
console.log(corporaTable(measured));
const below = measured.filter((each) => shareOf(each) < Number(values.min));
for (const each of below) console.error(`${each.corpus.name}: ${shareOf(each)} % is less than ${values.min} %`);
if (below.length > 0) process.exitCode = 1;
