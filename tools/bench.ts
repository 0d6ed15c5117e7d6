/**
 * `npm run bench [-- SECTION…]`: how fast things are; prints medians and ratios and fails nothing. Sections, all by default:
 * - `start`: cold start of one small manifest beside an empty node;
 * - `throughput`: documents per second and peak memory of `admit` and `check` over manifests (`--corpus DIR`, else DRYDOCK_BENCH_CORPUS, else examples);
 * - `policies`: `admit` under policies;
 * - `scheduler`: the shapes of upstream's scheduler_perf in memory;
 * - `preview`: large and small previews.
 * `--only NAME` takes one shape or preview, `--limit SECONDS` (20) ends what takes longer, `--profile` shows the five functions that most time goes into.
 */
import { spawnSync } from 'node:child_process';
import type { Profiler } from 'node:inspector';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { policyPods, policySetup } from './bench-policies.ts';
import { benchPreview } from './bench-preview.ts';
import { benchScheduler } from './bench-scheduler.ts';
import { topFunctions } from './profiled.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CLI = join(ROOT, 'dist', 'cli.js');
const COLD_STARTS = 20;
const RUNS = 3;

interface Run {
  readonly seconds: number;
  /** Of the process with all its threads. */
  readonly peakMegabytes: number;
  readonly output: string;
}

function run(args: readonly string[], work: string): Run {
  const usage = join(work, 'usage');
  const report = `process.on('exit',()=>require('node:fs').writeFileSync(${JSON.stringify(usage)},String(process.resourceUsage().maxRSS)))`;
  const preload = `data:text/javascript,${encodeURIComponent(`import{createRequire}from'node:module';import{isMainThread}from'node:worker_threads';const require=createRequire('file:///');if(isMainThread)${report}`)}`;
  const begun = performance.now();
  const { stdout, status, error } = spawnSync(process.execPath, ['--import', preload, ...args], { cwd: ROOT, maxBuffer: 2 ** 31 - 1 });
  const seconds = (performance.now() - begun) / 1000;
  if (error) throw error;
  if (status === 3) console.error(`${args.join(' ')} met a bug`);
  return { seconds, peakMegabytes: Number(readFileSync(usage, 'utf8')) / 1024, output: String(stdout) };
}

/** Wall time without anything loaded on the side. */
function startTime(args: readonly string[]): number {
  const begun = performance.now();
  spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
  return performance.now() - begun;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function coldStart(): void {
  const commands: readonly [name: string, args: readonly string[]][] = [
    ['node -e 0', ['-e', '0']],
    ['drydock --version', [CLI, '--version']],
    ['drydock admit examples/nginx.yaml', [CLI, 'admit', 'examples/nginx.yaml']],
    ['drydock check examples/nginx.yaml', [CLI, 'check', 'examples/nginx.yaml']],
    ['drydock preview examples/nginx.yaml', [CLI, 'preview', 'examples/nginx.yaml']],
  ];
  // Taken in turns, so that a busy moment of the machine hits all alike.
  const times = commands.map((): number[] => []);
  for (let i = 0; i < COLD_STARTS; i++) commands.forEach(([, args], at) => times[at]?.push(startTime(args)));
  const base = median(times[0] ?? []);
  console.log(`cold start, median of ${COLD_STARTS}:`);
  commands.forEach(([name], at) => {
    const time = median(times[at] ?? []);
    console.log(`  ${name.padEnd(36)} ${time.toFixed(0).padStart(6)} ms${at === 0 ? '' : `   node + ${(time - base).toFixed(0)} ms`}`);
  });
}

function bytesBelow(directory: string): number {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** The command's five functions of most time, over all its threads. */
function profileOf(args: readonly string[], work: string): string[] {
  const directory = join(work, 'profiles');
  spawnSync(process.execPath, ['--cpu-prof', `--cpu-prof-dir=${directory}`, ...args], { cwd: ROOT, stdio: 'ignore' });
  const profiles = readdirSync(directory).map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as Profiler.Profile);
  rmSync(directory, { recursive: true });
  return topFunctions(profiles);
}

function throughput(corpus: string, work: string, profile: boolean): void {
  const bytes = bytesBelow(corpus);
  const documents = run([CLI, 'admit', '-o', 'jsonl', corpus], work).output.split('\n').length - 1;
  console.log(`\n${corpus}: ${documents} documents, ${(bytes / 1e6).toFixed(1)} MB, ${availableParallelism()} cores, median of ${RUNS}:`);
  for (const args of [
    ['admit', '-o', 'jsonl', '--object'],
    ['check', '-o', 'jsonl'],
  ]) {
    const runs = Array.from({ length: RUNS }, () => run([CLI, ...args, corpus], work));
    const seconds = median(runs.map((each) => each.seconds));
    const peak = Math.max(...runs.map((each) => each.peakMegabytes));
    console.log(
      `  ${args.join(' ').padEnd(26)} ${seconds.toFixed(2).padStart(7)} s  ${(documents / seconds).toFixed(0).padStart(6)} documents/s  ${(bytes / 1e6 / seconds).toFixed(1).padStart(6)} MB/s  peak ${peak.toFixed(0)} MB`,
    );
    if (profile) for (const line of profileOf([CLI, ...args, corpus], work)) console.log(`      ${line}`);
  }
}

function policies(work: string): void {
  const [setup, pods] = [join(work, 'setup.yaml'), join(work, 'pods.yaml')];
  writeFileSync(setup, policySetup());
  writeFileSync(pods, policyPods());
  const runs = Array.from({ length: RUNS }, () => run([CLI, 'admit', '-o', 'jsonl', '--setup', setup, pods], work));
  const seconds = median(runs.map((each) => each.seconds));
  const peak = Math.max(...runs.map((each) => each.peakMegabytes));
  console.log(
    `\n5,000 pods under 20 policies (quota, Pod Security): ${seconds.toFixed(2)} s, peak ${peak.toFixed(0)} MB, median of ${RUNS}`,
  );
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpus: { type: 'string', default: process.env['DRYDOCK_BENCH_CORPUS'] ?? 'examples' },
    only: { type: 'string' },
    limit: { type: 'string', default: '20' },
    profile: { type: 'boolean', default: false },
  },
});
const isWanted = (section: string): boolean => positionals.length === 0 || positionals.includes(section);
const limits = { only: values.only, limitSeconds: Number(values.limit), profile: values.profile };

if (!existsSync(CLI)) throw new Error('dist/cli.js is missing: run `npm run build` first');
const work = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
try {
  if (isWanted('start')) coldStart();
  if (isWanted('throughput')) throughput(values.corpus, work, values.profile);
  if (isWanted('policies')) policies(work);
  if (isWanted('scheduler')) benchScheduler(limits);
  if (isWanted('preview')) benchPreview(limits);
} finally {
  rmSync(work, { recursive: true });
}
