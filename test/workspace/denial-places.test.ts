import assert from 'node:assert/strict';
import { pathText } from '../../src/model/field-path.ts';
import { answerProblems } from '../../src/workspace/answer-problems.ts';
import { loadSchemas } from '../../src/workspace/schemas.ts';
import { createSimulation } from '../../src/workspace/simulation.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';

const registry = loadSchemas('1.37');

/** By code, the field that each finding about `text` is about, and the further ones. */
function places(setup: string, text: string): [code: string, place: string, ...others: string[]][] {
  const simulation = createSimulation({ registry, countsQuotas: true, setup: [{ source: 'setup.yaml', text: setup }] });
  assert.deepEqual(simulation.problems, []);
  const [document] = readDocuments('object.yaml', text);
  assert.ok(document?.value);
  const { value } = document;
  return answerProblems(simulation.ask(value), value, simulation).map(({ code, path, others = [] }) => [
    code,
    pathText(path),
    ...others.map((other) => `${pathText(other.path)}: ${other.message}`),
  ]);
}

const pod = (spec: string): string => `{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: ${spec}}`;
const namespace = (labels = '{}'): string => `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: ${labels}}}\n`;
const quota = (hard: string): string =>
  `${namespace()}---\n{apiVersion: v1, kind: ResourceQuota, metadata: {name: q, namespace: shop}, spec: {hard: ${hard}}}\n`;

describe('places of denials', () => {
  it('points at what violates a Pod Security Standard, the first part first', () => {
    const baseline = namespace('{pod-security.kubernetes.io/enforce: baseline}');
    const found = places(baseline, pod('{hostPID: true, containers: [{name: c, image: c, securityContext: {privileged: true}}]}'));
    assert.deepEqual(found, [
      [
        'admission/pod-security',
        'spec.hostPID',
        'spec.containers[0].securityContext.privileged: privileged (container "c" must not set securityContext.privileged=true)',
      ],
    ]);
  });

  it('points into the template of a workload that is warned about', () => {
    const found = places(
      namespace('{pod-security.kubernetes.io/warn: baseline}'),
      `{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: shop}, spec: {selector: {matchLabels: {a: b}}, template:
        {metadata: {labels: {a: b}, annotations: {a: b}}, spec: {containers: [{name: c, image: c, ports: [{containerPort: 1, hostPort: 1}]}]}}}}`,
    );
    assert.deepEqual(found, [['api/warning', 'spec.template.spec.containers[0].ports']]);
  });

  it('points at names of what is not there', () => {
    const of = (spec: string) => places(namespace(), pod(spec));
    const containers = 'containers: [{name: c, image: c}]';
    assert.deepEqual(of(`{priorityClassName: x, ${containers}}`), [['admission/priority', 'spec.priorityClassName']]);
    assert.deepEqual(of(`{runtimeClassName: x, ${containers}}`), [['admission/runtime-class', 'spec.runtimeClassName']]);
  });

  it('points at the amounts that exceed a quota, and at those that it misses', () => {
    const of = (hard: string, resources: string) =>
      places(quota(hard), pod(`{containers: [{name: c, image: c, resources: ${resources}}]}`));
    assert.deepEqual(of('{requests.cpu: 1}', '{requests: {cpu: 2}}'), [
      ['admission/resource-quota', 'spec.containers[0].resources.requests[cpu]'],
    ]);
    assert.deepEqual(of('{limits.memory: 1Gi}', '{requests: {memory: 1Mi}}'), [
      ['admission/resource-quota', 'spec.containers[0].resources.limits[memory]'],
    ]);
    assert.deepEqual(of('{pods: 0}', '{}'), [['admission/resource-quota', '<nil>']]);
  });

  it('points at the claim that asks for too much', () => {
    const claim =
      '{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a, namespace: shop}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}}';
    assert.deepEqual(places(quota('{requests.storage: 1Gi}'), claim), [['admission/resource-quota', 'spec.resources.requests[storage]']]);
  });

  it('points at the containers that a limit range is about', () => {
    const range =
      '---\n{apiVersion: v1, kind: LimitRange, metadata: {name: l, namespace: shop}, spec: {limits: [{type: Container, max: {cpu: 1}}]}}\n';
    const found = places(
      `${namespace()}${range}`,
      pod('{containers: [{name: a, image: a}, {name: b, image: b, resources: {limits: {cpu: 2}}}]}'),
    );
    assert.deepEqual(found, [['admission/limit-ranger', 'spec.containers[1].resources']]);
  });
});
