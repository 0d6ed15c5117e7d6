import assert from 'node:assert/strict';
import { matchesHost, matchesPath } from '../../../src/reconcile-preview/network/path-match.ts';
import { findRoute, type RouteTable } from '../../../src/reconcile-preview/network/route.ts';
import { routeTables } from '../../../src/reconcile-preview/network/route-tables.ts';
import { serviceViews } from '../../../src/reconcile-preview/network/service-view.ts';
import { atRest, ingress, nodes, pod, service } from './at-rest.ts';

const path = (of: string, name: string, pathType = 'Prefix', port = '{number: 80}'): string =>
  `{path: ${of}, pathType: ${pathType}, backend: {service: {name: ${name}, port: ${port}}}}`;
const rule = (host: string, ...paths: string[]): string =>
  `{${host === '' ? '' : `host: '${host}', `}http: {paths: [${paths.join(', ')}]}}`;
const CLASS =
  'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: nginx}\nspec: {controller: k8s.io/ingress-nginx}\n---\n';
const WEB = `${CLASS}${nodes({ a1: 'a' })}${pod('one', { app: 'web' })}${service('web', '{selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}')}${service('api', '{selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}')}`;

function tablesOf(yaml: string): RouteTable[] {
  const view = atRest(`${WEB}${yaml}`);
  return routeTables(view, serviceViews(view));
}
const only = (yaml: string): RouteTable => {
  const [table, ...more] = tablesOf(yaml);
  assert.ok(table && more.length === 0);
  return table;
};
const said = ({ findings }: RouteTable): string[] => findings.map(({ severity, reason, message }) => `${severity} ${reason}: ${message}`);

describe('matchesPath', () => {
  // The table of the Ingress documentation.
  for (const [pathType, own, requested, matches] of [
    ['Prefix', '/', '/any/thing', true],
    ['Exact', '/foo', '/foo', true],
    ['Exact', '/foo', '/bar', false],
    ['Exact', '/foo', '/foo/', false],
    ['Exact', '/foo/', '/foo', false],
    ['Prefix', '/foo', '/foo', true],
    ['Prefix', '/foo', '/foo/', true],
    ['Prefix', '/foo/', '/foo', true],
    ['Prefix', '/foo/', '/foo/', true],
    ['Prefix', '/aaa/bb', '/aaa/bbb', false],
    ['Prefix', '/aaa/bbb', '/aaa/bbb', true],
    ['Prefix', '/aaa/bbb/', '/aaa/bbb', true],
    ['Prefix', '/aaa/bbb', '/aaa/bbb/', true],
    ['Prefix', '/aaa/bbb', '/aaa/bbb/ccc', true],
    ['Prefix', '/aaa/bbb', '/aaa/bbbxyz', false],
    ['Prefix', '/foo', '/FOO', false],
    ['ImplementationSpecific', '/foo', '/foo/bar', true],
  ] as const) {
    it(`${pathType} ${own} ${matches ? 'takes' : 'leaves'} ${requested}`, () =>
      assert.equal(matchesPath({ path: own, pathType }, requested), matches));
  }
});

describe('matchesHost', () => {
  it('takes wildcards for one label, and case for nothing', () => {
    const hosts = ['bar.foo.com', 'baz.bar.foo.com', 'foo.com', 'BAR.foo.com'];
    assert.deepEqual(
      hosts.map((host) => matchesHost('*.foo.com', host)),
      [true, false, false, true],
    );
    assert.deepEqual(
      hosts.map((host) => matchesHost('bar.foo.com', host)),
      [true, false, false, true],
    );
    assert.deepEqual(
      hosts.map((host) => matchesHost('', host)),
      [true, true, true, true],
    );
  });
});

