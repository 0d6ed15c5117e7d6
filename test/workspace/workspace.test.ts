import assert from 'node:assert/strict';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { loadSchemas } from '../../src/workspace/schemas.ts';
import { createSimulation, type Simulation } from '../../src/workspace/simulation.ts';
import { createWorkspace, type Workspace } from '../../src/workspace/workspace.ts';

const configMap = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

/** A workspace that counts how often the API server is asked. */
function counting(): { workspace: Workspace; asked: string[] } {
  const simulation = createSimulation({ registry: loadSchemas('1.37') });
  const asked: string[] = [];
  const count = (simulation: Simulation): Simulation => ({
    ...simulation,
    ask(value) {
      asked.push(JSON.stringify(value.metadata));
      return simulation.ask(value);
    },
    among: (neighbours) => count(simulation.among(neighbours)),
  });
  const workspace = createWorkspace({
    simulation: count(simulation),
    settings: { api: true, lint: true, rules: {} },
    onBug: (error) => {
      throw error;
    },
  });
  return { workspace, asked };
}

const boatDefinition = (type: string): string =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: boats.acme.example.org}\nspec:\n  group: acme.example.org\n  scope: Namespaced\n  names: {plural: boats, kind: Boat}\n  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {size: {type: ${type}}}}}}]\n`;
const boat = 'apiVersion: acme.example.org/v1\nkind: Boat\nmetadata: {name: boat}\nsize: 1\n';

const places = (diagnostics: readonly Diagnostic[], text: string): string[] =>
  diagnostics.filter(({ code }) => !code.startsWith('lint/')).map(({ at }) => text.slice(at.range.start, at.range.end));

describe('Workspace', () => {
  it('asks again only about documents that are new, and moves what it knows', () => {
    const { workspace, asked } = counting();
    const text = `${configMap('One')}---\n${configMap('two')}---\n${configMap('Three')}`;
    workspace.open({ source: 'a.yaml', text });
    assert.deepEqual(places(workspace.diagnostics('a.yaml'), text), ['One', 'Three']);
    assert.equal(asked.length, 3);
    const changed = text.replace('two', 'Twenty');
    workspace.change({ source: 'a.yaml', text: changed });
    assert.deepEqual(places(workspace.diagnostics('a.yaml'), changed), ['One', 'Twenty', 'Three']);
    assert.deepEqual(asked.slice(3), ['{"name":"Twenty"}']);
  });

  it('asks nothing when nothing has changed', () => {
    const { workspace, asked } = counting();
    workspace.open({ source: 'a.yaml', text: configMap('a') });
    const first = workspace.diagnostics('a.yaml');
    workspace.change({ source: 'a.yaml', text: configMap('a') });
    assert.deepEqual(workspace.diagnostics('a.yaml'), first);
    assert.equal(asked.length, 1);
  });

  it('answers nothing for what is not open', () => {
    const { workspace } = counting();
    workspace.open({ source: 'a.yaml', text: configMap('A') });
    assert.ok(workspace.diagnostics('a.yaml').length > 0);
    workspace.close('a.yaml');
    assert.deepEqual(
      [workspace.diagnostics('a.yaml'), workspace.sources(), workspace.documents('a.yaml'), workspace.text('a.yaml')],
      [[], [], [], undefined],
    );
  });

  it('lets rules see all open sources', () => {
    const { workspace } = counting();
    const pod = (name: string, label: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: n, labels: {app: ${label}}}\nspec: {containers: [{name: c, image: 'c:1'}]}\n`;
    workspace.open({
      source: 's.yaml',
      text: 'apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: n}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n',
    });
    workspace.open({ source: 'p.yaml', text: pod('p', 'other') });
    const dangles = (): boolean => workspace.diagnostics('s.yaml').some(({ code }) => code === 'lint/no-dangling-service-selector');
    assert.equal(dangles(), true);
    workspace.change({ source: 'p.yaml', text: pod('p', 'web') });
    assert.equal(dangles(), false);
  });

  it('keeps apart what is equal in items of a list', () => {
    const { workspace } = counting();
    const item = '- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: Same}\n';
    const text = `apiVersion: v1\nkind: List\nitems:\n${item}${item}`;
    workspace.open({ source: 'l.yaml', text });
    const starts = workspace.diagnostics('l.yaml').map(({ at }) => at.range.start);
    assert.deepEqual(starts, [text.indexOf('Same'), text.lastIndexOf('Same')]);
  });

  it('judges custom resources again when their CRD changes, and nothing else', () => {
    const { workspace, asked } = counting();
    const codes = (): string[] => workspace.diagnostics('b.yaml').map(({ code }) => code);
    workspace.open({ source: 'b.yaml', text: `${boat}---\n${boat.replace('boat', 'ship')}---\n${configMap('fine')}` });
    assert.deepEqual(codes(), ['reference/missing-crd']);
    workspace.open({ source: 'crd.yaml', text: boatDefinition('integer') });
    assert.deepEqual(codes(), []);
    asked.length = 0;
    workspace.change({ source: 'crd.yaml', text: boatDefinition('string') });
    assert.deepEqual(codes(), ['api/field-value-type-invalid', 'api/field-value-type-invalid']);
    assert.deepEqual(asked, ['{"name":"boat"}', '{"name":"ship"}']);
    workspace.close('crd.yaml');
    assert.deepEqual(codes(), ['reference/missing-crd']);
  });

  it('judges all objects again when a neighbour changes that may decide on any', () => {
    const { workspace } = counting();
    const codes = (): string[] =>
      workspace
        .diagnostics('p.yaml')
        .map(({ code }) => code)
        .filter((code) => !code.startsWith('lint/'));
    workspace.open({
      source: 'p.yaml',
      text: "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {priorityClassName: high, containers: [{name: c, image: 'c:1'}]}\n",
    });
    assert.deepEqual(codes(), ['admission/priority']);
    workspace.open({ source: 'c.yaml', text: 'apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 1\n' });
    assert.deepEqual(codes(), []);
  });
});
