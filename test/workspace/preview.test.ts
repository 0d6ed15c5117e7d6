import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadSchemas, previewSources, type SourceFile } from '../../src/workspace/index.ts';

const deployment = (name: string, cpu: string): SourceFile => ({
  source: `${name}.yaml`,
  text: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: nginx:1, resources: { requests: { cpu: '${cpu}' } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: ${name} }, ports: [{ port: 80 }] }
`,
});
const pod: SourceFile = {
  source: 'pod.yaml',
  text: '{ apiVersion: v1, kind: Pod, metadata: { name: pod }, spec: { containers: [{ name: main, image: nginx:1 }] } }',
};
const twice: SourceFile = { ...pod, source: 'again.yaml', text: pod.text.replace('nginx:1', 'nginx:2') };

describe('previewSources', () => {
  const registry = loadSchemas('1.37');
  const files = [deployment('db', '3'), deployment('web', '1500m'), deployment('cache', '100m'), pod, twice];

  it('answers the same in whatever order files are given', () => {
    const expected = JSON.stringify(previewSources({ registry, files }));
    fc.assert(
      fc.property(fc.shuffledSubarray(files, { minLength: files.length }), (shuffled) => {
        assert.equal(JSON.stringify(previewSources({ registry, files: shuffled })), expected);
      }),
      { seed: 3, numRuns: 10 },
    );
  });

  it('keeps the order that is asked for', () => {
    const image = (given: readonly SourceFile[]): string =>
      JSON.stringify(previewSources({ registry, files: given, asGiven: true }).objects);
    assert.match(image([pod, twice]), /"image":"nginx:2"/);
    assert.match(image([twice, pod]), /"image":"nginx:1"/);
  });
});
