import assert from 'node:assert/strict';
import { elementsOf, pathText, valueAt } from '../../src/model/field-path.ts';
import { parsePathText } from '../../src/yaml/path-text.ts';

describe('parsePathText', () => {
  const value = {
    spec: { containers: [{ ports: [{ name: 'a' }, { name: 'b' }] }], 'a.b': { c: 1 }, a: { b: 2 } },
    metadata: { labels: { 'app.kubernetes.io/name': 'x', 'a[0]': 'y', '0': 'z' }, annotations: { 'a.b': '1' } },
  };
  const kinds = (text: string): string =>
    elementsOf(parsePathText(text, value))
      .map(({ kind }) => kind)
      .join(' ');

  for (const [text, expected] of [
    ['spec.containers[0].ports[1].name', 'b'],
    ['metadata.labels[app.kubernetes.io/name]', 'x'],
    ['metadata.labels[a[0]]', 'y'],
    ['metadata.labels[0]', 'z'],
    ['metadata.annotations.a.b', '1'],
    ['spec.a.b.c', 1],
    ['spec.a.b', { c: 1 }],
  ] as const) {
    it(text, () => assert.deepEqual(valueAt(value, parsePathText(text, value)), expected));
  }
  it('reads what is not there as it looks', () => {
    for (const text of ['spec.template.spec.x[3].y', 'metadata.labels[b.c/d].e', 'status[a.b]'])
      assert.equal(pathText(parsePathText(text, value)), text);
    assert.equal(kinds('spec.volumes[3].name'), 'field field index field');
    assert.equal(kinds('metadata.labels[b.c]'), 'field field key');
  });
  it('takes any text', () => {
    for (const text of ['', '<nil>']) assert.deepEqual(elementsOf(parsePathText(text, value)), []);
    for (const text of ['[', ']', '.', '..a', 'a[', 'a[b', 'a]', '[]', 'a[].b', 'constructor.prototype'])
      assert.ok(elementsOf(parsePathText(text, value)).length > 0);
  });
});
