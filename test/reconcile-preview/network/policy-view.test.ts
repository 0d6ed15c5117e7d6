import assert from 'node:assert/strict';
import { networkView } from '../../../src/reconcile-preview/network/network-view.ts';
import { atRest, nodes, pod, policy } from './at-rest.ts';

describe('policyViews', () => {
  const view = (spec: string): unknown => {
    const [found] = networkView(atRest(`${nodes({ a1: 'a' })}${pod('web')}${pod('db')}${policy('p', spec)}`)).policies;
    assert.ok(found);
    const { workloads, ingress, egress, findings } = found;
    return { workloads, ingress, egress, findings: findings.map(({ reason, message }) => `${reason}: ${message}`) };
  };

  it('say whom a policy isolates, and what it lets through, in words', () =>
    assert.deepEqual(
      view(
        '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {matchLabels: {app: web}}}, {namespaceSelector: {}}, {namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchExpressions: [{key: tier, operator: NotIn, values: [one, two]}, {key: old, operator: DoesNotExist}]}}], ports: [{port: 80, endPort: 90}, {protocol: UDP}]}, {from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]}',
      ),
      {
        workloads: ['Pod default/db'],
        ingress: [
          {
            peers: ['pods app=web of the namespace', 'all pods of any namespace', 'pods !old,tier notin (one,two) of namespaces team=a'],
            ports: ['TCP 80-90', 'UDP'],
          },
          { peers: ['10.0.0.0/8 except 10.1.0.0/16'], ports: [] },
        ],
        egress: [],
        findings: [],
      },
    ));

  it('leave out directions that are not isolated', () =>
    assert.deepEqual(view('{podSelector: {}}'), {
      workloads: ['Pod default/db', 'Pod default/web'],
      ingress: [],
      egress: undefined,
      findings: [],
    }));

  it('say when nothing is isolated', () =>
    assert.deepEqual(view('{podSelector: {matchLabels: {app: gone}}}'), {
      workloads: [],
      ingress: [],
      egress: undefined,
      findings: ['NoPodsSelected: It isolates nothing: no pod of the namespace has app=gone.'],
    }));
});
