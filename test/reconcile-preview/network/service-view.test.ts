import assert from 'node:assert/strict';
import { serviceViews, type ServicePortView, type ServiceView } from '../../../src/reconcile-preview/network/service-view.ts';
import { atRest, nodes, pod, service } from './at-rest.ts';

const NODES = nodes({ a1: 'a', a2: 'a', b1: 'b' });
const viewOf = (yaml: string, name: string): ServiceView => {
  const found = serviceViews(atRest(yaml)).find((each) => each.name === name);
  assert.ok(found);
  return found;
};
/** Which pods get traffic, by nodes. */
const sent = ({ endpoints }: ServicePortView, traffic: ServicePortView['internal']): string[] =>
  traffic.map(({ nodes: from, endpoints: to, limitedBy }) => {
    const pods = to.map((text) => endpoints.find(({ address, port }) => `${address}:${port}` === text)?.pod);
    return `${from.join(',')} → ${pods.sort().join(',')}${limitedBy === undefined ? '' : ` (${limitedBy})`}`;
  });
const first = ({ ports }: ServiceView): ServicePortView => {
  const [port] = ports;
  assert.ok(port);
  return port;
};
const reasons = ({ findings }: ServiceView): string[] => findings.map(({ reason, message }) => `${reason}: ${message}`);

