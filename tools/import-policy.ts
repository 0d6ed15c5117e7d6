/**
 * Writes `schemas/policy.jsonl` from the default RBAC policy that Kubernetes keeps beside the code that writes it: `npm run import-policy -- DIR`, where DIR
 * is `k8s.io` in the Go module cache with a patch release of `kubernetes` of each minor that Drydock answers for. Facts only.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../src/model/json.ts';
import { RELEASES, type Release } from '../src/schema/release.ts';
import { policyObjects } from './schema-pack/policy.ts';

const [modules = ''] = process.argv.slice(2);
if (modules === '') {
  console.error('usage: npm run import-policy -- DIR (k8s.io in the Go module cache)');
  process.exit(2);
}
const directory = 'plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata';
const files = [
  'cluster-roles',
  'cluster-role-bindings',
  'controller-roles',
  'controller-role-bindings',
  'namespace-roles',
  'namespace-role-bindings',
];

/** The newest module of a minor release that the cache holds. */
function moduleOf(release: Release): string {
  const prefix = `kubernetes@v${release}.`;
  const patches = readdirSync(modules)
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)));
  if (patches.length === 0) throw new Error(`no ${prefix}x in ${modules}`);
  return join(modules, `${prefix}${Math.max(...patches)}`, directory);
}

const releasesByObject = new Map<string, Release[]>();
for (const release of RELEASES) {
  const texts = files.map((file) => readFileSync(join(moduleOf(release), `${file}.yaml`), 'utf8'));
  for (const object of texts.flatMap(policyObjects)) {
    const line = JSON.stringify(object);
    releasesByObject.set(line, [...(releasesByObject.get(line) ?? []), release]);
  }
}
const lines = [...releasesByObject]
  .sort(([a], [b]) => compareText(a, b))
  .map(([object, releases]) => `[${JSON.stringify(releases)},${object}]`);
writeFileSync(join(import.meta.dirname, '..', 'schemas', 'policy.jsonl'), `${lines.join('\n')}\n`);
console.error(`${lines.length} objects`);
