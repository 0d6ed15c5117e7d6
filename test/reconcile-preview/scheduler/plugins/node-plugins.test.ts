import assert from 'node:assert/strict';
import type { NodeSelectorTerm } from '../../../../src/model/kinds/core-v1.ts';
import { nodeAffinity } from '../../../../src/reconcile-preview/scheduler/plugins/NodeAffinity/node-affinity.ts';
import { nodeDeclaredFeatures } from '../../../../src/reconcile-preview/scheduler/plugins/NodeDeclaredFeatures/node-declared-features.ts';
import { nodeName } from '../../../../src/reconcile-preview/scheduler/plugins/NodeName/node-name.ts';
import { nodePorts } from '../../../../src/reconcile-preview/scheduler/plugins/NodePorts/node-ports.ts';
import { nodeUnschedulable } from '../../../../src/reconcile-preview/scheduler/plugins/NodeUnschedulable/node-unschedulable.ts';
import { schedulingGates } from '../../../../src/reconcile-preview/scheduler/plugins/SchedulingGates/scheduling-gates.ts';
import { taintToleration } from '../../../../src/reconcile-preview/scheduler/plugins/TaintToleration/taint-toleration.ts';
import { cluster, filterAll, info, isRequeuedBy, node, pod, scoreAll } from '../fixtures.ts';

describe('SchedulingGates', () => {
  it('keeps a gated pod out of the queue and names the gates', () => {
    assert.deepEqual(
      schedulingGates.preEnqueue?.(info(pod('p', { spec: { schedulingGates: [{ name: 'a' }, { name: 'b' }] } })), cluster([]).view),
      {
        kind: 'unresolvable',
        reasons: ['waiting for scheduling gates: [a b]'],
      },
    );
    assert.deepEqual(schedulingGates.preEnqueue?.(info(pod('p')), cluster([]).view), { kind: 'fits' });
  });
});

describe('NodeName', () => {
  it('wants only the node that the pod names', () => {
    assert.equal(filterAll(nodeName, pod('p'), cluster([node('a')])), 'skip');
    assert.deepEqual(filterAll(nodeName, pod('p', { node: 'b' }), cluster([node('a'), node('b')])), {
      a: "unresolvable: node(s) didn't match the requested node name",
      b: 'fits',
    });
  });
});

