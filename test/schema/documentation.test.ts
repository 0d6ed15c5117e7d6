import assert from 'node:assert/strict';
import { createDocumentation } from '../../src/schema/documentation.ts';
import { loadDocumentation, loadSchemas } from '../../src/schema/load.ts';

describe('documentation', () => {
  it('describes types and fields', () => {
    const documentation = loadDocumentation();
    assert.equal(documentation.describe('k8s.io/api/core/v1.PodSpec'), 'PodSpec is a description of a pod.');
    assert.match(
      documentation.describe('k8s.io/api/core/v1.Container', 'imagePullPolicy') ?? '',
      /^Image pull policy\.[\s\S]*\n - `"Always"` means/,
    );
    assert.match(documentation.describe('k8s.io/api/apps/v1.Deployment', 'kind') ?? '', /REST resource/);
    assert.equal(documentation.describe('k8s.io/api/core/v1.PodSpec', 'constructor'), undefined);
    assert.equal(documentation.describe('k8s.io/api/core/v1.Nothing', 'name'), undefined);
  });

  it('describes fields of inline structs wherever they are looked up', () => {
    const documentation = loadDocumentation();
    const text = documentation.describe('k8s.io/api/core/v1.Volume', 'emptyDir');
    assert.match(text ?? '', /temporary directory/);
    assert.equal(documentation.describe('k8s.io/api/core/v1.VolumeSource', 'emptyDir'), text);
  });

  it('leaves out few fields of what is served by default', () => {
    const documentation = loadDocumentation();
    const registry = loadSchemas('1.36');
    const missing: string[] = [];
    let fields = 0;
    for (const { type } of registry.resources().filter(({ servedByDefault }) => servedByDefault)) {
      const spec = registry.struct(type).byJson.get('spec')?.field.type;
      for (const name of spec?.kind === 'struct' ? [type, spec.name] : [type]) {
        for (const json of registry.struct(name).byJson.keys()) {
          fields++;
          if (documentation.describe(name, json) === undefined) missing.push(`${name} ${json}`);
        }
      }
    }
    assert.ok(missing.length < fields / 10, `${missing.length} of ${fields}: ${missing.join(', ')}`);
  });

  it('reads a line when it is asked for', () => {
    const asked: number[] = [];
    const documentation = createDocumentation({ 'a/v1': { A: 7 } }, (offset) => {
      asked.push(offset);
      return '{"":"An A.","b":"Its b."}';
    });
    assert.deepEqual(asked, []);
    assert.deepEqual(
      [documentation.describe('a/v1.A'), documentation.describe('a/v1.A', 'b'), documentation.describe('a/v1.A', 'c')],
      ['An A.', 'Its b.', undefined],
    );
    assert.deepEqual(asked, [7]);
  });
});
