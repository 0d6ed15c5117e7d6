/**
 * Whole previews: a rollout of many Deployments, one large Deployment behind a Service, pods that fit nowhere, and the example after start. Each runs in a process
 * of its own, so that the peak of memory is its own and time can be called.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { invariant } from '../src/model/invariant.ts';
import { isObject, type JsonObject } from '../src/model/json.ts';
import { preview } from '../src/reconcile-preview/preview.ts';
import { loadSchemas } from '../src/schema/load.ts';
import { readDocuments } from '../src/yaml/read-documents.ts';
import { profiled } from './profiled.ts';

interface Case {
  readonly title: string;
  readonly cluster: readonly JsonObject[];
  readonly documents: () => readonly JsonObject[];
  /** How often it is done; the median of the second half counts. */
  readonly repetitions?: number;
}

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly pods: number;
  readonly settled: boolean;
  readonly peakMegabytes: number;
}

const node = (i: number): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: `node-${i}`, labels: { 'kubernetes.io/hostname': `node-${i}`, 'topology.kubernetes.io/zone': `zone-${i % 3}` } },
  status: { capacity: { cpu: '8', memory: '32Gi', pods: '110' } },
});

const containers: JsonObject[] = [
  { name: 'web', image: 'registry.example.com/web:1', resources: { requests: { cpu: '100m', memory: '128Mi' } } },
];

const deployment = (name: string, replicas: number): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers } } },
});

const service = (name: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80 }] },
});

const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const homeless = (i: number): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `pod-${i}` },
  spec: { containers, nodeSelector: { disk: 'none' } },
});
const EXAMPLE = fileURLToPath(new URL('../examples/nginx.yaml', import.meta.url));

const CASES: readonly Case[] = [
  {
    title: '1,000 Deployments of 10 pods on 500 nodes',
    cluster: times(500, node),
    documents: () => times(1000, (i) => deployment(`app-${i}`, 10)),
  },
  {
    title: '1,000 pods behind a Service on 50 nodes',
    cluster: times(50, node),
    documents: () => [deployment('web', 1000), service('web')],
  },
  { title: '10,000 pods that fit no node', cluster: times(3, node), documents: () => times(10_000, homeless) },
  {
    title: 'examples/nginx.yaml after start',
    cluster: [],
    documents: () => readDocuments(EXAMPLE, readFileSync(EXAMPLE, 'utf8')).flatMap(({ value }) => (isObject(value) ? [value] : [])),
    repetitions: 200,
  },
];

function measure({ cluster, documents, repetitions = 1 }: Case): Measured {
  const registry = loadSchemas('1.37');
  const runs: Omit<Measured, 'peakMegabytes'>[] = [];
  for (let i = 0; i < repetitions; i++) {
    const stage = documents().map((value) => ({ value }));
    const [begun, cpuBegun] = [performance.now(), process.cpuUsage()];
    const { server, stages } = preview({ registry, stages: [stage], cluster });
    const { user, system } = process.cpuUsage(cpuBegun);
    runs.push({
      seconds: (performance.now() - begun) / 1000,
      cpuSeconds: (user + system) / 1e6,
      pods: server.cluster.store.list({ group: '', kind: 'Pod' }).length,
      settled: stages.every(({ settled }) => settled),
    });
  }
  const warm = runs.slice(Math.floor(runs.length / 2)).sort((a, b) => a.seconds - b.seconds);
  const median = warm[Math.floor(warm.length / 2)];
  invariant(median, 'a preview is done at least once');
  return { ...median, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
}

/** Prints time and memory of each preview, or of those whose title contains `only`. */
export function benchPreview({
  only = '',
  limitSeconds,
  profile,
}: {
  only?: string | undefined;
  limitSeconds: number;
  profile: boolean;
}): void {
  console.log(`\nwhole previews, at most ${limitSeconds} s each:`);
  for (const { title } of CASES.filter((each) => each.title.includes(only))) {
    const script = fileURLToPath(import.meta.url);
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', script, title, ...(profile ? ['--profile'] : [])], {
      timeout: limitSeconds * 1000,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    console.log(`  ${title.padEnd(44)} ${String(stdout).trimEnd() || 'not done when the time was up'}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = CASES.find(({ title }) => title === process.argv[2]);
  if (!found) throw new Error(`no preview is called ${process.argv[2] ?? ''}`);
  const isProfiled = process.argv.includes('--profile');
  const { result, top } = profiled(isProfiled, () => measure(found));
  const { seconds, cpuSeconds, pods, settled, peakMegabytes } = result;
  const time = seconds < 1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`;
  console.log(
    `${time.padStart(9)} (CPU ${cpuSeconds.toFixed(2)} s), ${pods} pods, ${settled ? 'at rest' : 'not at rest'}, peak ${peakMegabytes.toFixed(0)} MB`,
  );
  for (const line of top) console.log(`      ${line}`);
}
