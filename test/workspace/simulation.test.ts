import assert from 'node:assert/strict';
import { loadSchemas } from '../../src/workspace/schemas.ts';
import { createSimulation } from '../../src/workspace/simulation.ts';

const registry = loadSchemas('1.37');
const configMap = (
  name: string,
  namespace = 'default',
): { apiVersion: string; kind: string; metadata: { name: string; namespace: string } } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
});

describe('Simulation', () => {
  it('is not changed by questions', () => {
    const simulation = createSimulation({ registry });
    const codes = [configMap('a', 'new'), configMap('a', 'new')].map((value) => {
      const answer = simulation.ask(value);
      return answer.verdict === 'accepted' && answer.code;
    });
    assert.deepEqual(codes, [201, 201]);
    assert.ok(!simulation.fork().cluster.store.get({ group: '', kind: 'Namespace', namespace: '', name: 'new' }));
  });

  it('answers the same whatever was asked before', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'p-' }, spec: { containers: [{ name: 'c', image: 'c' }] } };
    const [fresh, used] = [createSimulation({ registry }), createSimulation({ registry })];
    used.ask(configMap('a'));
    assert.deepEqual(used.ask(pod), fresh.ask(pod));
  });

  it('has what every cluster has', () => {
    const { store } = createSimulation({ registry }).fork().cluster;
    assert.ok(store.get({ group: '', kind: 'Namespace', namespace: '', name: 'kube-system' }));
    assert.ok(store.get({ group: 'scheduling.k8s.io', kind: 'PriorityClass', namespace: '', name: 'system-node-critical' }));
  });

  it('takes over the objects of a cluster and of a setup', () => {
    const cluster = [
      {
        source: 'c.yaml',
        text: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: there, uid: 1-2, labels: {a: b}}\nstatus: {phase: Active}\n',
      },
    ];
    const setup = [
      {
        source: 's.yaml',
        text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: there}\n---\nx: [\n---\napiVersion: v1\nkind: Nope\n',
      },
    ];
    const simulation = createSimulation({ registry, cluster, setup, bare: true });
    assert.deepEqual(
      simulation.problems.map(({ code, message }) => [code, message]),
      [
        ['input/setup', 'setup: yaml: line 1: did not find expected node content'],
        ['input/setup', 'setup: no matches for kind "Nope" in version "v1"'],
      ],
    );
    const answer = simulation.ask(configMap('c', 'there'));
    assert.equal(answer.verdict === 'accepted' && answer.code, 200);
  });

  it('answers nothing for an update of what is refused', () => {
    const simulation = createSimulation({ registry });
    assert.equal(simulation.askUpdate(configMap('BAD'), configMap('good')), undefined);
  });
});
