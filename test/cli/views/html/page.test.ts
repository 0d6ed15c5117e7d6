import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { previewPage } from '../../../../src/cli/views/html/page.ts';
import { loadSchemas } from '../../../../src/schema/load.ts';
import { previewSources } from '../../../../src/workspace/preview.ts';
import { runInProcess } from '../../run-in-process.ts';
import { withDirectory } from '../../temporary-directory.ts';

const HOSTILE = `</script><script>alert("1")</script>'&`;

const deployment = (name: string, image: string, cpu: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: app, image: ${JSON.stringify(image)}, resources: { requests: { cpu: "${cpu}" } } }] }
---
`;
const NETWORK = `apiVersion: v1
kind: Service
metadata: { name: front }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: outside }
spec: { rules: [{ host: shop.example.com, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: front, port: { number: 80 } } } }] } }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed }
spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress] }
---
`;

const pageOf = (text: string): string =>
  previewPage(previewSources({ registry: loadSchemas('1.37'), files: [{ source: 'a.yaml', text }] }), {
    textOf: () => text,
    release: '1.37',
    version: '9.9.9',
  });
const sectionsOf = (page: string): string[] => [...page.matchAll(/<section id="(\w+)"/g)].map(([, id = '']) => id);
/** A section without its markup, in one line. */
const wordsOf = (page: string, id: string): string =>
  (page.split(`<section id="${id}"`)[1] ?? '')
    .split('</section>')[0]
    ?.replace(/^[^>]*>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim() ?? '';

describe('the page of a preview', () => {
  const page = pageOf(deployment('web', 'web:1', '1') + deployment('big', 'big:1', '64') + NETWORK);

  it('tells problems first and leaves nothing out', () => {
    assert.deepEqual(sectionsOf(page), [
      'problems',
      'topology',
      'rollouts',
      'workloads',
      'story',
      'services',
      'routes',
      'policies',
      'reach',
      'others',
    ]);
  });

  it('says what does not end well, with the count above', () => {
    assert.match(wordsOf(page, 'problems'), /^Problems Deployment default\/big FailedScheduling 2 pods: 0\/3 nodes are available/);
    assert.match(
      wordsOf(page, 'problems'),
      /at a\.yaml:19:\d+ rollout given up What to do: lower requests\.cpu of container app from 64 to at most/,
    );
    assert.match(page, /<title>Preview: 2 problems<\/title>/);
  });

  it('says of refused documents where they stand', () => {
    const refused = pageOf(`${deployment('web', 'web:1', '1')}apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: Not_A_Name\n`);
    assert.match(wordsOf(refused, 'problems'), /a\.yaml:14 api\/field-value-invalid metadata\.name: Invalid value/);
  });

  it('shows how full nodes are, the pods on them and those on none', () => {
    assert.match(wordsOf(page, 'topology'), /worker-1 cpu 1 of 4 \(25 %\) .* pods 1 of 110 \(1 %\) default\/web-\w+-\w+ worker-2 /);
    assert.match(page, /<span class="good" style="width:\s*25%"/);
    assert.match(wordsOf(page, 'topology'), /On no node default\/big-\w+-\w+ default\/big-\w+-\w+$/);
  });

  it('leads from each pod on a node to the pod among the workloads', () => {
    const ids = new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id));
    const links = [...page.matchAll(/href="#([^"]*)"/g)].map(([, target = '']) => decodeURIComponent(target));
    assert.equal(links.filter((link) => link.startsWith('Pod/default/')).length, 4);
    assert.deepEqual(
      links.filter((link) => !ids.has(link)),
      [],
    );
  });

  it('tells who wrote what, when and why', () => {
    assert.match(wordsOf(page, 'story'), /0\.040 s kubectl creates Deployment default\/web spec\.replicas=2/);
    assert.match(wordsOf(page, 'story'), /s deployment-controller creates ReplicaSet default\/web-\w+ /);
  });

  it('shows where Services, routes and policies lead', () => {
    assert.match(wordsOf(page, 'services'), /default\/front ClusterIP 10\.96\.\d+\.\d+ 80\/TCP → 80 2 ready endpoints web-/);
    assert.match(wordsOf(page, 'routes'), /shop\.example\.com \/ \(Prefix\) Service front:80 2 endpoints default\/outside/);
    assert.match(wordsOf(page, 'policies'), /default\/closed Deployment default\/web nothing everything/);
  });

  it('needs nothing from elsewhere and runs nothing', () => {
    assert.doesNotMatch(page, /<script|<link|<img|<iframe|\ssrc=|url\(|@import|\son\w+=/i);
    assert.match(page, /Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/);
    assert.match(page, /@media \(prefers-color-scheme: dark\)/);
  });

  it('lets no text of a manifest become markup', () => {
    const hostile = pageOf(
      `${deployment('web', HOSTILE, '1')}apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${JSON.stringify(HOSTILE)} }\n`,
    );
    assert.doesNotMatch(hostile, /<script|alert\("1"\)/);
    assert.match(wordsOf(hostile, 'workloads'), /&lt;\/script&gt;&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt;&#39;&amp;/);
    assert.match(wordsOf(hostile, 'problems'), /Invalid value: &quot;&lt;\/script&gt;/);
  });

  it('tells what becomes of it when something happens', () => {
    const result = previewSources({
      registry: loadSchemas('1.37'),
      files: [{ source: 'a.yaml', text: deployment('web', 'web:1', '3') }],
      whatIf: { whatIfs: [{ kind: 'drain', text: 'worker-1', nodes: { name: 'worker-1' } }] },
    });
    const words = wordsOf(previewPage(result, { textOf: () => undefined, release: '1.37', version: '1' }), 'what-if');
    assert.match(words, /^What if worker-1 is drained At rest again at once\. /);
    assert.match(words, /Deployment default\/web: web-\w+-\w+ on worker-1 → web-\w+-\w+ on worker-3/);
    assert.match(words, /Ready pods Deployment default\/web: 2 ready, 1 at the lowest, then 2 of 2/);
  });

  it('is the same for the same manifests', () => {
    const text = deployment('web', 'web:1', '1') + NETWORK;
    assert.equal(pageOf(text), pageOf(text));
  });
});

describe('drydock preview --html', () => {
  it('writes the page besides what it prints', () =>
    withDirectory({ 'a.yaml': deployment('web', 'web:1', '1') }, async (cwd) => {
      const { code, output } = await runInProcess(['preview', '--html', 'out.html', 'a.yaml'], { cwd });
      assert.equal(code, 0);
      assert.match(output, /Deployment default\/web {2}2\/2 ready/);
      assert.match(readFileSync(join(cwd, 'out.html'), 'utf8'), /^<!doctype html>\n[^]*Drydock 9\.9\.9\.[^]*<\/html>\n$/);
    }));

  it('says when the file cannot be written', () =>
    withDirectory({ 'a.yaml': deployment('web', 'web:1', '1') }, async (cwd) => {
      const { code, errors } = await runInProcess(['preview', '--html', 'none/out.html', 'a.yaml'], { cwd });
      assert.equal(code, 2);
      assert.match(errors, /cannot write none\/out\.html/);
    }));

  it('does not go with --steps', async () => {
    const { code, errors } = await runInProcess(['preview', '--steps', '--html', 'out.html', 'examples/rollout']);
    assert.equal(code, 2);
    assert.match(errors, /--html shows one preview and does not go with --steps/);
  });
});
