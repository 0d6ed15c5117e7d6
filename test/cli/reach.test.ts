import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInProcess, type Outcome } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const HARBOUR = fileURLToPath(new URL('../../examples/harbour', import.meta.url));
const cwd = join(HARBOUR, '..');
const run = (...args: string[]): Promise<Outcome> => runInProcess(args, { cwd });
/** Generated suffixes and simulated addresses left out. */
const named = (text: string): string =>
  text.replace(/(web|manifest)-[a-z0-9]+-[a-z0-9]{5}\b/g, '$1-…').replace(/\b10\.233\.\d+\.\d+/g, '10.233.x.x');

describe('drydock reach', () => {
  it('says by which rules a way is open, with file and line', async () => {
    const { code, output } = await run('reach', 'manifest', 'ledger:postgres', 'harbour');
    assert.equal(
      named(output),
      [
        'Deployment harbour/manifest → Service harbour/ledger  allowed',
        '  ✓ TCP 5432 through Service harbour/ledger port postgres 5432/TCP',
        '      from harbour/manifest-…, harbour/manifest-…',
        '      to   harbour/ledger-0',
        '      egress   allowed by NetworkPolicy harbour/manifest egress[0] (harbour/policies.yaml:80)',
        '      ingress  allowed by NetworkPolicy harbour/ledger ingress[0] (harbour/policies.yaml:106)',
        '',
      ].join('\n'),
    );
    assert.equal(code, 0);
  });

  it('says which policies close it, on which side, and what nearly fits', async () => {
    const { code, output } = await run('reach', 'deploy/web', 'ledger', 'harbour');
    assert.equal(
      named(output),
      [
        'Deployment harbour/web → Service harbour/ledger  denied',
        '  ✗ TCP 5432 through Service harbour/ledger port postgres 5432/TCP',
        '      from harbour/web-…, harbour/web-…',
        '      to   harbour/ledger-0',
        '      egress   denied: no rule of these policies lets it through',
        '               NetworkPolicy harbour/allow-dns (harbour/policies.yaml:16)',
        '               NetworkPolicy harbour/default-deny (harbour/policies.yaml:5)',
        '               NetworkPolicy harbour/web (harbour/policies.yaml:36)',
        '      ingress  denied: no rule of these policies lets it through',
        '               NetworkPolicy harbour/default-deny (harbour/policies.yaml:5)',
        '               NetworkPolicy harbour/ledger (harbour/policies.yaml:97)',
        '                 ingress[0] (harbour/policies.yaml:106) takes this port, but other peers',
        '',
      ].join('\n'),
    );
    assert.equal(code, 1);
  });

  it('answers for programs', async () => {
    const { output } = await run('reach', '-o', 'json', 'manifest', '192.0.2.0/24:443', 'harbour');
    const { verdict, rows } = JSON.parse(output);
    assert.equal(verdict, 'partly');
    assert.deepEqual(
      rows.map((row: { to: string[]; allowed: boolean; ports: unknown; verdict: { egress: { allowedBy: unknown } } }) => [
        row.to,
        row.allowed,
        row.ports,
        row.verdict.egress.allowedBy,
      ]),
      [
        [
          ['192.0.2.0/25'],
          true,
          [{ protocol: 'TCP', first: 443, last: 443 }],
          [{ namespace: 'harbour', name: 'manifest', direction: 'egress', rule: 1, at: 'harbour/policies.yaml:86' }],
        ],
        [['192.0.2.128/25'], false, [{ protocol: 'TCP', first: 443, last: 443 }], []],
      ],
    );
  });

  it('follows an URL', async () => {
    const { code, output } = await run('reach', 'web', 'https://harbour.example.com/manifests/7', 'harbour');
    assert.match(output, /^ {2}through Ingress harbour\/harbour, harbour\.example\.com\/manifests \(Prefix\)$/m);
    assert.equal(code, 0);
  });

  it('takes an ellipsis for the rest of a name', async () => {
    const { output } = await run('reach', 'web-…', 'manifest', 'harbour');
    assert.match(output, /^Pods web-… → Service harbour\/manifest {2}allowed$/m);
  });

  it('shows everybody at once', async () => {
    const { code, output } = await run('reach', '--matrix', 'harbour');
    assert.equal(
      output,
      [
        '                               1 2 3 4',
        '1 StatefulSet harbour/ledger   ✓ ✗ ✗ ✗',
        '2 Deployment harbour/manifest  ◐ ✗ ✗ ◐',
        '3 Deployment harbour/web       ✗ ✓ ✗ ✗',
        '4 outside                      ✗ ✗ ✗ ·',
        '',
        '✓ allowed  ◐ partly  ✗ denied',
        '  Deployment harbour/manifest → StatefulSet harbour/ledger: only TCP 5432',
        '  Deployment harbour/manifest → outside: only TCP 443, and not everywhere',
        '',
      ].join('\n'),
    );
    assert.equal(code, 0);
    const { ends, cells } = JSON.parse((await run('reach', '--matrix', '-o', 'json', 'harbour')).output);
    assert.deepEqual([ends.length, cells.length], [4, 15]);
  });

  it('tells what it cannot answer', async () => {
    const cases: readonly [string[], RegExp][] = [
      [['web', 'gone', 'harbour'], /nothing is named "gone"; there are StatefulSet harbour\/ledger, /],
      [['web', 'web:99999', 'harbour'], /is not TO\[:PORT\[\/PROTOCOL\]\]/],
      [['web'], /reach takes FROM and TO, or --matrix/],
      [['web', 'manifest:9', 'harbour'], /has no port 9: it has http 80\/TCP/],
    ];
    for (const [args, message] of cases) {
      const { code, errors } = await run('reach', ...args);
      assert.match(errors, message);
      assert.equal(code, 2);
    }
  });

  it('says that something was refused', () =>
    withDirectory(
      {
        'a.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {podSelector: {}, policyTypes: [Neither]}\n',
      },
      async (directory) => {
        const { errors, output } = await runInProcess(['reach', 'outside', 'a:80', 'a.yaml'], { cwd: directory });
        assert.match(errors, /1 error in what was applied/);
        assert.match(output, /allowed/);
      },
    ));
});

