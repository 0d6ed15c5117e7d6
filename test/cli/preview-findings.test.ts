import assert from 'node:assert/strict';
import { runInProcess, type Outcome } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const DEPLOYMENT = `apiVersion: v1
kind: ResourceQuota
metadata: {name: compute}
spec: {hard: {pods: "1"}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: main, image: "web:1"}]}
`;
const REFUSED = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: A}\n';
const NODE = 'apiVersion: v1\nkind: Node\nmetadata: {name: only}\nspec: {unschedulable: true}\nstatus: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}, conditions: [{type: Ready, status: "True"}]}\n'; // prettier-ignore
const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: main, image: "web:1"}]}\n';

const preview = (files: Readonly<Record<string, string>>, ...args: string[]): Promise<Outcome> =>
  withDirectory(files, (cwd) => runInProcess(['preview', ...args], { cwd }));

interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [{ readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }];
}

describe('drydock preview for CI', () => {
  it('annotates what does not end well where it is to be mended, with the next step', async () => {
    const { code, output } = await preview({ 'a.yaml': DEPLOYMENT, 'b.yaml': REFUSED }, '-o', 'github', 'a.yaml', 'b.yaml');
    const [quota = '', refused = '', ...more] = output.trimEnd().split('\n');
    assert.deepEqual(more, []);
    assert.match(
      quota,
      /^::error file=a\.yaml,line=4,endLine=4,col=\d+,endColumn=\d+,title=preview\/exceeded-quota::ResourceQuota default\/compute: /,
    );
    assert.match(quota, /%0A↳ Deployment default\/web: .*%0A→ raise pods from 1 to 3 in ResourceQuota default\/compute$/);
    assert.match(refused, /^::error file=b\.yaml,line=3,.*title=api\/field-value-invalid::/);
    assert.equal(code, 1);
  });

  it('prints the same as SARIF', async () => {
    const { output } = await preview({ 'a.yaml': DEPLOYMENT, 'b.yaml': REFUSED }, '-o', 'sarif', 'a.yaml', 'b.yaml');
    const { runs } = JSON.parse(output) as { runs: [{ results: Result[]; tool: { driver: { rules: { id: string }[] } } }] };
    const [{ results, tool }] = runs;
    assert.deepEqual(
      results.map(({ ruleId, level, locations }) => [ruleId, level, locations[0].physicalLocation.artifactLocation.uri]),
      [
        ['preview/exceeded-quota', 'error', 'a.yaml'],
        ['api/field-value-invalid', 'error', 'b.yaml'],
      ],
    );
    assert.deepEqual(
      tool.driver.rules.map(({ id }) => id),
      ['preview/exceeded-quota', 'api/field-value-invalid'],
    );
  });

  it('tells what nobody wrote anything of at what comes of it, and nothing where all is well', async () => {
    const files = { 'node.yaml': NODE, 'pod.yaml': POD };
    const { output } = await preview(files, '-o', 'github', '--cluster', 'node.yaml', 'pod.yaml');
    assert.match(output, /^::error file=pod\.yaml,.*kubectl uncordon only\n$/);
    assert.equal((await preview(files, '-o', 'github', 'pod.yaml')).output, '');
  });

  it('does not go with what prints something else', async () => {
    for (const [flag, ...args] of [
      ['--steps', '.'],
      ['--get', 'pods', 'pod.yaml'],
    ]) {
      const { code, errors } = await preview({ 'pod.yaml': POD }, '-o', 'sarif', flag ?? '', ...args);
      assert.equal(code, 2);
      assert.match(errors, /-o sarif prints findings and does not go with --/);
    }
  });
});
