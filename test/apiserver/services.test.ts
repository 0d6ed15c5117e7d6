import assert from 'node:assert/strict';
import type { Answer, ApiServer } from '../../src/apiserver/api-server.ts';
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

  it('cannot ask for one node port twice by keeping it', () => {
    const api = newServer();
    const before = service('one', {
      type: 'NodePort',
      ports: [
        { port: 80, name: 't' },
        { port: 80, protocol: 'UDP', name: 'u' },
      ],
    });
    const after = service('one', {
      type: 'NodePort',
      ports: [
        { port: 80, name: 't' },
        { port: 443, protocol: 'TCP', name: 'u' },
      ],
    });
    accepted(api.apply(before, undefined));
    const answer = api.apply(after, before);
    assert.ok(answer.verdict === 'rejected');
    const { code, message, reason, details } = answer.status;
    assert.deepEqual(
      { code, message: message.replace(/\d+/, 'N'), reason, details },
      {
        code: 500,
        message: 'duplicate nodePort: {TCP N}',
        reason: undefined,
        details: undefined,
      },
    );
  });

  it('have an IPAddress as long as they have the address', () => {
    const api = newServer();
    accepted(api.create(service('one', { clusterIP: '10.96.0.7', ports: [{ port: 80 }] })));
    const key = { group: 'networking.k8s.io', kind: 'IPAddress', namespace: '', name: '10.96.0.7' };
    const address = api.cluster.store.get(key);
    assert.deepEqual(address?.metadata.labels, {
      'ipaddress.kubernetes.io/ip-family': 'IPv4',
      'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
    });
    assert.deepEqual(address?.spec, { parentRef: { resource: 'services', namespace: 'default', name: 'one' } });
    accepted(api.replace(service('one', { type: 'ExternalName', externalName: 'example.com' })));
    assert.equal(api.cluster.store.get(key), undefined);
    accepted(api.replace(service('one', { type: 'ClusterIP', clusterIP: '10.96.0.7', ports: [{ port: 80 }] })));
    assert.ok(api.cluster.store.get(key));
    deleteByKey(api, { group: '', kind: 'Service', namespace: 'default', name: 'one' });
    assert.equal(api.cluster.store.get(key), undefined);
  });

  describe('in a cluster with other ranges', () => {
    const range = (name: string, ...cidrs: string[]): JsonObject => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'ServiceCIDR',
      metadata: { name },
      spec: { cidrs },
    });
    /** A server that was started with these ranges. */
    const serverWith = (...cidrs: string[]): ApiServer => {
      const api = newServer();
      const [old] = api.cluster.store.list({ group: 'networking.k8s.io', kind: 'ServiceCIDR' });
      assert.ok(old);
      api.cluster.store.put({ ...old, spec: { cidrs } });
      return api;
    };
    const addresses = (answer: Answer): unknown => (accepted(answer).spec as { clusterIPs?: string[] }).clusterIPs;

    it('take turns with further ranges when the first is full', () => {
      const api = serverWith('10.1.0.0/30');
      accepted(api.create(range('more', '10.2.0.0/30')));
      const given = ['a', 'b', 'c', 'd'].map((name) => addresses(api.create(service(name, { ports: [{ port: 80 }] }))));
      assert.deepEqual(given, [['10.1.0.1'], ['10.1.0.2'], ['10.2.0.1'], ['10.2.0.2']]);
      assert.equal(
        refusal(api.create(service('e', { ports: [{ port: 80 }] }))),
        '500 Internal error occurred: failed to allocate a serviceIP for Service "e": range is full',
      );
    });

    it('set addresses aside for those who ask', () => {
      const api = serverWith('10.1.0.0/27');
      const given = Array.from({ length: 15 }, (_, i) => addresses(api.create(service(`s${i}`, { ports: [{ port: 80 }] }))));
      assert.deepEqual(
        [given[0], given[7], given[8], given[13], given[14]],
        [['10.1.0.23'], ['10.1.0.30'], ['10.1.0.17'], ['10.1.0.22'], ['10.1.0.1']],
      );
    });

    it('have addresses of both families where the server was started with both', () => {
      const api = serverWith('fd00:1::/112', '10.1.0.0/16');
      assert.deepEqual(addresses(api.create(service('one', { ports: [{ port: 80 }] }))), ['fd00:1::8080']);
      const prefer = { ipFamilyPolicy: 'PreferDualStack', ports: [{ port: 80 }] };
      assert.deepEqual(addresses(api.create(service('both', prefer))), ['fd00:1::8081', '10.1.128.127']);
      const require = { ipFamilyPolicy: 'RequireDualStack', ports: [{ port: 80 }] };
      assert.deepEqual(addresses(api.replace(service('one', require))), ['fd00:1::8080', '10.1.128.128']);
      assert.deepEqual(addresses(api.replace(service('one', { ...require, ipFamilyPolicy: 'SingleStack' }))), ['fd00:1::8080']);
      assert.deepEqual(addresses(api.create(service('two', require))), ['fd00:1::8082', '10.1.128.128']);
    });
  });
});
