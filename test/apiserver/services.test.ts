import assert from 'node:assert/strict';
import type { Answer } from '../../src/apiserver/api-server.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { deleteByKey } from '../support/delete-by-key.ts';
import { accepted, newServer, refusal } from './answers.ts';

describe('services', () => {
  const service = (name: string, spec: JsonObject): JsonObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec });
  const specOf = (answer: Answer): { clusterIP?: string; ports?: { nodePort?: number }[]; healthCheckNodePort?: number } =>
    accepted(answer).spec as never;

  it('get addresses and ports of their own, and give them back', () => {
    const api = newServer();
    const wanted = { type: 'NodePort', ports: [{ port: 80 }] };
    const [one, two] = [specOf(api.create(service('one', wanted))), specOf(api.create(service('two', wanted)))];
    assert.notEqual(one.clusterIP, two.clusterIP);
    assert.notEqual(one.ports?.[0]?.nodePort, two.ports?.[0]?.nodePort);
    for (const { clusterIP, ports } of [one, two]) {
      assert.match(clusterIP ?? '', /^10\.96\./);
      assert.ok((ports?.[0]?.nodePort ?? 0) >= 30000 && (ports?.[0]?.nodePort ?? 0) <= 32767);
    }
    deleteByKey(api, { group: '', kind: 'Service', namespace: 'default', name: 'one' });
    assert.equal(specOf(api.create(service('three', wanted))).clusterIP, one.clusterIP);
  });

  it('cannot have what others have, or what is out of range', () => {
    const api = newServer();
    specOf(api.create(service('one', { type: 'NodePort', clusterIP: '10.96.44.10', ports: [{ port: 80, nodePort: 30080 }] })));
    assert.equal(
      refusal(api.create(service('two', { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }))),
      '422 Service "two" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
    );
    assert.equal(
      refusal(api.create(service('two', { type: 'NodePort', ports: [{ port: 80, nodePort: 8080 }] }))),
      '422 Service "two" is invalid: spec.ports[0].nodePort: Invalid value: 8080: provided port is not in the valid range. The range of valid ports is 30000-32767',
    );
    assert.equal(
      refusal(api.create(service('two', { clusterIP: '10.96.44.10', ports: [{ port: 80 }] }))),
      '422 Service "two" is invalid: spec.clusterIPs: Invalid value: ["10.96.44.10"]: failed to allocate IP 10.96.44.10: provided IP is already allocated',
    );
  });

  it('keep what they have when they are applied again', () => {
    const api = newServer();
    const document = service('one', { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] });
    const before = specOf(api.apply(document, undefined));
    assert.deepEqual(specOf(api.apply(document, document)), before);
    assert.deepEqual(specOf(api.replace(service('one', { type: 'NodePort', ports: [{ port: 80 }] }))), before);
  });
});
