import assert from 'node:assert/strict';
import type { ReadView } from '../../../src/cluster/store.ts';
import { dnsRecords } from '../../../src/reconcile-preview/network/dns-records.ts';
import { networkView } from '../../../src/reconcile-preview/network/network-view.ts';
import { reverseName } from '../../../src/reconcile-preview/network/reverse-name.ts';
import { listObjects } from '../../../src/reconcile-preview/kind.ts';
import { POD, SERVICE } from '../../../src/reconcile-preview/kinds.ts';
import { atRest, nodes, pod, service } from './at-rest.ts';

const NODES = nodes({ a1: 'a' });

/** Records of one Service or Pod, with simulated addresses replaced by whose they are. */
function recordsOf(view: ReadView, name: string): string[] {
  const names = new Map<string, string>();
  for (const { metadata, status } of listObjects(view, POD)) if (status?.podIP) names.set(status.podIP, metadata.name ?? '');
  for (const { metadata, spec } of listObjects(view, SERVICE)) if (spec?.clusterIP) names.set(spec.clusterIP, metadata.name ?? '');
  const readable = (text: string): string =>
    [...names].reduce(
      (all, [ip, of]) =>
        all.replaceAll(ip, of).replaceAll(ip.replaceAll('.', '-'), `${of}-ip`).replaceAll(reverseName(ip), `${of}.reverse`),
      text,
    );
  return dnsRecords(view)
    .filter(({ of }) => of.name === name)
    .map((record) => readable(`${record.name} ${record.type} ${record.value}`));
}

describe('dnsRecords', () => {
  it('has address, named ports, endpoints and reverse names of a Service with an address', () => {
    const view = atRest(
      `${NODES}${pod('one', { app: 'web' })}${service('web', '{selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}, {name: dns, port: 53, protocol: UDP}]}')}`,
    );
    assert.deepEqual(recordsOf(view, 'web'), [
      'web.default.svc.cluster.local A web',
      '_http._tcp.web.default.svc.cluster.local SRV 0 100 80 web.default.svc.cluster.local',
      '_dns._udp.web.default.svc.cluster.local SRV 0 100 53 web.default.svc.cluster.local',
      'one-ip.web.default.svc.cluster.local A one',
      'web.reverse PTR web.default.svc.cluster.local',
      'one.reverse PTR one-ip.web.default.svc.cluster.local',
    ]);
    assert.ok(dnsRecords(view).every(({ ttl }) => ttl === 30));
  });

  it('keeps the address of a Service without endpoints', () => {
    const view = atRest(`${NODES}${service('web', '{selector: {app: web}, ports: [{port: 80}]}')}`);
    assert.deepEqual(recordsOf(view, 'web'), ['web.default.svc.cluster.local A web', 'web.reverse PTR web.default.svc.cluster.local']);
  });

  it('has each ready pod of a headless Service, by its own hostname or its address', () => {
    const view = atRest(
      `${NODES}${pod('named', { app: 'db', spec: 'hostname: primary, subdomain: db' })}${pod('other', { app: 'db', spec: 'hostname: lost, subdomain: elsewhere' })}${pod('sick', { app: 'db', annotations: '{drydock.dev/fate: never-ready}' })}${service('db', '{clusterIP: None, selector: {app: db}, ports: [{name: sql, port: 5432, targetPort: 8080}, {port: 1, name: x}]}')}`,
    );
    assert.deepEqual(recordsOf(view, 'db').sort(), [
      '_sql._tcp.db.default.svc.cluster.local SRV 0 50 8080 other-ip.db.default.svc.cluster.local',
      '_sql._tcp.db.default.svc.cluster.local SRV 0 50 8080 primary.db.default.svc.cluster.local',
      '_x._tcp.db.default.svc.cluster.local SRV 0 50 1 other-ip.db.default.svc.cluster.local',
      '_x._tcp.db.default.svc.cluster.local SRV 0 50 1 primary.db.default.svc.cluster.local',
      'db.default.svc.cluster.local A named',
      'db.default.svc.cluster.local A other',
      'named.reverse PTR primary.db.default.svc.cluster.local',
      'other-ip.db.default.svc.cluster.local A other',
      'other.reverse PTR other-ip.db.default.svc.cluster.local',
      'primary.db.default.svc.cluster.local A named',
    ]);
  });

  it('has unready pods where the Service publishes them', () => {
    const view = atRest(
      `${NODES}${pod('sick', { app: 'db', annotations: '{drydock.dev/fate: never-ready}' })}${service('db', '{clusterIP: None, publishNotReadyAddresses: true, selector: {app: db}}')}`,
    );
    assert.deepEqual(recordsOf(view, 'db').slice(0, 2), [
      'db.default.svc.cluster.local A sick',
      'sick-ip.db.default.svc.cluster.local A sick',
    ]);
  });

  it('has another name of an external name, but not of one that reads as an address', () => {
    const view = atRest(
      `${NODES}${service('ext', '{type: ExternalName, externalName: db.example.com}')}${service('ip', '{type: ExternalName, externalName: 192.0.2.1}')}`,
    );
    assert.deepEqual([recordsOf(view, 'ext'), recordsOf(view, 'ip')], [['ext.default.svc.cluster.local CNAME db.example.com'], []]);
  });

  it('has pods by their address, while they last', () => {
    const view = atRest(`${NODES}${pod('one')}${pod('done', { spec: 'restartPolicy: Never', annotations: '{drydock.dev/fate: exit=0}' })}`);
    assert.deepEqual([recordsOf(view, 'one'), recordsOf(view, 'done')], [['one-ip.default.pod.cluster.local A one'], []]);
  });
});

describe('reverseName', () => {
  it('turns octets and nibbles round', () => {
    assert.equal(reverseName('10.1.2.3'), '3.2.1.10.in-addr.arpa');
    assert.equal(reverseName('fd00::1'), `1.${'0.'.repeat(28)}0.d.f.ip6.arpa`);
    assert.equal(reverseName('no address'), 'no address');
  });
});

describe('names that pods count on', () => {
  const statefulSet = (serviceName: string): string =>
    `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec: {serviceName: ${serviceName}, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: 'db:1'}]}}}\n---\n`;
  const said = (yaml: string): string[] =>
    networkView(atRest(`${NODES}${yaml}`)).findings.flatMap(({ reason, message }) => (reason === 'NoHostnameRecord' ? [message] : []));

  it('are there with a Service that selects them', () =>
    assert.deepEqual(said(`${statefulSet('db')}${service('db', '{clusterIP: None, selector: {app: db}}')}`), []));
  it('are missing without the Service, said once for a StatefulSet', () =>
    assert.deepEqual(said(statefulSet('db')), ['There is no name db-0.db.default.svc.cluster.local: Service default/db does not exist.']));
  it('are missing where it selects others', () =>
    assert.deepEqual(
      said(`${pod('one', { spec: 'hostname: first, subdomain: web' })}${service('web', '{clusterIP: None, selector: {app: web}}')}`),
      ['There is no name first.web.default.svc.cluster.local: Service default/web does not select the pods.'],
    ));
});