describe('routeTables', () => {
  it('orders hosts and paths as they are tried, whatever the order written', () => {
    const table = only(
      ingress(
        'web',
        `{ingressClassName: nginx, defaultBackend: {service: {name: web, port: {number: 80}}}, rules: [${rule('', path('/', 'web'))}, ${rule('*.example.com', path('/', 'web'))}, ${rule('a.example.com', path('/', 'web'), path('/foo', 'web'), path('/foo', 'api', 'Exact'), path('/foo/bar', 'web'))}]}`,
      ),
    );
    assert.deepEqual(
      table.routes.map(({ host, path: own, pathType }) => [host, own, pathType].join(' ')),
      [
        'a.example.com /foo/bar Prefix',
        'a.example.com /foo Exact',
        'a.example.com /foo Prefix',
        'a.example.com / Prefix',
        '*.example.com / Prefix',
        ' / Prefix',
        '  ',
      ],
    );
    assert.deepEqual([table.class, table.controller, table.findings], ['nginx', 'k8s.io/ingress-nginx', []]);
    const backend = (host: string, requested: string): string | undefined => findRoute(table, host, requested)?.backend.name;
    assert.deepEqual([backend('a.example.com', '/foo'), backend('a.example.com', '/foo/x')], ['api', 'web']);
    assert.deepEqual(
      table.routes.map(({ backend: { endpoints } }) => endpoints),
      [1, 1, 1, 1, 1, 1, 1],
    );
  });

  it('finds ports by name and by number', () => {
    const table = only(
      ingress(
        'web',
        `{ingressClassName: nginx, rules: [${rule('', path('/a', 'web', 'Prefix', '{name: http}'), path('/b', 'web', 'Prefix', '{name: gone}'), path('/c', 'web', 'Prefix', '{number: 8080}'))}]}`,
      ),
    );
    assert.deepEqual(said(table), [
      'error ServicePortNotFound: /b leads nowhere: Service default/web has no port gone; it has http (80).',
      'error ServicePortNotFound: /c leads nowhere: Service default/web has no port 8080; it has http (80).',
    ]);
  });

  it('says what leads nowhere', () => {
    const table = only(
      `${service('empty', '{selector: {app: none}, ports: [{port: 80}]}')}${ingress('web', `{ingressClassName: nginx, defaultBackend: {service: {name: gone, port: {number: 80}}}, rules: [${rule('a.example.com', path('/', 'empty'))}, {host: b.example.com}]}`)}`,
    );
    assert.deepEqual(said(table), [
      'warning NoEndpoints: a.example.com/ leads nowhere: Service default/empty has no endpoints for port 80.',
      'error ServiceNotFound: The default backend leads nowhere: Service default/gone does not exist.',
    ]);
    assert.equal(findRoute(table, 'b.example.com', '/x')?.backend.name, 'gone');
  });

  it('says where two rules take the same requests', () => {
    const table = only(
      `${ingress('one', `{ingressClassName: nginx, rules: [${rule('a.example.com', path('/foo', 'web'), path('/same', 'web'))}]}`)}${ingress('two', `{ingressClassName: nginx, rules: [${rule('a.example.com', path('/foo/', 'api'), path('/same', 'web'), path('/foo', 'api', 'Exact'))}]}`)}`,
    );
    assert.deepEqual(said(table), [
      'info DuplicatePath: a.example.com/same is routed in Ingress default/one, too, to the same backend.',
      'warning ConflictingPath: a.example.com/foo is routed in Ingress default/two, too, but to api:80 instead of web:80; which one wins is up to the controller (most take the older Ingress).',
    ]);
  });

  it('keeps the routes of classes apart', () => {
    const tables = tablesOf(
      `${ingress('one', `{ingressClassName: nginx, rules: [${rule('a.example.com', path('/', 'web'))}]}`)}${ingress('two', `{ingressClassName: other, rules: [${rule('a.example.com', path('/', 'api'))}]}`)}${ingress('three', `{rules: [${rule('', path('/', 'web'))}]}`, '{kubernetes.io/ingress.class: legacy}')}${ingress('four', `{rules: [${rule('', path('/', 'web'))}]}`)}`,
    );
    assert.deepEqual(
      tables.map((table) => [table.class, ...table.findings.map(({ reason }) => reason)]),
      [['', 'NoIngressClass'], ['legacy'], ['nginx'], ['other', 'IngressClassNotFound']],
    );
  });

  it('finds the certificate of a host, and misses it', () => {
    const tls = (hosts: string, secretName: string): string => `{hosts: ${hosts}, secretName: ${secretName}}`;
    const yaml = (annotations: string): string =>
      `apiVersion: v1\nkind: Secret\nmetadata: {name: empty}\n---\n${ingress('web', `{ingressClassName: nginx, tls: [${tls("['*.example.com']", 'wild')}, ${tls('[a.example.com]', 'empty')}], rules: [${rule('a.example.com', path('/', 'web'))}, ${rule('b.example.com', path('/', 'web'))}, ${rule('c.example.org', path('/', 'web'))}]}`, annotations)}`;
    const table = only(yaml('{}'));
    assert.deepEqual(
      table.routes.map(({ host, tlsSecret }) => [host, tlsSecret]),
      [
        ['a.example.com', 'empty'],
        ['b.example.com', 'wild'],
        ['c.example.org', undefined],
      ],
    );
    assert.deepEqual(said(table), [
      'warning SecretNotFound: The certificate of *.example.com is to be in Secret default/wild, which does not exist.',
      'warning SecretWithoutCertificate: Secret default/empty has no tls.crt and tls.key for the certificate of a.example.com.',
    ]);
    assert.deepEqual(said(only(yaml('{cert-manager.io/cluster-issuer: acme}'))), []);
  });
});
