import assert from 'node:assert/strict';
import { loadSchemas } from '../../src/schema/load.ts';
import { compareSources, type CompareOptions, type ObjectDiff } from '../../src/workspace/compare.ts';
import { neighboursOfSources } from '../../src/workspace/neighbours.ts';
import { gist } from '../diff/read-objects.ts';

const crd = (size = '{type: integer, default: 1}'): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: boats.acme.example.org}
spec:
  group: acme.example.org
  scope: Namespaced
  names: {plural: boats, kind: Boat}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              size: ${size}
              home: {type: string, x-kubernetes-validations: [{rule: self == oldSelf, message: a boat has one home}]}
              flags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
              crew: {type: array, items: {type: object, properties: {name: {type: string}, rank: {type: string}}}}
              sails:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [mast]
                items: {type: object, required: [mast], properties: {mast: {type: string}, area: {type: integer}}}
              labels: {type: object, additionalProperties: {type: string}}
---
`;
const boat = (spec: string, metadata = 'name: b'): string =>
  `apiVersion: acme.example.org/v1\nkind: Boat\nmetadata: {${metadata}}\nspec: {${spec}}\n`;

const compare = (before: string, after: string, options: CompareOptions = {}): readonly ObjectDiff[] =>
  compareSources([{ source: 'old.yaml', text: before }], [{ source: 'new.yaml', text: after }], loadSchemas('1.37'), options).diffs.filter(
    ({ gvk }) => gvk.kind === 'Boat',
  );

describe('a diff of custom resources', () => {
  it('finds items by the list keys of their CRD', () => {
    const found = compare(
      crd() + boat('sails: [{mast: fore, area: 4}, {mast: main, area: 9}], flags: [a, b]'),
      crd() + boat('sails: [{mast: main, area: 8}, {mast: fore, area: 4}], flags: [b, c]'),
    );
    assert.deepEqual(gist(found), ['removed spec.flags[0]: live', 'added spec.flags[1]: live', 'spec.sails[mast=main].area: live']);
  });

  it('takes lists without keys for what they are, whatever is in them', () => {
    const found = compare(crd() + boat('crew: [{name: a}, {name: b}]'), crd() + boat('crew: [{name: b}, {name: a}]'));
    assert.ok(found.length === 1 && gist(found).every((each) => !each.includes('name=')), gist(found).join());
  });

  it('knows defaults, namespaces and entries of maps', () => {
    assert.deepEqual(compare(crd() + boat('size: 1'), crd() + boat('', 'name: b, namespace: default')), []);
    assert.deepEqual(gist(compare(crd() + boat('labels: {a: x}'), crd() + boat('labels: {a: z}'))), ['spec.labels[a]: live']);
  });

  it('says what the API server refuses', () => {
    const [moved] = compare(crd() + boat('home: kiel'), crd() + boat('home: bremen'));
    assert.equal(moved?.consequence, 'rejected');
    assert.match(moved.changes[0]?.note ?? '', /a boat has one home/);
    const [grown] = compare(crd() + boat('size: 1'), crd() + boat('size: big'));
    assert.match(grown?.changes[0]?.note ?? '', /must be of type integer/);
    const [unknown] = compare(crd() + boat('size: 1'), crd() + boat('sise: 2'));
    assert.match(unknown?.note ?? '', /unknown field "spec\.sise"/);
    const [added] = compare(crd(), crd() + boat('size: big'));
    assert.equal(added?.consequence, 'rejected');
  });

  it('goes by the CRDs that are applied, then those that are there, then those beside', () => {
    const [before, after] = [boat('size: 1'), boat('size: big')];
    const TEXT = '{type: string}';
    const beside = (text: string): CompareOptions => ({ crds: neighboursOfSources([{ source: 'crd.yaml', read: () => text }]) });
    const consequence = (...args: Parameters<typeof compare>): string | undefined => compare(...args)[0]?.consequence;
    assert.equal(consequence(before, after), 'live');
    assert.equal(consequence(crd() + before, after), 'rejected');
    assert.equal(consequence(crd() + before, crd('{x-kubernetes-preserve-unknown-fields: true}') + after), 'live');
    assert.equal(consequence(before, after, beside(crd())), 'rejected');
    assert.equal(consequence(crd() + boat('size: 1'), crd(TEXT) + after, beside(crd())), 'live');
  });
});
