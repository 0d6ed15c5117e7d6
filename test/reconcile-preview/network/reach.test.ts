import assert from 'node:assert/strict';
import { isReachProblem } from '../../../src/reconcile-preview/network/find-end.ts';
import { parseTarget } from '../../../src/reconcile-preview/network/parse-target.ts';
import { portsText } from '../../../src/reconcile-preview/network/port-range.ts';
import { reach, type ReachAnswer } from '../../../src/reconcile-preview/network/reach.ts';
import { reachMatrix } from '../../../src/reconcile-preview/network/reach-matrix.ts';
import type { SideVerdict } from '../../../src/reconcile-preview/network/judge-flow.ts';
import { reachWorld } from '../../../src/reconcile-preview/network/reach-world.ts';
import { atRest, ingress, namespace, nodes, pod, policy, service } from './at-rest.ts';

const NODES = nodes({ a1: 'a', b1: 'b' });
const TWO_NAMESPACES = `${NODES}${namespace('shop', '{team: shop}')}${namespace('other', '{team: other}')}${pod('web', { namespace: 'shop' })}${pod('db', { namespace: 'shop', ports: '[{name: sql, containerPort: 5432}, {name: metrics, containerPort: 9187}]' })}${pod('web', { namespace: 'other' })}`;

function ask(yaml: string, from: string, text: string, own?: string): ReachAnswer {
  const target = parseTarget(text);
  assert.ok(target, text);
  const answer = reach({ from, ...target, ...(own !== undefined && { namespace: own }) }, reachWorld(atRest(yaml)));
  assert.ok(!isReachProblem(answer), JSON.stringify(answer));
  return answer;
}
function problem(yaml: string, from: string, text: string): string {
  const target = parseTarget(text);
  assert.ok(target, text);
  const answer = reach({ from, ...target }, reachWorld(atRest(yaml)));
  assert.ok(isReachProblem(answer));
  return answer.problem;
}
/** Rows as `✓ TCP 80: from → to`. */
const rows = ({ rows: all }: ReachAnswer): string[] =>
  all.map(
    ({ from, to, ports, allowed, reason }) =>
      `${allowed ? '✓' : '✗'} ${portsText(ports)}: ${from.join(', ')} → ${to.join(', ')}${reason ?? ''}`,
  );
const side = ({ because, isolatedBy, allowedBy, nearly }: SideVerdict): unknown => ({
  because,
  isolatedBy: isolatedBy.map(({ name }) => name),
  allowedBy: allowedBy.map(({ name, rule }) => `${name} ${rule}`),
  nearly: nearly.map(({ name, rule, other }) => `${name} ${rule} ${other}`),
});

