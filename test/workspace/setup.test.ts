import assert from 'node:assert/strict';
import { loadSchemas } from '../../src/workspace/schemas.ts';
import { createSimulation, type Simulation } from '../../src/workspace/simulation.ts';

const registry = loadSchemas('1.37');
const DEFINITIONS = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };

interface Crd {
  readonly plural?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly version?: string;
}

const crd = ({ plural = 'docks', group = 'harbour.io', kind = 'Dock', version = 'v1' }: Crd): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${plural}.${group}
spec:
  group: ${group}
  scope: Namespaced
  names: {plural: ${plural}, kind: ${kind}}
  versions:
  - {name: ${version}, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
`;
const simulate = (...documents: readonly string[]): Simulation =>
  createSimulation({ registry, setup: [{ source: 's.yaml', text: documents.join('---\n') }] });
const verdictOf = (simulation: Simulation, apiVersion: string, kind: string): string =>
  simulation.ask({ apiVersion, kind, metadata: { name: 'a' } }).verdict;

describe('writeSetup', () => {
  it('serves the kinds of CRDs that are accepted, and says which are not', () => {
    const text = crd({}).replace('plural: docks', 'plural: quays');
    const simulation = simulate(crd({ group: 'ships.io', kind: 'Ship', plural: 'ships' }), text, 'x: [\n');
    assert.equal(verdictOf(simulation, 'ships.io/v1', 'Ship'), 'accepted');
    assert.equal(verdictOf(simulation, 'harbour.io/v1', 'Dock'), 'unknown-kind');
    assert.deepEqual(
      simulation.problems.map(({ message, at }) => [message.slice(0, 60), at.range.start]),
      [
        [
          'setup: CustomResourceDefinition.apiextensions.k8s.io "docks.',
          crd({ group: 'ships.io', kind: 'Ship', plural: 'ships' }).length + 4,
        ],
        [
          'setup: yaml: line 1: did not find expected node content',
          crd({ group: 'ships.io', kind: 'Ship', plural: 'ships' }).length + text.length + 8,
        ],
      ],
    );
  });

  it('gives names to the CRD that stands first, in whatever order kinds are asked for', () => {
    const documents = [crd({}), crd({ plural: 'quays', version: 'v2' })];
    const [before, after] = [simulate(...documents), simulate(...documents)];
    assert.deepEqual(before.problems, []);
    for (const simulation of [before, after]) {
      assert.equal(verdictOf(simulation, 'harbour.io/v2', 'Dock'), 'unknown-kind');
      assert.equal(verdictOf(simulation, 'harbour.io/v1', 'Dock'), 'accepted');
    }
  });

  it('judges a CRD by what stands before it', () => {
    const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: no-crds}
spec:
  matchConstraints: {resourceRules: [{apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: [customresourcedefinitions]}]}
  validations: [{expression: "false"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: no-crds}
spec: {policyName: no-crds, validationActions: [Deny]}
`;
    const simulation = simulate(crd({}), policy, crd({ group: 'ships.io' }));
    assert.equal(verdictOf(simulation, 'harbour.io/v1', 'Dock'), 'accepted');
    assert.equal(verdictOf(simulation, 'ships.io/v1', 'Dock'), 'unknown-kind');
  });

  it('has the CRDs for custom resources of the setup, for replacing them, and in lists', () => {
    const dock = 'apiVersion: harbour.io/v1\nkind: Dock\nmetadata: {name: a, namespace: default}\n';
    const simulation = simulate(crd({}), dock, crd({ group: 'ships.io' }));
    const answer = simulation.ask({ apiVersion: 'harbour.io/v1', kind: 'Dock', metadata: { name: 'a' } });
    assert.equal(answer.verdict === 'accepted' && answer.code, 200);
    const { store } = simulation.fork().cluster;
    assert.deepEqual(
      store.list(DEFINITIONS).map(({ metadata }) => metadata.name),
      ['docks.harbour.io', 'docks.ships.io'],
    );
    assert.equal(new Set(store.all().map(({ metadata }) => metadata.uid)).size, store.all().length);
  });

  it('judges shares that make up the whole, and takes what came of them', () => {
    const broken = crd({ group: 'ships.io' }).replace('storage: true', 'storage: false');
    const documents = [crd({}), broken, crd({ group: 'cranes.io' }), 'x: [\n'];
    const shares = [0, 1].map((share) => simulate(...documents).setup.judge(share, 2));
    const findings = shares.flat().filter(({ problems }) => problems.length > 0);
    assert.deepEqual(findings.map(({ part }) => part).sort(), [1, 3]);
    const whole = simulate(...documents);
    const told = simulate(...documents);
    told.setup.trust(findings);
    for (const simulation of [whole, told]) {
      assert.equal(verdictOf(simulation, 'ships.io/v1', 'Dock'), 'unknown-kind');
      assert.equal(verdictOf(simulation, 'cranes.io/v1', 'Dock'), 'accepted');
    }
    const definition = simulate(crd({}).replace('name: v1', 'name: V!'));
    definition.setup.trust([]);
    assert.equal(verdictOf(definition, 'harbour.io/V!', 'Dock'), 'accepted');
    assert.deepEqual(told.problems, whole.problems);
  });

  it('defers CRDs in JSON, and reads what is none at once', () => {
    const json = (value: object): string => `${JSON.stringify(value)}\n`;
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'docks.harbour.io' },
      spec: { group: 'harbour.io', scope: 'Namespaced', names: { plural: 'docks', kind: 'Dock' } },
    };
    const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }];
    const valid = { ...definition, spec: { ...definition.spec, versions } };
    const told = simulate(json(definition), json({ kind: 'List', apiVersion: 'v1', items: [valid] }));
    told.setup.trust([]);
    assert.equal(verdictOf(told, 'harbour.io/v1', 'Dock'), 'accepted');
    const trusted = simulate(json({ ...valid, spec: { ...valid.spec, scope: 'None' } }));
    trusted.setup.trust([]);
    assert.equal(verdictOf(trusted, 'harbour.io/v1', 'Dock'), 'accepted');
  });
});