describe('serviceViews', () => {
  const two = `${NODES}${pod('one', { app: 'web', node: 'a1' })}${pod('two', { app: 'web', node: 'b1' })}`;

  it('sends everywhere to all by default', () => {
    const view = viewOf(`${two}${service('web', '{selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}')}`, 'web');
    assert.deepEqual(sent(first(view), first(view).internal), ['a1,a2,b1 → one,two']);
    assert.deepEqual(
      [view.type, view.headless, view.internalTrafficPolicy, view.externalTrafficPolicy, view.findings],
      ['ClusterIP', false, 'Cluster', undefined, []],
    );
    assert.deepEqual(first(view).external, []);
    assert.deepEqual(
      first(view)
        .endpoints.map(({ port, node, zone }) => `${port} ${node} ${zone}`)
        .sort(),
      ['8080 a1 a', '8080 b1 b'],
    );
  });

  it('stays on the node with internalTrafficPolicy Local, and says where traffic is dropped', () => {
    const view = viewOf(
      `${two}${service('web', '{internalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}')}`,
      'web',
    );
    assert.deepEqual(sent(first(view), first(view).internal), ['a1 → one (Local)', 'a2 →  (Local)', 'b1 → two (Local)']);
    assert.deepEqual(reasons(view), [
      'NoLocalEndpoints: Port 80/TCP: traffic from pods on a2 is dropped: internalTrafficPolicy is Local and no endpoint is there.',
    ]);
  });

  it('stays on the node for outside traffic only with externalTrafficPolicy Local, and answers health checks there', () => {
    const view = viewOf(
      `${two}${service('web', '{type: LoadBalancer, externalTrafficPolicy: Local, sessionAffinity: ClientIP, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}')}`,
      'web',
    );
    assert.deepEqual(sent(first(view), first(view).internal), ['a1,a2,b1 → one,two']);
    assert.deepEqual(sent(first(view), first(view).external), ['a1 → one (Local)', 'a2 →  (Local)', 'b1 → two (Local)']);
    assert.deepEqual(view.healthCheck?.nodes, ['a1', 'b1']);
    assert.deepEqual([view.affinitySeconds, view.loadBalancer?.addresses, typeof first(view).nodePort], [10_800, [], 'number']);
    assert.deepEqual(
      view.findings.map(({ severity }) => severity),
      ['info'],
      'a load balancer finds out by itself',
    );
  });

  it('follows the hints that trafficDistribution gives', () => {
    const close = viewOf(
      `${two}${service('web', '{trafficDistribution: PreferSameZone, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}')}`,
      'web',
    );
    assert.deepEqual(sent(first(close), first(close).internal), ['a1,a2 → one (PreferSameZone)', 'b1 → two (PreferSameZone)']);
    const same = viewOf(
      `${two}${service('web', '{trafficDistribution: PreferSameNode, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}')}`,
      'web',
    );
    assert.deepEqual(sent(first(same), first(same).internal), [
      'a1 → one (PreferSameNode)',
      'a2 → one (PreferSameZone)',
      'b1 → two (PreferSameNode)',
    ]);
  });

  it('leaves headless Services, external names and those of another proxy to others', () => {
    const yaml = `${two}${service('none', '{clusterIP: None, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}')}${service('ext', '{type: ExternalName, externalName: example.com}')}${service('own', '{selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}', { labels: '{service.kubernetes.io/service-proxy-name: mesh}' })}`;
    const [none, ext, own] = [viewOf(yaml, 'none'), viewOf(yaml, 'ext'), viewOf(yaml, 'own')];
    assert.deepEqual([none.headless, none.clusterIPs, first(none).internal, first(none).endpoints.length], [true, [], [], 2]);
    assert.deepEqual([ext.externalName, ext.ports, ext.clusterIPs], ['example.com', [], []]);
    assert.deepEqual([own.proxyName, first(own).internal, own.findings], ['mesh', [], []]);
  });

  it('lists what somebody wrote down for a Service without a selector', () => {
    const slice = `apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: db-1, labels: {kubernetes.io/service-name: db}}\naddressType: IPv4\nports: [{name: '', port: 5432}]\nendpoints: [{addresses: [192.0.2.7]}, {addresses: [192.0.2.8], conditions: {ready: false}}]\n---\n`;
    const view = viewOf(`${NODES}${service('db', '{ports: [{port: 5432}]}')}${slice}`, 'db');
    assert.deepEqual(
      first(view).endpoints.map(({ address, ready, pod: of }) => [address, ready, of]),
      [
        ['192.0.2.7', true, undefined],
        ['192.0.2.8', false, undefined],
      ],
    );
    assert.deepEqual(first(view).internal, [{ nodes: ['a1', 'a2', 'b1'], endpoints: ['192.0.2.7:5432'] }]);
  });

  describe('says why a port has no endpoints', () => {
    const why = (yaml: string): string[] => reasons(viewOf(`${NODES}${yaml}`, 'web'));
    const web = service('web', '{selector: {app: web, tier: front}, ports: [{name: http, port: 80, targetPort: http}]}');
    const labelled = (text: string): string => text.replace('labels: {app: web}', 'labels: {app: web, tier: front}');

    it('no pod has the labels', () =>
      assert.deepEqual(why(`${pod('one', { app: 'web' })}${web}`), [
        'NoPodsSelected: Port http 80/TCP has no endpoints: no pod has tier=front.',
      ]));
    it('pods are not ready', () =>
      assert.deepEqual(why(`${labelled(pod('one', { app: 'web', annotations: '{drydock.dev/fate: never-ready}' }))}${web}`), [
        'PodsNotReady: Port http 80/TCP has no endpoints: the pod that it selects is not ready.',
      ]));
    it('pods wait for something', () =>
      assert.deepEqual(why(`${labelled(pod('one', { app: 'web', annotations: '{drydock.dev/fate: image-pull-error}' }))}${web}`), [
        'PodsNotReady: Port http 80/TCP has no endpoints: the pod that it selects is not ready: ImagePullBackOff.',
      ]));
    it('pods have no node', () =>
      assert.deepEqual(why(`${labelled(pod('one', { app: 'web', spec: 'nodeSelector: {disk: ssd}' }))}${web}`), [
        'PodsNotStarted: Port http 80/TCP has no endpoints: the pod that it selects has not started (Pending).',
      ]));
    it('pods have ended', () =>
      assert.deepEqual(
        why(`${labelled(pod('one', { app: 'web', spec: 'restartPolicy: Never', annotations: '{drydock.dev/fate: exit=0}' }))}${web}`),
        ['PodsEnded: Port http 80/TCP has no endpoints: the pod that it selects has ended.'],
      ));
    it('no container has the port', () =>
      assert.deepEqual(
        why(
          `${labelled(pod('one', { app: 'web', ports: '[{name: web, containerPort: 80}, {name: http, containerPort: 80, protocol: UDP}]' }))}${web}`,
        ),
        [
          'TargetPortNotFound: Port http 80/TCP has no endpoints: no container of its pods has a TCP port named "http"; they have web/TCP, http/UDP.',
        ],
      ));
    it('nobody is asked', () =>
      assert.deepEqual(why(service('web', '{ports: [{port: 80}]}')), [
        'NoSelector: Port 80/TCP has no endpoints: the Service has no selector and no EndpointSlice is written for it.',
      ]));
    it('but not where unready ones are published', () => {
      const view = viewOf(
        `${NODES}${pod('one', { app: 'web', annotations: '{drydock.dev/fate: never-ready}' })}${service('web', '{publishNotReadyAddresses: true, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}')}`,
        'web',
      );
      assert.deepEqual([view.findings, first(view).internal.map(({ endpoints }) => endpoints.length)], [[], [1]]);
    });
  });
});
