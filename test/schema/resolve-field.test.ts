import assert from 'node:assert/strict';
import { elementsOf, fieldPath, index, child } from '../../src/model/field-path.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { resolveField, typeLabel } from '../../src/schema/resolve-field.ts';

describe('resolveField', () => {
  const registry = loadSchemas('1.37');
  const resolve = (path: Parameters<typeof elementsOf>[0]) => resolveField(registry, 'k8s.io/api/apps/v1.Deployment', elementsOf(path));
  const containers = fieldPath('spec', 'template', 'spec', 'containers');

  it('walks through structs, pointers, lists, maps and inline fields', () => {
    assert.equal(typeLabel(resolve(fieldPath('spec', 'replicas'))?.type ?? { kind: 'bool', name: '' }), 'int32');
    assert.equal(resolve(containers)?.type.kind, 'slice');
    assert.equal(resolve(child(index(containers, 0), 'resources', 'limits', 'cpu'))?.type.kind, 'quantity');
    assert.equal(resolve(child(index(containers, 3), 'livenessProbe', 'httpGet', 'port'))?.type.kind, 'int-or-string');
  });

  it('names the field and its owner', () => {
    const policy = resolve(child(index(containers, 0), 'imagePullPolicy'));
    assert.equal(policy?.owner?.name, 'k8s.io/api/core/v1.Container');
    assert.deepEqual([...(policy?.field?.enum ?? [])].sort(), ['Always', 'IfNotPresent', 'Never']);
  });

  it('ends where the schema ends', () => {
    assert.equal(resolve(fieldPath('spec', 'replica')), undefined);
    assert.equal(resolve(fieldPath('spec', 'replicas', 'x')), undefined);
    assert.equal(resolve(index(fieldPath('spec'), 0)), undefined);
  });
});
