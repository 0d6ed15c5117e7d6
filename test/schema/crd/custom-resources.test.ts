import assert from 'node:assert/strict';
import type { CustomResourceDefinition } from '../../../src/model/kinds/apiextensions-v1.ts';
import { customResourceOf, customResourcesOf } from '../../../src/schema/crd/custom-resources.ts';
import { decodeCustomResource } from '../../../src/schema/crd/decode-custom-resource.ts';
import { compareKubeAwareVersions } from '../../../src/schema/crd/kube-aware-version.ts';

const crd: CustomResourceDefinition = {
  spec: {
    group: 'example.org',
    scope: 'Namespaced',
    names: { plural: 'ships', singular: 'ship', kind: 'Ship', shortNames: ['sh'] },
    versions: [
      { name: 'v1beta1', served: true, deprecated: true },
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { masts: { type: 'integer' } } } } },
        },
      },
      { name: 'v2', served: false },
    ],
  },
};

describe('custom resources of a CRD', () => {
  it('are its served versions', () => {
    const [old, current] = customResourcesOf(crd, '1.37');
    assert.deepEqual(
      customResourcesOf(crd, '1.37').map(({ resource }) => resource.gvk.version),
      ['v1beta1', 'v1'],
    );
    assert.equal(old?.deprecation, 'example.org/v1beta1 Ship is deprecated; use example.org/v1 Ship');
    assert.deepEqual(
      [current?.deprecation, current?.hasStatus, current?.storage.version, current?.resource.shortNames],
      [undefined, true, 'v1', ['sh']],
    );
  });

  it('are found by group, version and kind, also in lower case', () => {
    const find = (version: string, kind: string, group = 'example.org'): string | undefined =>
      customResourceOf(crd, { group, version, kind }, '1.37')?.resource.gvk.version;
    assert.deepEqual(
      [find('v1', 'Ship'), find('v1', 'ship'), find('v2', 'Ship'), find('v1', 'SHIP'), find('v1', 'Ship', 'x.org')],
      ['v1', 'v1', undefined, undefined, undefined],
    );
  });

  it('are decoded by their schema, metadata by that of all objects', () => {
    const custom = customResourceOf(crd, { group: 'example.org', version: 'v1', kind: 'Ship' }, '1.37');
    assert.ok(custom);
    const decode = (body: object): string | object => {
      const value = { apiVersion: 'example.org/v1', kind: 'Ship', metadata: { name: 'x' }, ...body };
      const { object, error } = decodeCustomResource(custom, value, '1.37');
      return error ?? object;
    };
    assert.deepEqual(decode({ spec: { masts: null } }), { apiVersion: 'example.org/v1', kind: 'Ship', metadata: { name: 'x' }, spec: {} });
    const refusal = 'Ship in version "v1" cannot be handled as a Ship: ';
    assert.equal(
      decode({ metadata: { foo: 1 }, spec: { sails: 1 }, extra: 1 }),
      `${refusal}strict decoding error: unknown field "metadata.foo", unknown field "extra", unknown field "spec.sails"`,
    );
    assert.equal(
      decode({ metadata: { labels: [] } }),
      `${refusal}json: cannot unmarshal array into Go struct field ObjectMeta.labels of type map[string]string`,
    );
  });
});

describe('versions', () => {
  it('are ordered by maturity, then number; other names come first', () => {
    const names = ['foo', 'v1alpha1', 'v10', 'v2', 'v2beta1', 'bar', 'v1beta2', 'v1'];
    assert.deepEqual(names.sort(compareKubeAwareVersions), ['foo', 'bar', 'v1alpha1', 'v1beta2', 'v2beta1', 'v1', 'v2', 'v10']);
  });
});