describe('NodeUnschedulable', () => {
  const cordoned = node('a', { spec: { unschedulable: true } });

  it('keeps pods off a cordoned node unless they tolerate it', () => {
    const context = cluster([cordoned, node('b')]);
    assert.deepEqual(filterAll(nodeUnschedulable, pod('p'), context), { a: 'unresolvable: node(s) were unschedulable', b: 'fits' });
    const tolerations = [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' }];
    assert.deepEqual(filterAll(nodeUnschedulable, pod('p', { spec: { tolerations } }), context), { a: 'fits', b: 'fits' });
  });

  it('wants another try when a node is uncordoned', () => {
    const event = { resource: 'Node', action: 'UpdateNodeTaint' } as const;
    assert.ok(isRequeuedBy(nodeUnschedulable, pod('p'), { ...event, before: cordoned, after: node('a') }));
    assert.ok(!isRequeuedBy(nodeUnschedulable, pod('p'), { ...event, before: node('a'), after: node('a') }));
  });
});

describe('TaintToleration', () => {
  const taint = (effect: string, key = 'k', value = 'v') => ({ key, value, effect });

  it('keeps pods off nodes with taints they do not tolerate', () => {
    const context = cluster([
      node('execute', { taints: [taint('NoExecute')] }),
      node('prefer', { taints: [taint('PreferNoSchedule')] }),
      node('schedule', { taints: [taint('NoSchedule')] }),
      node('two', { taints: [taint('NoSchedule'), taint('NoSchedule', 'other')] }),
    ]);
    const rejected = 'unresolvable: node(s) had untolerated taint(s)';
    assert.deepEqual(filterAll(taintToleration, pod('p'), context), {
      execute: rejected,
      prefer: 'fits',
      schedule: rejected,
      two: rejected,
    });
    const tolerations = [{ key: 'k', value: 'v', effect: 'NoSchedule' }];
    assert.deepEqual(filterAll(taintToleration, pod('p', { spec: { tolerations } }), context), {
      execute: rejected,
      prefer: 'fits',
      schedule: 'fits',
      two: rejected,
    });
    assert.deepEqual(filterAll(taintToleration, pod('p', { spec: { tolerations: [{ operator: 'Exists' }] } }), context), {
      execute: 'fits',
      prefer: 'fits',
      schedule: 'fits',
      two: 'fits',
    });
  });

  it('scores nodes by how many taints are better avoided', () => {
    const context = cluster([
      node('none'),
      node('one', { taints: [taint('PreferNoSchedule')] }),
      node('two', { taints: [taint('PreferNoSchedule'), taint('PreferNoSchedule', 'other')] }),
    ]);
    assert.deepEqual(scoreAll(taintToleration, pod('p'), context), { none: 100, one: 50, two: 0 });
    const tolerations = [{ key: 'k', operator: 'Exists' }];
    assert.deepEqual(scoreAll(taintToleration, pod('p', { spec: { tolerations } }), context), { none: 100, one: 100, two: 0 });
    // a toleration of another effect does not help
    assert.deepEqual(
      scoreAll(taintToleration, pod('p', { spec: { tolerations: [{ ...tolerations[0], effect: 'NoSchedule' }] } }), context),
      {
        none: 100,
        one: 50,
        two: 0,
      },
    );
  });

  it('wants another try when the last taint in the way goes', () => {
    const event = { resource: 'Node', action: 'UpdateNodeTaint', before: node('a', { taints: [taint('NoSchedule')] }) } as const;
    assert.ok(isRequeuedBy(taintToleration, pod('p'), { ...event, after: node('a') }));
    assert.ok(!isRequeuedBy(taintToleration, pod('p'), { ...event, after: node('a', { taints: [taint('NoExecute')] }) }));
  });
});

describe('NodeAffinity', () => {
  const nodes = [node('a', { labels: { disk: 'ssd', cores: '8' } }), node('b', { labels: { disk: 'hdd', cores: 'many' } }), node('c')];
  const requiring = (...nodeSelectorTerms: NodeSelectorTerm[]) =>
    pod('p', { spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } } });
  const no = "unresolvable: node(s) didn't match Pod's node affinity/selector";
  const expression = (key: string, operator: string, ...values: string[]): NodeSelectorTerm => ({
    matchExpressions: [{ key, operator, values }],
  });

  it('skips pods that ask for nothing', () => assert.equal(filterAll(nodeAffinity, pod('p'), cluster(nodes)), 'skip'));

  it('needs all pairs of the node selector', () => {
    assert.deepEqual(filterAll(nodeAffinity, pod('p', { spec: { nodeSelector: { disk: 'ssd' } } }), cluster(nodes)), {
      a: 'fits',
      b: no,
      c: no,
    });
    assert.deepEqual(filterAll(nodeAffinity, pod('p', { spec: { nodeSelector: { disk: 'ssd', cores: '9' } } }), cluster(nodes)), {
      a: no,
      b: no,
      c: no,
    });
  });

  it('knows every operator', () => {
    const matching = (term: NodeSelectorTerm): string =>
      Object.entries(filterAll(nodeAffinity, requiring(term), cluster(nodes)))
        .filter(([, verdict]) => verdict === 'fits')
        .map(([name]) => name)
        .join('');
    assert.equal(matching(expression('disk', 'In', 'ssd', 'nvme')), 'a');
    assert.equal(matching(expression('disk', 'NotIn', 'ssd')), 'bc');
    assert.equal(matching(expression('disk', 'Exists')), 'ab');
    assert.equal(matching(expression('disk', 'DoesNotExist')), 'c');
    assert.equal(matching(expression('cores', 'Gt', '7')), 'a');
    assert.equal(matching(expression('cores', 'Gt', '8')), '');
    assert.equal(matching(expression('cores', 'Lt', '9')), 'a');
    assert.equal(matching({ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['a'] }] }), 'bc');
    assert.equal(matching({}), '');
    assert.equal(matching(expression('constructor', 'Exists')), '');
  });

  it('takes terms as alternatives and selector and terms together', () => {
    const either = requiring(expression('disk', 'In', 'hdd'), expression('cores', 'Gt', '1'));
    assert.deepEqual(filterAll(nodeAffinity, either, cluster(nodes)), { a: 'fits', b: 'fits', c: no });
    const both = pod('p', { spec: { ...either.spec, nodeSelector: { cores: 'many' } } });
    assert.deepEqual(filterAll(nodeAffinity, both, cluster(nodes)), { a: no, b: 'fits', c: no });
  });

  it('narrows the nodes down when every term names them', () => {
    const named = (...names: string[]): NodeSelectorTerm => ({ matchFields: [{ key: 'metadata.name', operator: 'In', values: names }] });
    const nodeNames = (...terms: NodeSelectorTerm[]): unknown => {
      const pass = nodeAffinity.preFilter?.(info(requiring(...terms)), cluster(nodes));
      return pass !== undefined && pass !== 'skip' && !('kind' in pass) && [...(pass.nodeNames ?? ['all'])];
    };
    assert.deepEqual(nodeNames(named('a'), named('c')), ['a', 'c']);
    assert.deepEqual(nodeNames(named('a'), expression('disk', 'Exists')), ['all']);
    const conflicting = { matchFields: [...(named('a').matchFields ?? []), ...(named('b').matchFields ?? [])] };
    assert.equal(filterAll(nodeAffinity, requiring(conflicting), cluster(nodes)), 'unresolvable: pod affinity terms conflict');
  });

  it('scores by the weights of the preferences', () => {
    const preferring = pod('p', {
      spec: {
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 30, preference: expression('disk', 'Exists') },
              { weight: 10, preference: expression('disk', 'In', 'ssd') },
              { weight: 5, preference: {} },
            ],
          },
        },
      },
    });
    assert.deepEqual(scoreAll(nodeAffinity, preferring, cluster(nodes)), { a: 100, b: 75, c: 0 });
    assert.equal(scoreAll(nodeAffinity, pod('p'), cluster(nodes)), 'skip');
  });

  it('wants another try when labels begin to match', () => {
    const event = {
      resource: 'Node',
      action: 'UpdateNodeLabel',
      before: node('a'),
      after: node('a', { labels: { disk: 'ssd' } }),
    } as const;
    assert.ok(isRequeuedBy(nodeAffinity, pod('p', { spec: { nodeSelector: { disk: 'ssd' } } }), event));
    assert.ok(!isRequeuedBy(nodeAffinity, pod('p', { spec: { nodeSelector: { disk: 'hdd' } } }), event));
    assert.ok(!isRequeuedBy(nodeAffinity, pod('p', { spec: { nodeSelector: { disk: 'ssd' } } }), { ...event, before: event.after }));
  });
});

