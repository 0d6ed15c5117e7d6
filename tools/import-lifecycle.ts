/**
 * Writes `src/schema/lifecycle-table.ts` from the tags that types carry in Kubernetes' Go modules: `npm run import-lifecycle -- DIR`, where DIR is `k8s.io`
 * in the Go module cache with a patch release of each minor of `api` from 0.19 on (`go mod download k8s.io/api@v0.19.16` …), and those of
 * `apiextensions-apiserver` and `kube-aggregator` that Drydock answers for. Facts only.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { lifecycleRows } from './schema-pack/lifecycle.ts';

const [modules] = process.argv.slice(2);
if (modules === undefined) {
  console.error('usage: npm run import-lifecycle -- DIR (k8s.io in the Go module cache)');
  process.exit(2);
}
const file = fileURLToPath(new URL('../src/schema/lifecycle-table.ts', import.meta.url));
const before = readFileSync(file, 'utf8');
const rows = lifecycleRows(modules);
const table = [...rows].map(([api, row]) => `${JSON.stringify(api)}: ${JSON.stringify(row)},`).join('\n');
const text = before.replace(/(export const API_TABLE[^=]*= )[^]*$/, (_, start: string) => `${start}{\n${table}\n};\n`);
writeFileSync(file, await format(text, { parser: 'typescript', singleQuote: true, printWidth: 140, trailingComma: 'all' }));
console.error(`${rows.size} APIs`);
