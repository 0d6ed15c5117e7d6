import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { runInProcess } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));
const START = fileURLToPath(new URL('./start.mjs', import.meta.url));

const deployment = (image: string, replicas = 1): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: ${replicas}\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: web, image: '${image}'}]}\n`;

describe('every command', () => {
  for (const { name, load } of COMMANDS) {
    it(`${name} has its own help with options and examples`, async () => {
      const { code, output } = await runInProcess([name, '--help']);
      assert.equal(code, 0);
      assert.match(output, new RegExp(`^Usage: drydock ${name} `));
      const { examples, description, options } = await load();
      assert.ok(examples.length > 0 && description.length > 0);
      for (const option of options) assert.ok(output.includes(`--${option.name}`) && option.help.endsWith('.'), option.name);
      assert.equal((await runInProcess(['help', name])).output, output);
    });
  }

  it('is listed', async () => {
    const { code, output } = await runInProcess(['--help']);
    assert.equal(code, 0);
    for (const { name, summary } of COMMANDS) assert.ok(output.includes(name) && output.includes(summary));
  });

  it('knows its version', async () =>
    assert.deepEqual(
      [(await runInProcess(['--version'])).output, (await runInProcess(['check', '--version'])).output],
      ['9.9.9\n', '9.9.9\n'],
    ));
});

describe('drydock preview', () => {
  it('shows the Deployment, its ReplicaSet and its Pod on a node', async () => {
    const { code, output } = await runInProcess(['preview', join(EXAMPLES, 'nginx.yaml')]);
    const owners = output.split('\n').filter((line) => /^ {2,6}(?:Deployment|ReplicaSet|Pod) /.test(line));
    assert.deepEqual(
      owners.map((line) => line.replace(/(?<=54fd4d6d4c-)\w{5}/, '*****')),
      [
        '  Deployment default/nginx-deployment  1/1 ready',
        '    ReplicaSet nginx-deployment-54fd4d6d4c  1/1 ready',
        '      Pod nginx-deployment-54fd4d6d4c-*****  Running on worker-1  nginx:1.14.2',
      ],
    );
    assert.match(output, /PodReadyToStartContainers=True · Initialized=True · Ready=True · ContainersReady=True · PodScheduled=True/);
    assert.match(output, /Available=True MinimumReplicasAvailable · Progressing=True NewReplicaSetAvailable/);
    assert.match(output, /three workers of 4 CPU, 8Gi, 110 pods/);
    assert.equal(code, 0);
  });

  for (const [release, hash] of [
    ['1.37', '54fd4d6d4c'],
    ['1.36', '6c5f67b5f7'],
    ['1.35', '77bc6bd484'],
    ['1.34', 'bf744486c'],
  ] as const) {
    it(`names the ReplicaSet as Kubernetes ${release} does`, async () => {
      const { output } = await runInProcess(['preview', '-k', release, '--get', 'rs', '-o', 'json', join(EXAMPLES, 'nginx.yaml')]);
      assert.equal(JSON.parse(output).metadata.name, `nginx-deployment-${hash}`);
    });
  }

  it('prints one object as kubectl get does', async () => {
    const { output } = await runInProcess(['preview', '--get', 'pods', '-o', 'yaml', join(EXAMPLES, 'nginx.yaml')]);
    assert.match(output, /^apiVersion: v1\nkind: Pod\nmetadata:\n/);
    assert.match(output, /\n {2}phase: Running\n/);
    assert.equal(
      output.match(
        /^ {2}- lastProbeTime: null$|^ {2}- .*\n.*type: (Ready|PodScheduled|Initialized|ContainersReady|PodReadyToStartContainers)$/gm,
      )?.length,
      5,
    );
  });

  it('prints several objects as a list', async () => {
    const { output } = await runInProcess(['preview', '--get', 'nodes', '-o', 'json', join(EXAMPLES, 'nginx.yaml')]);
    const { kind, items } = JSON.parse(output);
    assert.deepEqual(
      [kind, items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)],
      ['List', ['worker-1', 'worker-2', 'worker-3']],
    );
  });

  it('says what does not fit, first', () =>
    withDirectory(
      { 'a.yaml': deployment('web:1').replace("image: 'web:1'", "image: 'web:1', resources: {requests: {cpu: 5}}") },
      async (cwd) => {
        const { code, output } = await runInProcess(['preview', 'a.yaml'], { cwd });
        assert.match(output, /^Problems\n {2}✗ Deployment default\/web: FailedScheduling: 0\/3 nodes are available: 3 Insufficient cpu/);
        assert.equal(code, 1);
      },
    ));

  it('takes nodes and objects from a cluster', () =>
    withDirectory(
      {
        'a.yaml': deployment('web:1'),
        'nodes.yaml':
          'apiVersion: v1\nkind: Node\nmetadata: {name: own}\nstatus: {capacity: {cpu: 2, memory: 4Gi, pods: 10}, allocatable: {cpu: 2, memory: 4Gi, pods: 10}}\n',
      },
      async (cwd) => {
        const { output } = await runInProcess(['preview', '--cluster', 'nodes.yaml', 'a.yaml'], { cwd });
        assert.match(output, /Running on own/);
        assert.doesNotMatch(output, /worker-1/);
      },
    ));

  it('previews a change against what is there', () =>
    withDirectory({ 'old.yaml': deployment('web:1', 2), 'new.yaml': deployment('web:2', 2) }, async (cwd) => {
      const { output } = await runInProcess(['preview', '--against', 'old.yaml', 'new.yaml'], { cwd });
      assert.match(output, /0\/0 ready/);
      assert.equal(output.match(/Running on worker-\d {2}web:2/g)?.length, 2);
    }));

  it('goes step by step', async () => {
    const { output } = await runInProcess(['preview', '--steps', '-o', 'json', join(EXAMPLES, 'rollout')]);
    const { kubernetes, steps } = JSON.parse(output);
    assert.equal(kubernetes, 'v1.37.2');
    assert.deepEqual(
      steps.map(({ file, verdicts, settled }: { file: string; verdicts: { verdict: string; source: string }[]; settled: boolean }) => [
        file,
        verdicts.map(({ source, verdict }) => `${source} ${verdict}`),
        settled,
      ]),
      [
        ['1.yaml', ['1.yaml accepted'], true],
        ['2.yaml', ['2.yaml accepted'], true],
      ],
    );
  });
});

describe('drydock fix', () => {
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a # kept\n  label: {a: b}\ndata:\n  port: 80\n';

  it('mends in place what is safe', () =>
    withDirectory({ 'a.yaml': text }, async (cwd) => {
      const { code, output } = await runInProcess(['fix', 'a.yaml'], { cwd });
      assert.match(output, /a\.yaml:7 {2}Quote the value {2}lint\/no-unquoted-string\n1 finding mended in 1 file\.\n/);
      assert.equal(readFileSync(join(cwd, 'a.yaml'), 'utf8'), text.replace('80', '"80"'));
      assert.equal(code, 0);
    }));

  it('mends more when told', () =>
    withDirectory({ 'a.yaml': text }, async (cwd) => {
      await runInProcess(['fix', '--unsafe', 'a.yaml'], { cwd });
      assert.equal(readFileSync(join(cwd, 'a.yaml'), 'utf8'), text.replace('80', '"80"').replace('label:', 'labels:'));
    }));

  it('only tells with --dry-run', () =>
    withDirectory({ 'a.yaml': text }, async (cwd) => {
      const { code, output } = await runInProcess(['fix', '--dry-run', '-o', 'json', 'a.yaml'], { cwd });
      assert.deepEqual(JSON.parse(output).files, ['a.yaml']);
      assert.equal(readFileSync(join(cwd, 'a.yaml'), 'utf8'), text);
      assert.equal(code, 1);
    }));

  it('prints standard input mended', async () => {
    const { output, errors } = await runInProcess(['fix', '-'], { stdin: text });
    assert.equal(output, text.replace('80', '"80"'));
    assert.match(errors, /1 finding mended/);
  });
});

describe('drydock diff', () => {
  it('says what a change does', () =>
    withDirectory({ 'old.yaml': deployment('web:1'), 'new.yaml': deployment('web:2') }, async (cwd) => {
      const { code, output } = await runInProcess(['diff', '-o', 'json', 'old.yaml', 'new.yaml'], { cwd });
      const [{ kind, name, consequence, changes }] = JSON.parse(output);
      assert.deepEqual([kind, name, consequence, changes.length], ['Deployment', 'web', 'rolling restart', 1]);
      assert.match((await runInProcess(['diff', 'old.yaml', 'new.yaml'], { cwd })).output, /web:1/);
      assert.equal(code, 1);
      assert.deepEqual(await runInProcess(['diff', 'old.yaml', 'old.yaml'], { cwd }), { code: 0, output: '', errors: '' });
    }));

  it('keeps secrets', () => {
    const secret = (value: string): string => `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {key: ${value}}\n`;
    return withDirectory({ 'old.yaml': secret('hunter1'), 'new.yaml': secret('hunter2') }, async (cwd) => {
      for (const format of ['text', 'json'])
        assert.doesNotMatch((await runInProcess(['diff', '-o', format, 'old.yaml', 'new.yaml'], { cwd })).output, /hunter|aHVudGVy/);
    });
  });
});

describe('drydock explain', () => {
  const explained = async (...query: string[]): Promise<Record<string, unknown>> =>
    JSON.parse((await runInProcess(['explain', '-o', 'json', ...query])).output);

  it('finds kinds by any name', async () => {
    for (const name of ['deployment', 'deploy', 'Deployment', 'apps/v1/deployments'])
      assert.equal((await explained(name)).apiVersion, 'apps/v1');
    assert.equal((await explained('hpa')).apiVersion, 'autoscaling/v2');
  });
  it('walks through lists and maps', async () => {
    assert.equal((await explained('pod.spec.containers.ports.containerPort')).type, 'int32');
    assert.equal((await explained('pod.spec.containers[0].resources.limits.cpu')).type, 'Quantity');
  });
  it('has documentation, merge keys and releases', async () => {
    const containers = await explained('pod.spec.containers');
    assert.equal(containers.merge, 'map by name');
    assert.match(String(containers.documentation), /containers/);
    assert.equal((await explained('pod.spec')).since, undefined);
  });
  it('offers the right name', async () => {
    const { code, errors } = await runInProcess(['explain', 'pod.spec.contaners']);
    assert.match(errors, /Pod\.spec has no field "contaners"; did you mean containers\?/);
    assert.equal(code, 2);
  });
});

describe('the process', () => {
  it('reads a pipe, writes a pipe and ends with the exit code', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [START, 'check', '-o', 'github', '-'], {
      input: 'apiVersion: v1\nkind: Pod\nmetadata: {name: A}\n',
      encoding: 'utf8',
    });
    assert.match(stdout, /^::error file=-,line=3,endLine=3,col=18,endColumn=19,title=api\/field-value-invalid::metadata\.name: /m);
    assert.deepEqual([status, stderr], [1, '']);
  });
});
