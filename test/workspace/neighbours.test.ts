import assert from 'node:assert/strict';
import { definitionText } from '../../src/workspace/definition-text.ts';
import { partsOf } from '../../src/workspace/neighbour-parts.ts';
import { neighboursOfSources, type LazySource } from '../../src/workspace/neighbours.ts';

const crd = (kind: string, { group = 'acme.example.org', label = '', version = 'v1' } = {}): string =>
  `apiVersion: apiextensions.k8s.io/${version}
kind: CustomResourceDefinition
metadata:
  name: ${kind.toLowerCase()}s.${group}
  labels: {of: "${label}"}
spec:
  group: ${group}
  names: {plural: ${kind.toLowerCase()}s, kind: ${kind}}
`;

/** Sources of which is noted what is read: `whole SOURCE`, `SOURCE:PART`. */
function noted(texts: Readonly<Record<string, string>>): { readonly files: LazySource[]; readonly reads: string[] } {
  const reads: string[] = [];
  const files = Object.entries(texts).map(([source, text]): LazySource => {
    const bytes = new TextEncoder().encode(text);
    return {
      source,
      read() {
        reads.push(`whole ${source}`);
        return text;
      },
      readPart(part) {
        reads.push(`${source}:${part.kinds.join()}`);
        return new TextDecoder().decode(bytes.subarray(part.bytes.start, part.bytes.end));
      },
    };
  });
  return { files, reads };
}

describe('neighbours', () => {
  describe('of a text', () => {
    it('have places in the text and in the file', () => {
      const text = `a: "ж€😀"\n---\n${crd('Boat')}---\nb: ü\n---\n${crd('Ship')}`;
      const parts = partsOf({ source: 'a.yaml', text }, (kind) => kind === 'CustomResourceDefinition');
      const bytes = new TextEncoder().encode(text);
      assert.deepEqual(
        parts.map(({ range }) => text.slice(range.start, range.end)),
        [crd('Boat'), crd('Ship')],
      );
      assert.deepEqual(
        parts.map((part) => new TextDecoder().decode(bytes.subarray(part.bytes.start, part.bytes.end))),
        [crd('Boat'), crd('Ship')],
      );
    });
  });

  describe('that are CRDs', () => {
    const labels = (found: readonly { readonly metadata?: unknown }[]): string[] => found.map(({ metadata }) => JSON.stringify(metadata));

    it('are read when somebody asks for their kind, and only the last of one name', () => {
      const { files, reads } = noted({
        'a.yaml': `${crd('Boat', { label: 'first' })}---\n${crd('Ship')}`,
        'b.yaml': crd('Boat', { label: 'last' }),
        'c.yaml': crd('Boat', { group: 'other.example.org' }),
      });
      const { definitionsOf } = neighboursOfSources(files);
      assert.deepEqual(reads, []);
      assert.deepEqual(labels(definitionsOf('acme.example.org', 'boat')), ['{"name":"boats.acme.example.org","labels":{"of":"last"}}']);
      assert.deepEqual(reads, ['whole a.yaml', 'whole b.yaml', 'whole c.yaml', 'b.yaml:CustomResourceDefinition,Boat']);
    });

    it('come together where the last of a name is of no version that is served', () => {
      const { files } = noted({ 'a.yaml': crd('Boat'), 'b.yaml': crd('Boat', { version: 'v1beta1' }) });
      assert.equal(neighboursOfSources(files).definitionsOf('acme.example.org', 'Boat').length, 2);
    });

    it('of a list are read once for all its kinds', () => {
      const item = (kind: string): string => JSON.stringify({ kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', metadata: {}, spec: { group: 'acme.example.org', names: { kind } } }); // prettier-ignore
      const { files, reads } = noted({ 'list.json': `{"kind": "List", "items": [${item('Boat')}, ${item('Ship')}]}` });
      const { definitionsOf } = neighboursOfSources(files);
      for (const kind of ['Boat', 'Ship', 'Boat']) assert.equal(definitionsOf('acme.example.org', kind).length, 1);
      assert.deepEqual(reads, ['whole list.json', 'list.json:List,CustomResourceDefinition,Boat,Ship']);
    });
  });

  describe('that decide', () => {
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: pier}\n';

    it('are not looked for in CRDs that speak of their kinds', () => {
      const { files, reads } = noted({ 'a.yaml': `${crd('Boat', { label: 'kind: Namespace' })}---\n${namespace}` });
      const { objects } = neighboursOfSources(files);
      assert.deepEqual(objects, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'pier' } }]);
      assert.deepEqual(reads, ['whole a.yaml', 'a.yaml:Namespace']);
    });

    it('are parameters of policies, whatever their kind', () => {
      const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: limits}
spec: {paramKind: {apiVersion: v1, kind: ConfigMap}}
`;
      const { files } = noted({ 'a.yaml': policy, 'b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: limits}\n---\na: 1\n' });
      assert.deepEqual(
        neighboursOfSources(files).objects.map(({ kind }) => kind),
        ['ValidatingAdmissionPolicy', 'ConfigMap'],
      );
      assert.deepEqual(neighboursOfSources(files.slice(0, 1)).objects, []);
    });
  });
});

describe('the text of a CRD', () => {
  it('tells its group and name', () => {
    assert.deepEqual(definitionText(crd('Boat')), { group: 'acme.example.org', name: 'boats.acme.example.org' });
    const json = '{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "boats.b.org"}, "spec": {"group": "b.org"}}'; // prettier-ignore
    assert.deepEqual(definitionText(json), { group: 'b.org', name: 'boats.b.org' });
  });

  it('tells nothing where several might be meant', () => {
    assert.deepEqual(definitionText(`${crd('Boat')}  name: ships.acme.example.org\n`), { group: 'acme.example.org', name: undefined });
    assert.equal(definitionText(`${crd('Boat')}  group: b.org\n  name: boats.b.org\n`), undefined);
    assert.equal(definitionText('kind: Namespace\n'), undefined);
  });
});
