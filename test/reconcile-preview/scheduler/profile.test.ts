import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PLUGINS, profileOf } from '../../../src/reconcile-preview/scheduler/profile.ts';

const FOLDERS = join(import.meta.dirname, '../../../src/reconcile-preview/scheduler/plugins');

const kebab = (name: string): string =>
  name
    .replace(/CSI/g, 'Csi')
    .replace(/(?<!^)[A-Z]/g, '-$&')
    .toLowerCase();

describe('the scheduler profile', () => {
  const names = PLUGINS.map(({ name }) => name);

  it('has each plugin once', () => assert.deepEqual([...new Set(names)], names));

  it('has a folder for each plugin and a plugin for each folder', () => assert.deepEqual([...names].sort(), readdirSync(FOLDERS).sort()));

  it('has each plugin in a file of its name', () => {
    for (const name of names) assert.ok(readdirSync(join(FOLDERS, name)).includes(`${kebab(name)}.ts`), name);
  });

  it('stands in the order of kube-scheduler 1.37', () =>
    assert.deepEqual(names, [
      'SchedulingGates',
      'NodeName',
      'NodeUnschedulable',
      'TaintToleration',
      'NodeAffinity',
      'NodePorts',
      'NodeResourcesFit',
      'VolumeRestrictions',
      'NodeVolumeLimits',
      'VolumeBinding',
      'VolumeZone',
      'PodTopologySpread',
      'InterPodAffinity',
      'DynamicResources',
      'DefaultPreemption',
      'NodeResourcesBalancedAllocation',
      'ImageLocality',
      'NodeDeclaredFeatures',
    ]));

  it('has the default weights', () =>
    assert.deepEqual(Object.fromEntries(PLUGINS.filter(({ weight }) => weight !== undefined).map(({ name, weight }) => [name, weight])), {
      TaintToleration: 3,
      NodeAffinity: 2,
      NodeResourcesFit: 1,
      VolumeBinding: 1,
      PodTopologySpread: 2,
      InterPodAffinity: 2,
      DynamicResources: 2,
      NodeResourcesBalancedAllocation: 1,
      ImageLocality: 1,
    }));

  it('leaves out what a release does not have', () => {
    assert.ok(!profileOf('1.35').some(({ name }) => name === 'NodeDeclaredFeatures'));
    assert.ok(profileOf('1.36').some(({ name }) => name === 'NodeDeclaredFeatures'));
  });
});