describe('drydock dns', () => {
  it('lists names, some of them when asked', async () => {
    const { code, output } = await run('dns', '--name', 'ledger.harbour', '--name', 'ledger.harbour', 'harbour');
    assert.equal(named(output), '; Service harbour/ledger\nledger.harbour.svc.cluster.local  30  A      10.233.x.x\n');
    assert.equal(code, 0);
    const records = JSON.parse((await run('dns', '--type', 'srv', '-o', 'json', 'harbour')).output);
    assert.deepEqual(
      records.map(({ name, value }: { name: string; value: string }) => `${name} ${value}`),
      [
        '_https._tcp.kubernetes.default.svc.cluster.local 0 100 443 kubernetes.default.svc.cluster.local',
        '_postgres._tcp.ledger.harbour.svc.cluster.local 0 100 5432 ledger-0.ledger.harbour.svc.cluster.local',
        '_http._tcp.manifest.harbour.svc.cluster.local 0 100 80 manifest.harbour.svc.cluster.local',
        '_http._tcp.web.harbour.svc.cluster.local 0 100 80 web.harbour.svc.cluster.local',
      ],
    );
  });
});

describe('the network in drydock preview', () => {
  it('shows Services with their endpoints and routes with what answers', async () => {
    const { output } = await run('preview', 'harbour');
    const [, sections = ''] = /^(Services\n[^]*)^Other objects$/m.exec(output) ?? [];
    assert.equal(
      named(sections),
      [
        'Services',
        '  Service harbour/ledger  ClusterIP, headless',
        '    postgres 5432/TCP → postgres  1 endpoint',
        '  Service harbour/manifest  ClusterIP  10.96.128.127  PreferSameNode',
        '    http 80/TCP → http  2 endpoints',
        '      from pods on worker-1: 10.233.x.x:8080',
        '      from pods on worker-2: 10.233.x.x:8080',
        '      from pods on worker-3: 10.233.x.x:8080, 10.233.x.x:8080',
        '  Service harbour/web  ClusterIP  10.96.128.128',
        '    http 80/TCP → http  2 endpoints',
        '',
        'Routes',
        '  https://harbour.example.com  class pilot  certificate harbour/harbour-tls',
        '    /manifests  prefix  → manifest:80  2 endpoints  Ingress harbour/harbour',
        '    /           prefix  → web:http     2 endpoints  Ingress harbour/harbour',
        '',
        '',
      ].join('\n'),
    );
  });

  it('says what leads nowhere', () =>
    withDirectory(
      {
        'a.yaml':
          'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec: {ingressClassName: x, defaultBackend: {service: {name: web, port: {number: 81}}}}\n',
      },
      async (directory) => {
        const { output, code } = await runInProcess(['preview', 'a.yaml'], { cwd: directory });
        assert.match(
          output,
          /^Problems\n {2}✗ Ingress default\/web: ServicePortNotFound: (?:.*\n {6}.*)+\n {2}! Service default\/web: NoPodsSelected: /m,
        );
        assert.match(output, /, 2 problems\. /);
        assert.equal(code, 1);
        assert.match(output, /^ {4}80\/TCP {2}no endpoints\n {4}! Port 80\/TCP has no endpoints: no pod has app=web\.$/m);
        assert.match(
          output,
          /^ {2}everything else {2}class x\n {4}→ web:81 {2}no such port {2}Ingress default\/web\n {4}✗ The default backend leads nowhere/m,
        );
        const { network } = JSON.parse((await runInProcess(['preview', '-o', 'json', 'a.yaml'], { cwd: directory })).output);
        assert.deepEqual(
          network.findings.map(({ reason }: { reason: string }) => reason),
          ['NoPodsSelected', 'IngressClassNotFound', 'ServicePortNotFound'],
        );
      },
    ));

  it('is left out where there is none', () =>
    withDirectory({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' }, async (directory) => {
      const { output } = await runInProcess(['preview', 'a.yaml'], { cwd: directory });
      assert.doesNotMatch(output, /Services|Routes/);
    }));

  it('is fine to the checks', async () => assert.deepEqual((await run('check', 'harbour')).code, 0));
});
