/**
 * `npm run bench [-- DIR]`: how fast the built command is. Cold start of one small manifest beside an empty node, documents per second and peak memory of
 * `admit` and `check` over a directory of manifests (DIR, else DRYDOCK_BENCH_CORPUS, else examples), `admit` under policies. Prints medians and ratios; fails nothing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { policyPods, policySetup } from './bench-policies.ts';

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

function throughput(corpus: string, work: string): void {
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

if (!existsSync(CLI)) throw new Error('dist/cli.js is missing: run `npm run build` first');
const work = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
try {
  coldStart();
  throughput(process.argv[2] ?? process.env['DRYDOCK_BENCH_CORPUS'] ?? 'examples', work);
  policies(work);
} finally {
  rmSync(work, { recursive: true });
}