describe('reach by network policies', () => {
  it('is open where no policy isolates', () => {
    const answer = ask(TWO_NAMESPACES, 'other/web', 'shop/db');
    assert.deepEqual([answer.verdict, rows(answer)], ['allowed', ['✓ TCP 5432, 9187: other/web → shop/db']]);
    assert.equal(answer.rows[0]?.verdict?.ingress.because, 'open');
  });

  it('needs a rule for pods and ports of an isolated pod, and says which nearly fit', () => {
    const yaml = `${TWO_NAMESPACES}${policy('db', '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: sql}]}]}', 'shop')}`;
    assert.deepEqual(rows(ask(yaml, 'shop/web', 'shop/db')), ['✓ TCP 5432: shop/web → shop/db', '✗ TCP 9187: shop/web → shop/db']);
    const [allowed, denied] = ask(yaml, 'shop/web', 'shop/db').rows;
    assert.deepEqual(side(allowed?.verdict?.ingress ?? assert.fail()), {
      because: 'rule',
      isolatedBy: ['db'],
      allowedBy: ['db 0'],
      nearly: [],
    });
    assert.deepEqual(side(denied?.verdict?.ingress ?? assert.fail()), {
      because: 'no rule',
      isolatedBy: ['db'],
      allowedBy: [],
      nearly: ['db 0 port'],
    });
    const [foreign] = ask(yaml, 'other/web', 'shop/db:5432').rows;
    assert.deepEqual(side(foreign?.verdict?.ingress ?? assert.fail()), {
      because: 'no rule',
      isolatedBy: ['db'],
      allowedBy: [],
      nearly: ['db 0 peer'],
    });
  });

  it('lets several policies add up', () => {
    const deny = policy('deny', '{podSelector: {}, policyTypes: [Ingress]}', 'shop');
    const allow = policy('allow', '{podSelector: {matchLabels: {app: db}}, ingress: [{}]}', 'shop');
    assert.equal(ask(`${TWO_NAMESPACES}${deny}`, 'other/web', 'shop/db:5432').verdict, 'denied');
    assert.equal(ask(`${TWO_NAMESPACES}${deny}${allow}`, 'other/web', 'shop/db:5432').verdict, 'allowed');
  });

  it('asks both sides', () => {
    const yaml = `${TWO_NAMESPACES}${policy('out', '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}], ports: [{port: 5432}]}]}', 'shop')}`;
    assert.deepEqual(rows(ask(yaml, 'shop/web', 'shop/db')), ['✓ TCP 5432: shop/web → shop/db', '✗ TCP 9187: shop/web → shop/db']);
    assert.equal(ask(yaml, 'shop/web', 'other/web:8080').verdict, 'denied', 'podSelector alone means the own namespace');
    assert.equal(ask(yaml, 'shop/db', 'other/web:8080').verdict, 'allowed', 'others are not isolated');
    assert.equal(ask(yaml, 'other/web', 'shop/web:8080').verdict, 'allowed', 'an egress policy isolates for egress only');
  });

  it('reads policyTypes as the API defaults them', () => {
    const egress = policy('p', '{podSelector: {}, egress: [{to: [{podSelector: {}}]}]}', 'shop');
    assert.equal(ask(`${TWO_NAMESPACES}${egress}`, 'other/web', 'shop/db:5432').verdict, 'denied', 'egress rules isolate for ingress, too');
    const ingressOnly = policy('p', '{podSelector: {}, ingress: [{}]}', 'shop');
    assert.equal(ask(`${TWO_NAMESPACES}${ingressOnly}`, 'shop/db', 'other/web:8080').verdict, 'allowed');
  });

  it('joins the two selectors of one peer by and, peers by or', () => {
    const peers = (text: string): string =>
      `${TWO_NAMESPACES}${pod('job', { namespace: 'other' })}${policy('db', `{podSelector: {matchLabels: {app: db}}, ingress: [{from: ${text}}]}`, 'shop')}`;
    const both = peers('[{namespaceSelector: {matchLabels: {team: other}}, podSelector: {matchLabels: {app: web}}}]');
    assert.deepEqual(
      ['other/web', 'other/job', 'shop/web'].map((from) => ask(both, from, 'shop/db:5432').verdict),
      ['allowed', 'denied', 'denied'],
    );
    const either = peers('[{namespaceSelector: {matchLabels: {team: other}}}, {podSelector: {matchLabels: {app: web}}}]');
    assert.deepEqual(
      ['other/web', 'other/job', 'shop/web'].map((from) => ask(either, from, 'shop/db:5432').verdict),
      ['allowed', 'allowed', 'allowed'],
    );
    const named = peers('[{namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [other]}]}}]');
    assert.deepEqual(
      ['other/job', 'shop/web'].map((from) => ask(named, from, 'shop/db:5432').verdict),
      ['allowed', 'denied'],
    );
  });

  it('knows ranges, protocols and names of ports', () => {
    const yaml = `${TWO_NAMESPACES}${policy('db', '{podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 5000, endPort: 5432}, {protocol: UDP}, {port: metrics, protocol: UDP}]}]}', 'shop')}`;
    assert.deepEqual(
      ['4999', '5000', '5432', '5433', '80/UDP', 'metrics'].map((port) => ask(yaml, 'shop/web', `shop/db:${port}`).verdict),
      ['denied', 'allowed', 'allowed', 'denied', 'allowed', 'denied'],
    );
    assert.equal(problem(yaml, 'shop/web', 'shop/db:gone'), 'Pod shop/db has no port named "gone"');
  });

  it('cuts blocks of addresses where rules do', () => {
    const yaml = `${TWO_NAMESPACES}${policy('out', '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 192.0.2.0/24, except: [192.0.2.64/26]}}], ports: [{port: 443}, {port: sql}]}]}', 'shop')}`;
    assert.deepEqual(rows(ask(yaml, 'shop/web', '192.0.0.0/16:443')), [
      '✓ TCP 443: shop/web → 192.0.2.0/26, 192.0.2.128/25',
      '✗ TCP 443: shop/web → 192.0.0.0/23, 192.0.2.64/26, 192.0.3.0-192.0.255.255',
    ]);
    assert.equal(ask(yaml, 'shop/web', '192.0.2.1:5432').verdict, 'denied', 'names of ports mean nothing outside');
    assert.equal(ask(yaml, 'shop/web', '[2001:db8::1]:443').verdict, 'denied');
    assert.deepEqual(rows(ask(yaml, 'shop/web', '192.0.2.1')), [
      '✓ TCP 443: shop/web → 192.0.2.1',
      '✗ TCP 1-442, 444-65535; UDP any port: shop/web → 192.0.2.1',
    ]);
  });

  it('does not get hold of host networks: they count as their node', () => {
    const host = pod('agent', { namespace: 'shop', node: 'a1', spec: 'hostNetwork: true' });
    const yaml = `${NODES}${namespace('shop')}${host}${pod('near', { namespace: 'shop', node: 'a1' })}${pod('far', { namespace: 'shop', node: 'b1' })}${policy('deny', '{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {}}]}]}', 'shop')}`;
    assert.equal(ask(yaml, 'agent', 'near:8080').rows[0]?.verdict?.exempt, 'same node');
    const far = ask(yaml, 'agent', 'far:8080');
    assert.deepEqual([far.verdict, far.rows[0]?.verdict?.egress.because], ['denied', 'host network']);
    assert.match(far.notes.join(), /hostNetwork/);
  });

  it('lets a pod reach itself', () =>
    assert.equal(
      ask(`${TWO_NAMESPACES}${policy('deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}', 'shop')}`, 'shop/db', 'shop/db').rows[0]
        ?.verdict?.exempt,
      'same pod',
    ));

  it('judges the template of a workload without pods', () => {
    const cron = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: idle, namespace: shop}\nspec: {replicas: 0, selector: {matchLabels: {app: idle}}, template: {metadata: {labels: {app: idle}}, spec: {containers: [{name: a, image: 'a:1'}]}}}\n---\n`;
    const answer = ask(
      `${TWO_NAMESPACES}${cron}${policy('db', '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: idle}}}]}]}', 'shop')}`,
      'deployment/idle',
      'db:5432',
    );
    assert.equal(answer.verdict, 'allowed');
    assert.match(answer.notes.join(), /Deployment shop\/idle has no pods now/);
  });
});

describe('reach through Services', () => {
  const SERVED = `${NODES}${pod('web', { node: 'a1' })}${pod('one', { app: 'api', node: 'a1' })}${pod('two', { app: 'api', node: 'b1' })}`;

  it('asks the pods behind it, on their port', () => {
    const yaml = `${SERVED}${service('api', '{selector: {app: api}, ports: [{name: http, port: 80, targetPort: http}]}')}${policy('api', '{podSelector: {matchLabels: {app: api}}, ingress: [{ports: [{port: 80}]}]}')}`;
    assert.deepEqual(rows(ask(yaml, 'web', 'api:80')), ['✗ TCP 8080: default/web → default/two, default/one']);
    assert.equal(problem(yaml, 'web', 'api:8080'), 'Service default/api has no port 8080: it has http 80/TCP');
  });

  it('keeps to the endpoints that the node of the client sends to', () => {
    const yaml = `${SERVED}${service('api', '{internalTrafficPolicy: Local, selector: {app: api}, ports: [{port: 80, targetPort: 8080}]}')}`;
    assert.deepEqual(rows(ask(yaml, 'web', 'api')), ['✓ TCP 8080: default/web → default/one']);
  });

  it('ends where nothing is behind it, or where the outside has no way in', () => {
    const yaml = `${SERVED}${service('none', '{selector: {app: none}, ports: [{port: 80}]}')}${service('api', '{selector: {app: api}, ports: [{port: 80, targetPort: 8080}]}')}`;
    assert.deepEqual(rows(ask(yaml, 'web', 'none')), ['✗ : default/web → Port 80/TCP has no endpoints: no pod has app=none.']);
    assert.deepEqual(rows(ask(yaml, 'outside', 'api')), [
      '✗ : 0.0.0.0/0 → A Service of type ClusterIP has no address outside of the cluster.',
    ]);
    assert.equal(ask(yaml, '192.0.2.1', 'pod/one:8080').verdict, 'allowed');
  });

  it('reaches any port through a headless one', () => {
    const yaml = `${SERVED}${service('api', '{clusterIP: None, selector: {app: api}, ports: [{port: 80, targetPort: 8080}]}')}${policy('api', '{podSelector: {matchLabels: {app: api}}, ingress: [{ports: [{port: 9000}]}]}')}`;
    assert.deepEqual([ask(yaml, 'web', 'api:9000').verdict, ask(yaml, 'web', 'api:9001').verdict], ['allowed', 'denied']);
  });

  it('follows URLs through an Ingress', () => {
    const yaml = `${SERVED}${service('api', '{selector: {app: api}, ports: [{port: 80, targetPort: 8080}]}')}${ingress('i', '{rules: [{host: a.example.com, http: {paths: [{path: /api, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}}]}')}`;
    const answer = ask(yaml, 'web', 'https://a.example.com/api/x');
    assert.deepEqual(
      [answer.verdict, answer.through, answer.to],
      ['allowed', 'Ingress default/i, a.example.com/api (Prefix)', 'Service default/api'],
    );
    assert.equal(problem(yaml, 'web', 'https://a.example.com/apix'), 'no Ingress takes requests for a.example.com/apix');
    assert.match(problem(yaml, 'outside', 'https://a.example.com/api'), /^requests come through Ingress/);
  });
});

describe('names of ends', () => {
  it('are found by kind, namespace, prefix and address', () => {
    const yaml = `${TWO_NAMESPACES}${service('db', '{selector: {app: db}, clusterIP: 10.96.7.7, ports: [{name: sql, port: 1, targetPort: sql}]}', { namespace: 'shop' })}`;
    const view = atRest(yaml);
    const to = (text: string): string => {
      const answer = reach({ from: 'shop/web', ...(parseTarget(text) ?? assert.fail()) }, reachWorld(view));
      return isReachProblem(answer) ? answer.problem : answer.to;
    };
    assert.deepEqual(
      [
        'db',
        'shop/db:sql',
        'pod/db',
        'shop/po/db',
        'po/shop/db',
        '10.96.7.7',
        'we…',
        'shop/we*',
        'namespace/other',
        'web',
        'ns/gone',
        'a/b/c/d',
      ].map(to),
      [
        'Service shop/db',
        'Service shop/db',
        'Pod shop/db',
        'Pod shop/db',
        'Pod shop/db',
        'Service shop/db',
        'Pods we…',
        'Pods we*',
        'Namespace other',
        '"web" is more than one thing: Pod other/web, Pod shop/web',
        'nothing is named "ns/gone"',
        '"a/b/c/d" names nothing: give NAME, NAMESPACE/NAME, KIND/NAME, an address or "outside"',
      ],
    );
    assert.equal(problem(yaml, '192.0.2.1', '192.0.2.2'), 'both ends are outside of pods: no network policy has a say');
  });

  it('are told from ports and protocols', () => {
    assert.deepEqual(
      [
        'web',
        'shop/web:80',
        'web:http/udp',
        '10.0.0.0/8',
        '10.0.0.0/8:53/UDP',
        '[fd00::1]:80',
        'fd00::1',
        'https://a:80/b',
        'web:0',
        'web:80/icmp',
      ].map((text) => {
        const { to, port, protocol } = parseTarget(text) ?? {};
        return [to, port, protocol];
      }),
      [
        ['web', undefined, undefined],
        ['shop/web', 80, undefined],
        ['web', 'http', 'UDP'],
        ['10.0.0.0/8', undefined, undefined],
        ['10.0.0.0/8', 53, 'UDP'],
        ['fd00::1', 80, undefined],
        ['fd00::1', undefined, undefined],
        ['https://a:80/b', undefined, undefined],
        [undefined, undefined, undefined],
        [undefined, undefined, undefined],
      ],
    );
  });
});

describe('reachMatrix', () => {
  it('asks every pair of workloads, and the outside', () => {
    const deny = policy(
      'deny',
      '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {}}], ports: [{port: sql}]}]}',
      'shop',
    );
    const { ends, cells } = reachMatrix(reachWorld(atRest(`${TWO_NAMESPACES}${deny}`)));
    assert.deepEqual(ends, ['Pod other/web', 'Pod shop/db', 'Pod shop/web', 'outside']);
    assert.equal(cells.length, 15);
    const cell = (from: string, to: string): unknown => {
      const found = cells.find((each) => each.from === from && each.to === to);
      return found && [found.verdict, portsText(found.allowed), portsText(found.denied), found.deniedBy.map(({ name }) => name).join()];
    };
    assert.deepEqual(cell('Pod shop/web', 'Pod shop/db'), ['partly', 'TCP 5432', 'TCP 9187', 'deny']);
    assert.deepEqual(cell('Pod other/web', 'Pod shop/db'), ['denied', '', 'TCP 5432, 9187', 'deny']);
    assert.deepEqual(cell('outside', 'Pod shop/db'), ['denied', '', 'TCP 5432, 9187', 'deny']);
    assert.deepEqual(cell('Pod shop/db', 'outside'), ['allowed', 'TCP any port; UDP any port', '', '']);
    assert.equal(cell('outside', 'outside'), undefined);
  });
});
