import assert from 'node:assert/strict';
import { gvkKey } from '../../../../src/model/group-version-kind.ts';
import type { NamedRuleWithOperations } from '../../../../src/model/kinds/admissionregistration-v1.ts';
import { matchedKinds } from '../../../../src/reconcile-preview/controllers/validatingadmissionpolicy-status/matched-kinds.ts';
import { loadSchemas } from '../../../../src/schema/load.ts';

const served = loadSchemas('1.37')
  .resources()
  .filter(({ servedByDefault }) => servedByDefault);
const kinds = (...rules: readonly NamedRuleWithOperations[]): string[] => matchedKinds(rules, served).map(({ gvk }) => gvkKey(gvk));
const rule = (apiGroups: string[], apiVersions: string[], ...resources: string[]): NamedRuleWithOperations => ({
  apiGroups,
  apiVersions,
  resources,
});

describe('kinds that policies are checked against', () => {
  it('come by group, version and kind, each once', () => {
    assert.deepEqual(
      kinds(
        rule(['autoscaling', 'apps'], ['v2', 'v1'], 'statefulsets', 'horizontalpodautoscalers', 'Deployments'),
        rule(['apps'], ['v1'], 'deployment'),
      ),
      ['apps/v1 Deployment', 'apps/v1 StatefulSet', 'autoscaling/v1 HorizontalPodAutoscaler', 'autoscaling/v2 HorizontalPodAutoscaler'],
    );
  });
  it('are those of any group for the core group', () => {
    assert.deepEqual(kinds(rule([''], ['v1'], 'events', 'jobs')), ['v1 Event', 'batch/v1 Job', 'events.k8s.io/v1 Event']);
  });
  it('are not looked for by wildcards and subresources', () => {
    assert.deepEqual(
      kinds(rule(['', '*'], ['v1'], 'pods'), rule([''], ['v1', '*'], 'pods'), rule([''], ['v1'], 'pods/*', '*', 'pods/log')),
      [],
    );
  });
  it('end with the tenth of a rule, counted with those found before', () => {
    const names = [
      'configmaps',
      'endpoints',
      'limitranges',
      'namespaces',
      'nodes',
      'persistentvolumes',
      'pods',
      'podtemplates',
      'secrets',
      'services',
    ];
    assert.equal(kinds(rule([''], ['v1'], ...names, 'replicationcontrollers'), rule(['apps'], ['v1'], 'deployments')).length, 10);
    assert.equal(kinds(rule([''], ['v1'], ...names.slice(1)), rule(['apps'], ['v1'], 'deployments')).length, 10);
    assert.deepEqual(kinds(rule([''], ['v1'], ...Array<string>(10).fill('pods')), rule(['apps'], ['v1'], 'deployments')), ['v1 Pod']);
  });
});
