import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json.ts';
import { schedulePod } from '../../../src/reconcile-preview/scheduler/cycle.ts';
import type { CycleContext } from '../../../src/reconcile-preview/scheduler/framework.ts';
import { profilesOf } from '../../../src/reconcile-preview/scheduler/profiles.ts';
import { loadSchemas } from '../../../src/schema/load.ts';
import { readSchedulerConfiguration } from '../../../src/validate/kubescheduler/kube-scheduler-configuration/setup.ts';
import { cluster, info, node, pod } from './fixtures.ts';

/** Where a pod goes with one profile, or why it goes nowhere. */
function placed(profile: JsonObject, incoming: ReturnType<typeof pod>, context: CycleContext): string {
  const value = { apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration', profiles: [profile] };
  const { setup } = readSchedulerConfiguration(value, loadSchemas('1.37'));
  const found = profilesOf(setup, '1.37').get('default-scheduler');
  assert.ok(setup && found);
  const result = schedulePod(info(incoming), found.plugins, { ...context, percentageOfNodesToScore: found.percentageOfNodesToScore });
  return result.kind === 'scheduled' ? result.nodeName : result.message;
}

const withArgs = (name: string, args: JsonObject): JsonObject => ({ pluginConfig: [{ name, args }] });
const twoNodes = () =>
  cluster([node('n1', { labels: { zone: 'a' } }), node('n2', { labels: { zone: 'b' } })], {
    pods: [pod('there', { node: 'n2', requests: { cpu: '1' } })],
  });
const small = pod('small', { requests: { cpu: '1' } });

describe('profiles of the scheduler', () => {
  it('are the default one without a setup', () => assert.deepEqual([...profilesOf(undefined, '1.37').keys()], ['default-scheduler']));

  it('score as they are set up', () => {
    const most = withArgs('NodeResourcesFit', { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu' }] } });
    assert.equal(placed({}, small, twoNodes()), 'n1');
    assert.equal(
      placed({ ...most, plugins: { score: { enabled: [{ name: 'NodeResourcesFit', weight: 100 }] } } }, small, twoNodes()),
      'n2',
    );
  });

  it('do without plugins at a point, and everywhere', () => {
    const unschedulable = () => cluster([node('n1', { spec: { unschedulable: true } })]);
    const refusal =
      '0/1 nodes are available: 1 node(s) were unschedulable. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
    assert.equal(placed({}, small, unschedulable()), refusal);
    assert.equal(placed({ plugins: { filter: { disabled: [{ name: 'NodeUnschedulable' }] } } }, small, unschedulable()), 'n1');
    assert.equal(placed({ plugins: { multiPoint: { disabled: [{ name: 'NodeUnschedulable' }] } } }, small, unschedulable()), 'n1');
    const alone = { plugins: { postFilter: { disabled: [{ name: 'DefaultPreemption' }] } } };
    assert.equal(placed(alone, small, unschedulable()), '0/1 nodes are available: 1 node(s) were unschedulable.');
  });

  it('reject nodes in the order of their filters', () => {
    const nodes = () => cluster([node('n1', { spec: { unschedulable: true }, taints: [{ key: 'k', effect: 'NoSchedule' }] })]);
    const order = { plugins: { filter: { enabled: [{ name: 'TaintToleration' }] }, postFilter: { disabled: [{ name: '*' }] } } };
    assert.equal(placed(order, small, nodes()), '0/1 nodes are available: 1 node(s) had untolerated taint(s).');
  });

  it('leave resources alone that something else counts', () => {
    const wanting = pod('w', { requests: { 'example.com/gpu': '1' } });
    assert.match(placed({}, wanting, twoNodes()), /2 Insufficient example\.com\/gpu/);
    assert.equal(placed(withArgs('NodeResourcesFit', { ignoredResources: ['example.com/gpu'] }), wanting, twoNodes()), 'n1');
    assert.equal(placed(withArgs('NodeResourcesFit', { ignoredResourceGroups: ['example.com'] }), wanting, twoNodes()), 'n1');
  });

  it('have an affinity for all pods', () => {
    const terms = { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['b'] }] }] };
    const required = { addedAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } };
    assert.equal(placed(withArgs('NodeAffinity', required), small, twoNodes()), 'n2');
    const [preference] = terms.nodeSelectorTerms;
    const preferred = { addedAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 5, preference: preference ?? {} }] } };
    assert.equal(placed(withArgs('NodeAffinity', preferred), small, twoNodes()), 'n2');
    const here = pod('here', { spec: { nodeSelector: { zone: 'a' } } });
    assert.match(
      placed(withArgs('NodeAffinity', required), here, twoNodes()),
      /1 node\(s\) didn't match Pod's node affinity\/selector, 1 node\(s\) didn't match scheduler-enforced node affinity/,
    );
  });

  it('spread pods that have no constraints by those of the profile', () => {
    const constraint = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' };
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'default' }, spec: { selector: { app: 'x' } } };
    const labels = { app: 'x' };
    const context = () =>
      cluster([node('n1', { labels: { zone: 'a' }, allocatable: { cpu: '100' } }), node('n2', { labels: { zone: 'b' } })], {
        pods: [pod('p', { node: 'n1', labels })],
        objects: [service],
      });
    const list = withArgs('PodTopologySpread', { defaultingType: 'List', defaultConstraints: [constraint] });
    const incoming = pod('q', { labels, spec: { nodeSelector: { zone: 'a' } } });
    assert.equal(placed({}, incoming, context()), 'n1');
    assert.equal(placed(list, pod('q', { labels }), context()), 'n2');
  });

  it('say so when a plugin filters that could not find anything out', () => {
    const profile = { plugins: { preFilter: { disabled: [{ name: 'NodePorts' }] } } };
    assert.equal(
      placed(profile, small, twoNodes()),
      'running "NodePorts" filter plugin: reading "PreFilterNodePorts" from cycleState: not found',
    );
  });

  it('look at the share of nodes that is set', () => {
    const context = cluster(Array.from({ length: 300 }, (_, i) => node(`n${i}`)));
    placed({ percentageOfNodesToScore: 80 }, small, context);
    assert.equal(context.nextNode.index, 240);
  });
});