describe('NodePorts', () => {
  const listening = (name: string, hostPort: number, options: { hostIP?: string; protocol?: string; node?: string } = {}) =>
    pod(name, {
      ...(options.node !== undefined && { node: options.node }),
      spec: {
        containers: [{ name: 'main', ports: [{ containerPort: 80, hostPort, hostIP: options.hostIP, protocol: options.protocol }] }],
      },
    });
  const no = "unschedulable: node(s) didn't have free ports for the requested pod ports";

  it('finds conflicts by port, protocol and address', () => {
    const context = cluster([node('a')], { pods: [listening('x', 8080, { node: 'a', hostIP: '10.0.0.1' })] });
    assert.equal(filterAll(nodePorts, pod('p'), context), 'skip');
    assert.deepEqual(filterAll(nodePorts, listening('p', 8080), context), { a: no });
    assert.deepEqual(filterAll(nodePorts, listening('p', 8080, { hostIP: '10.0.0.1', protocol: 'TCP' }), context), { a: no });
    assert.deepEqual(filterAll(nodePorts, listening('p', 8080, { hostIP: '10.0.0.2' }), context), { a: 'fits' });
    assert.deepEqual(filterAll(nodePorts, listening('p', 8080, { protocol: 'UDP' }), context), { a: 'fits' });
    assert.deepEqual(filterAll(nodePorts, listening('p', 8081), context), { a: 'fits' });
  });

  it('counts ports of sidecars, not of other init containers', () => {
    const ports = [{ containerPort: 1, hostPort: 9 }];
    const withInit = (restartPolicy?: string) =>
      pod('p', { spec: { containers: [], initContainers: [{ name: 'i', restartPolicy, ports }] } });
    const context = cluster([node('a')], { pods: [listening('x', 9, { node: 'a' })] });
    assert.deepEqual(filterAll(nodePorts, withInit('Always'), context), { a: no });
    assert.equal(filterAll(nodePorts, withInit(), context), 'skip');
  });

  it('wants another try when a pod with such a port goes', () => {
    const event = (hostPort: number) =>
      ({ resource: 'AssignedPod', action: 'Delete', before: info(listening('x', hostPort, { node: 'a' })), after: undefined }) as const;
    assert.ok(isRequeuedBy(nodePorts, listening('p', 80), event(80)));
    assert.ok(!isRequeuedBy(nodePorts, listening('p', 80), event(81)));
  });
});

describe('NodeDeclaredFeatures', () => {
  it('wants a node that declares what the pod uses', () => {
    const context = cluster([node('new', { declaredFeatures: ['UserNamespacesHostNetworkSupport'] }), node('old')]);
    assert.equal(filterAll(nodeDeclaredFeatures, pod('p'), context), 'skip');
    assert.deepEqual(filterAll(nodeDeclaredFeatures, pod('p', { spec: { hostNetwork: true, hostUsers: false } }), context), {
      new: 'fits',
      old: "unresolvable: node(s) didn't match Pod's required features",
    });
  });
});
