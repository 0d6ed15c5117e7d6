/**
 * Runs the cel-spec cases and the rules of CRDs through our CEL and, where they are installed, through `@marcbachmann/cel-js` and `@bufbuild/cel`, and prints
 * a table: `tsx tools/cel-comparison.ts CASES.jsonl [CRDS.yaml…] [--show N] [--peers DIR]`. DIR is a folder with `node_modules` of the two.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadAll } from 'js-yaml';
import { attempt, isRecord, isRightCase, readCase, type Engine } from './cel-cases.ts';
import { ours } from './cel-engine.ts';

async function main(): Promise<void> {
  const { files, show, peers } = readArguments(process.argv.slice(2));
  const [caseFile, ...crdFiles] = files;
  if (!caseFile) throw new Error('usage: cel-comparison CASES.jsonl [CRDS.yaml…] [--show N] [--peers DIR]');
  const all = readFileSync(caseFile, 'utf8').split('\n').filter(Boolean).map(readCase); // prettier-ignore
  const cases = all.filter(({ k8s }) => k8s);
  const rules = [...new Set(crdFiles.flatMap(rulesOf))];
  console.log(`${cases.length} of ${all.length} cases without protobuf messages, ${rules.length} different rules\n`);
  console.log('| engine | cases right | rules read | µs per rule (second run) |\n|---|---|---|---|');
  for (const engine of [ours, ...(peers ? await loadPeers(peers) : [])]) {
    const wrong = cases.filter((test) => !isRightCase(engine, test));
    const read = rules.filter((rule) => attempt(() => engine.parse(rule)) === true);
    const started = process.hrtime.bigint();
    for (const rule of rules) attempt(() => engine.parse(rule));
    const micros = Number(process.hrtime.bigint() - started) / 1000 / Math.max(rules.length, 1);
    const share = (((cases.length - wrong.length) / cases.length) * 100).toFixed(1);
    console.log(`| ${engine.name} | ${cases.length - wrong.length} (${share} %) | ${read.length} | ${micros.toFixed(0)} |`);
    for (const test of wrong.slice(0, show))
      console.error(`  ${engine.name}: ${test.id}: ${test.expr[0] ?? ''} → ${JSON.stringify(attempt(() => engine.run(test)))}`);
  }
}

function rulesOf(file: string): string[] {
  const rules: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    if (!isRecord(value)) return;
    const own = value['x-kubernetes-validations'];
    if (Array.isArray(own)) for (const rule of own) if (isRecord(rule) && typeof rule.rule === 'string') rules.push(rule.rule);
    Object.values(value).forEach(walk);
  };
  walk(loadAll(readFileSync(file, 'utf8')));
  return rules;
}

function readArguments(words: readonly string[]): {
  readonly files: readonly string[];
  readonly show: number;
  readonly peers: string | undefined;
} {
  const files: string[] = [];
  let show = 0;
  let peers: string | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--show') show = Number(words[++i]);
    else if (word === '--peers') peers = words[++i];
    else files.push(word);
  }
  return { files, show, peers };
}

async function loadPeers(folder: string): Promise<Engine[]> {
  const engines: Engine[] = [];
  const require = createRequire(path.resolve(folder, 'package.json'));
  const load = async (name: string): Promise<Record<string, unknown> | undefined> => {
    if (!existsSync(path.join(folder, 'node_modules', name))) return undefined;
    const module: unknown = await import(pathToFileURL(require.resolve(name)).href);
    return isRecord(module) ? module : undefined;
  };
  const { celJs, bufbuild } = await import('./cel-peers.ts');
  const first = await load('@marcbachmann/cel-js');
  if (first) engines.push(celJs(first));
  const second = await load('@bufbuild/cel');
  if (second) engines.push(bufbuild(second, (await load('@bufbuild/cel/ext')) ?? {}));
  return engines;
}

await main();
