import assert from 'node:assert/strict';
import { fieldErrorText, invalid, notSupported, required, tooLong, tooMany, verbatim } from '../../src/model/field-error.ts';
import { child, fieldPath, index, key, pathText, root, valueAt } from '../../src/model/field-path.ts';

describe('field errors', () => {
  const port = child(index(fieldPath('spec', 'ports'), 0), 'protocol');

  it('read as the API server prints them', () => {
    assert.equal(fieldErrorText(required(fieldPath('spec', 'selector'))), 'spec.selector: Required value');
    assert.equal(
      fieldErrorText(invalid(fieldPath('spec', 'replicas'), -1, 'must be greater than or equal to 0')),
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    );
    assert.equal(
      fieldErrorText(notSupported(port, 'tcp', ['SCTP', 'TCP', 'UDP'])),
      'spec.ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"',
    );
    assert.equal(fieldErrorText(tooLong(port, 1)), 'spec.ports[0].protocol: Too long: may not be more than 1 byte');
    assert.equal(fieldErrorText(tooMany(port, 3, 1)), 'spec.ports[0].protocol: Too many: 3: must have at most 1 item');
  });

  it('print objects as Go writes JSON, and what is given verbatim as it is', () => {
    assert.equal(fieldErrorText(invalid(root, { a: '<b>' }, '')), '<nil>: Invalid value: {"a":"\\u003cb\\u003e"}');
    assert.equal(fieldErrorText(invalid(root, verbatim('{Name:x}'), 'no')), '<nil>: Invalid value: {Name:x}: no');
    assert.equal(fieldErrorText(invalid(root, 'a\u0001"ü\u200b', '')), '<nil>: Invalid value: "a\\x01\\"ü\\u200b"');
  });
});

describe('field paths', () => {
  it('name entries of maps and lists in brackets', () => {
    assert.equal(pathText(key(fieldPath('metadata', 'labels'), 'app.kubernetes.io/name')), 'metadata.labels[app.kubernetes.io/name]');
  });

  it('lead to values, and only to an object’s own', () => {
    const object = { spec: { ports: [{ protocol: 'TCP' }] } };
    assert.equal(valueAt(object, child(index(fieldPath('spec', 'ports'), 0), 'protocol')), 'TCP');
    assert.equal(valueAt(object, fieldPath('spec', 'constructor')), undefined);
  });
});
