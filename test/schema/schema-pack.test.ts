import assert from 'node:assert/strict';
import { declaredStructs, type GoStructs } from '../../tools/schema-pack/go-structs.ts';
import { goNameOf, type OpenApi, type OpenApiSchema } from '../../tools/schema-pack/openapi.ts';
import { packResources, packTypes } from '../../tools/schema-pack/pack.ts';

const REF = '#/components/schemas/';

/** A made-up group with a kind `Ship`, whose cargo is inline. */
describe('import of schema packs', () => {
  const schemas: Readonly<Record<string, OpenApiSchema>> = {
    'io.k8s.api.harbour.v1.Ship': {
      type: 'object',
      required: ['name'],
      'x-kubernetes-group-version-kind': [{ group: 'harbour.example', version: 'v1', kind: 'Ship' }],
      properties: {
        name: { type: 'string', default: '' },
        flag: { type: 'string', enum: ['Red', 'White'], default: 'Red' },
        length: { type: 'integer', format: 'int64' },
        crew: {
          type: 'array',
          items: { default: {}, allOf: [{ $ref: `${REF}io.k8s.api.harbour.v1.Sailor` }] },
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['rank'],
          'x-kubernetes-patch-strategy': 'merge,retainKeys',
          'x-kubernetes-patch-merge-key': 'rank',
        },
        coal: { $ref: `${REF}io.k8s.apimachinery.pkg.api.resource.Quantity` },
        status: { default: {}, allOf: [{ $ref: `${REF}io.k8s.api.harbour.v1.Sailor` }] },
      },
    },
    'io.k8s.api.harbour.v1.Sailor': { type: 'object', properties: { rank: { type: 'string' } }, 'x-kubernetes-map-type': 'atomic' },
  };
  const structs: GoStructs = {
    'k8s.io/api/harbour/v1.Ship': [
      { name: 'Name', json: 'name', type: 'string' },
      { name: 'Flag', json: 'flag', type: 'k8s.io/api/harbour/v1.Flag' },
      { name: 'Length', json: 'length', type: '*k8s.io/api/harbour/v1.Length' },
      { name: 'Crew', json: 'crew', type: '[]k8s.io/api/harbour/v1.Sailor' },
      { name: 'Cargo', type: 'k8s.io/api/harbour/v1.Cargo', inline: true },
      { name: 'Status', json: 'status', type: 'k8s.io/api/harbour/v1.Sailor' },
      { name: 'secret', type: 'string' },
    ],
    'k8s.io/api/harbour/v1.Sailor': [{ name: 'Rank', json: 'rank', type: 'string' }],
    'k8s.io/api/harbour/v1.Cargo': [{ name: 'Coal', json: 'coal', type: '*k8s.io/apimachinery/pkg/api/resource.Quantity' }],
  };
  const openApi: OpenApi = {
    schemas: new Map(Object.entries(schemas).map(([name, schema]) => [goNameOf(name), schema])),
    discovery: [
      {
        groupVersion: 'harbour.example/v1',
        resources: [
          {
            name: 'ships',
            singularName: 'ship',
            namespaced: true,
            kind: 'Ship',
            verbs: ['create', 'get'],
            shortNames: ['sh'],
            group: null,
            version: null,
          },
          {
            name: 'ships/status',
            singularName: 'ship',
            namespaced: true,
            kind: 'Ship',
            verbs: ['get'],
            shortNames: null,
            group: null,
            version: null,
          },
        ],
      },
    ],
    servedByDefault: new Set(['harbour.example/v1']),
  };

  it('merges Go fields and OpenAPI', () => {
    const types = packTypes(openApi, structs, ['k8s.io/api/harbour/v1.Ship']);
    assert.deepEqual(types.get('k8s.io/api/harbour/v1.Ship')?.[0], [
      ['name', 'Name', 'string', { always: true, required: true }],
      ['flag', 'Flag', 'k8s.io/api/harbour/v1.Flag=string', { default: 'Red', enum: ['Red', 'White'] }],
      ['length', 'Length', '*k8s.io/api/harbour/v1.Length=int64'],
      [
        'crew',
        'Crew',
        '[]k8s.io/api/harbour/v1.Sailor',
        { listType: 'map', listMapKeys: ['rank'], patchStrategy: ['merge', 'retainKeys'], patchMergeKey: 'rank' },
      ],
      ['', 'Cargo', 'k8s.io/api/harbour/v1.Cargo'],
      ['status', 'Status', 'k8s.io/api/harbour/v1.Sailor', { always: true }],
    ]);
    assert.deepEqual(types.get('k8s.io/api/harbour/v1.Cargo'), [[['coal', 'Coal', '*k8s.io/apimachinery/pkg/api/resource.Quantity']]]);
  });

  it('says which structs are atomic', () => {
    const types = packTypes(openApi, structs, ['k8s.io/api/harbour/v1.Ship']);
    assert.deepEqual(types.get('k8s.io/api/harbour/v1.Sailor'), [[['rank', 'Rank', 'string']], { mapType: 'atomic' }]);
  });

  it('refuses a property that has no Go field', () => {
    const without: GoStructs = { ...structs, 'k8s.io/api/harbour/v1.Sailor': [] };
    assert.throws(
      () => packTypes(openApi, without, ['k8s.io/api/harbour/v1.Ship']),
      /k8s\.io\/api\/harbour\/v1\.Sailor: no Go field for rank/,
    );
  });

  it('lists resources with their subresources and structs', () => {
    assert.deepEqual(packResources(openApi), [
      {
        group: 'harbour.example',
        version: 'v1',
        kind: 'Ship',
        plural: 'ships',
        singular: 'ship',
        shortNames: ['sh'],
        namespaced: true,
        verbs: ['create', 'get'],
        subresources: ['status'],
        servedByDefault: true,
        type: 'k8s.io/api/harbour/v1.Ship',
      },
    ]);
  });

  it('declares the groups that are not among the structs', () => {
    const fields = declaredStructs()['k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaProps'];
    assert.deepEqual(
      fields?.find(({ name }) => name === 'Dependencies'),
      {
        name: 'Dependencies',
        json: 'dependencies',
        type: 'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaDependencies=map[string]k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrStringArray',
      },
    );
  });
});
