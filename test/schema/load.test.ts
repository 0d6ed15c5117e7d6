import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvariantError } from '../../src/model/invariant.ts';
import { loadSchemas, packageRoot } from '../../src/schema/load.ts';
import { createPackRegistry, type PackIndex } from '../../src/schema/pack-registry.ts';
import { goTypeText, type GoType } from '../../src/schema/registry.ts';
import { RELEASES } from '../../src/schema/release.ts';

describe('schema packs', () => {
  const schemas = join(packageRoot(), 'schemas');
  const lines = readFileSync(join(schemas, 'types.jsonl'), 'utf8').trimEnd().split('\n');

  it('hold each distinct type once, in order, and no type that no release has', () => {
    assert.equal(new Set(lines).size, lines.length);
    const names = lines.map((line) => (JSON.parse(line) as [string])[0]);
    assert.deepEqual(names, [...names].sort());
    const offsets = new Set<number>();
    for (const release of RELEASES) {
      const index = JSON.parse(readFileSync(join(schemas, `v${release}.json`), 'utf8')) as PackIndex;
      for (const types of Object.values(index.types)) for (const offset of Object.values(types)) offsets.add(offset);
    }
    assert.equal(offsets.size, lines.length);
  });

  it('are facts only', () => assert.ok(!lines.some((line) => line.includes('"description":{') || /[a-z] [a-z]+ [a-z]+ [a-z]/.test(line))));

  for (const release of RELEASES) {
    it(`${release}: every type a resource reaches is there`, () => {
      const registry = loadSchemas(release);
      const seen = new Set<string>();
      const visitType = (type: GoType): void => {
        if ('element' in type) visitType(type.element);
        else if (type.kind === 'struct') visit(type.name);
      };
      const visit = (name: string): void => {
        if (seen.has(name)) return;
        seen.add(name);
        for (const { field } of registry.struct(name).byJson.values()) visitType(field.type);
      };
      for (const { type } of registry.resources()) visit(type);
      assert.ok(seen.size > 550, String(seen.size));
    });
  }

  it('answer resources', () => {
    const registry = loadSchemas('1.37');
    const deployment = registry.resource({ group: 'apps', version: 'v1', kind: 'Deployment' });
    assert.deepEqual(deployment, {
      gvk: { group: 'apps', version: 'v1', kind: 'Deployment' },
      plural: 'deployments',
      singular: 'deployment',
      shortNames: ['deploy'],
      namespaced: true,
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      subresources: ['scale', 'status'],
      servedByDefault: true,
      type: 'k8s.io/api/apps/v1.Deployment',
    });
    assert.equal(registry.resource({ group: '', version: 'v1', kind: 'Node' })?.namespaced, false);
    assert.equal(registry.resource({ group: 'resource.k8s.io', version: 'v1beta1', kind: 'DeviceClass' })?.servedByDefault, false);
    assert.equal(registry.resource({ group: 'apps', version: 'v1beta1', kind: 'Deployment' }), undefined);
    const keys = registry.resources().map(({ gvk }) => `${gvk.group}\0${gvk.version}\0${gvk.kind}`);
    assert.deepEqual(keys, [...keys].sort());
  });

  it('answer fields with their Go names and facts', () => {
    const registry = loadSchemas('1.37');
    const pod = registry.struct('k8s.io/api/core/v1.PodSpec');
    const volumes = pod.byJson.get('volumes')?.field;
    assert.ok(volumes);
    assert.equal(goTypeText(volumes.type), '[]v1.Volume');
    assert.deepEqual(
      [volumes.listType, volumes.listMapKeys, volumes.patchStrategy, volumes.patchMergeKey],
      ['map', ['name'], ['merge', 'retainKeys'], 'name'],
    );
    assert.equal(pod.fields[0]?.go, 'Volumes');
    assert.ok(pod.byJson.get('containers')?.field.required);

    const limits = registry.struct('k8s.io/api/core/v1.ResourceRequirements').byJson.get('limits')?.field;
    assert.deepEqual([limits?.type.kind, limits && goTypeText(limits.type)], ['map', 'v1.ResourceList']);
    const protocol = registry.struct('k8s.io/api/core/v1.ContainerPort').byJson.get('protocol')?.field;
    assert.deepEqual(
      [protocol?.type, protocol?.default, protocol?.enum],
      [{ kind: 'string', name: 'k8s.io/api/core/v1.Protocol' }, 'TCP', ['SCTP', 'TCP', 'UDP']],
    );
  });

  it('put the fields of inline structs in their place', () => {
    const volume = loadSchemas('1.37').struct('k8s.io/api/core/v1.Volume');
    assert.deepEqual(
      volume.fields.map(({ go, inline }) => [go, inline]),
      [
        ['Name', undefined],
        ['VolumeSource', true],
      ],
    );
    assert.deepEqual(volume.byJson.get('fc')?.within, ['VolumeSource']);
    assert.deepEqual(volume.byJson.get('name')?.within, []);
  });

  it('differ by release', () => {
    const has = (release: (typeof RELEASES)[number]): boolean =>
      loadSchemas(release).struct('k8s.io/api/core/v1.PodSpec').byJson.has('schedulingGroup');
    assert.deepEqual(RELEASES.map(has), [false, false, true, true]);
    assert.equal(loadSchemas('1.34').hasStruct('k8s.io/api/core/v1.PodSchedulingGroup'), false);
    assert.throws(() => loadSchemas('1.34').struct('k8s.io/api/core/v1.PodSchedulingGroup'), InvariantError);
  });

  it('say so when index and types do not belong together', () => {
    const index: PackIndex = { release: '1.37', resources: [], types: { 'a/v1': { A: 0 } } };
    assert.throws(
      () =>
        createPackRegistry(
          index,
          () => '["a/v1.B",[]]',
          () => '',
        ).struct('a/v1.A'),
      /is not the one/,
    );
  });
});
