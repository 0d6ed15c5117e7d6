import assert from 'node:assert/strict';
import { runInProcess } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const ROLES = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader, namespace: shop }
rules:
  - apiGroups: [""]
    resources: [pods, pods/log]
    verbs: [get, list]
  - apiGroups: [""]
    resources: [secrets]
    resourceNames: [key]
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reads, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects:
  - { kind: ServiceAccount, name: web }
  - { kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: viewers }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: Group, name: team, apiGroup: rbac.authorization.k8s.io }]
`;
const WORKLOADS = `apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: idle, namespace: shop }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: sweep, namespace: shop }
spec:
  schedule: "@daily"
  jobTemplate:
    spec:
      template:
        spec: { serviceAccountName: web, automountServiceAccountToken: false, restartPolicy: Never, containers: [{ name: c, image: c }] }
`;

const ask = (...args: readonly string[]): Promise<{ code: number; output: string; errors: string }> => {
  let result = { code: 0, output: '', errors: '' };
  return withDirectory({ 'roles.yaml': ROLES, 'workloads.yaml': WORKLOADS }, async (cwd) => {
    result = await runInProcess(['auth', ...args], { cwd });
  }).then(() => result);
};

describe('drydock auth can-i', () => {
  it('says yes with the reason of the server', async () => {
    const { code, output } = await ask('can-i', 'get', 'po', '--as', 'jane', '-n', 'shop', 'roles.yaml');
    assert.equal(output, 'yes - RBAC: allowed by RoleBinding "reads/shop" of Role "reader" to User "jane"\n');
    assert.equal(code, 0);
  });

  it('says no, and ends with 1', async () => {
    const { code, output } = await ask('can-i', 'delete', 'pods', '--as', 'jane', '-n', 'shop', 'roles.yaml');
    assert.deepEqual([code, output], [1, 'no\n']);
  });

  it('knows subresources, names, groups, namespaces and paths', async () => {
    const codes: Record<string, number> = {};
    for (const question of [
      'get pods --subresource log --as system:serviceaccount:shop:web -n shop',
      'get pods --subresource exec --as system:serviceaccount:shop:web -n shop',
      'get secrets/key --as jane -n shop',
      'get secrets/other --as jane -n shop',
      'get secrets --as jane -n shop',
      'list deployments.apps --as joe --as-group team -n anywhere',
      'list deployments.apps --as joe --as-group team -A',
      'list nodes --as joe --as-group team',
      'get /version --as joe',
      'get /metrics --as joe',
      'delete /metrics',
    ])
      codes[question] = (await ask('can-i', ...question.split(' '), 'roles.yaml')).code;
    assert.deepEqual(Object.values(codes), [0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0]);
  });

  it('prints JSON', async () => {
    const { output } = await ask('can-i', 'get', 'pods', '--as', 'jane', '-o', 'json', 'roles.yaml');
    assert.deepEqual(JSON.parse(output), {
      allowed: false,
      reason: '',
      request: {
        user: { username: 'jane', groups: ['system:authenticated'] },
        verb: 'get',
        group: '',
        resource: 'pods',
        subresource: '',
        namespace: 'default',
        name: '',
      },
    });
  });

  it('says where else it is yes, and whom it has asked for', async () => {
    const elsewhere = await ask('can-i', 'get', 'pods', '--as', 'jane', 'roles.yaml');
    assert.deepEqual([elsewhere.code, elsewhere.output], [1, 'no\n  not in namespace default, but in shop (--namespace)\n']);
    const administrator = await ask('can-i', 'get', 'pods', 'roles.yaml');
    assert.equal(administrator.output, 'yes\n  asked for an administrator; --as USER asks for somebody else\n');
  });

  it('warns of objects that are called like a subresource', async () => {
    const { errors } = await ask('can-i', 'get', 'pods/log', '--as', 'jane', '-n', 'shop', 'roles.yaml');
    assert.equal(errors, 'drydock: pods/log is an object named "log"; the subresource is asked about with --subresource log\n');
  });

  it('warns of resources that nobody serves', async () => {
    const { errors } = await ask('can-i', 'get', 'widgets.example.com', '--as', 'jane', 'roles.yaml');
    assert.equal(errors, 'drydock: no API serves a resource type "widgets.example.com"\n');
  });

  it('asks a release by its own policy', async () => {
    const names = async (release: string): Promise<string> =>
      (await ask('can-i', 'get', 'pods', '-k', release, '--as', 'system:node:', '--as-group', 'system:nodes')).output;
    assert.equal(await names('1.36'), 'no - unknown node for user "system:node:"\n');
    assert.equal(await names('1.37'), 'no - node: unknown node for user "system:node:"\n');
  });

  it('refuses what it does not understand', async () => {
    assert.equal((await ask('can-i', 'get')).code, 2);
    assert.match((await ask('can-u', 'get', 'pods')).errors, /auth has no question can-u: .*; did you mean can-i\?/);
    assert.match((await ask('can-i', 'get', 'pods', '--as-group', 'x')).errors, /--as-group needs --as/);
  });
});

describe('drydock auth explain', () => {
  it('shows rule and binding with their places', async () => {
    const { code, output } = await ask('explain', 'get', 'secrets/key', '--as', 'jane', '-n', 'shop', 'roles.yaml');
    assert.equal(
      output,
      [
        'yes - RBAC: allowed by RoleBinding "reads/shop" of Role "reader" to User "jane"',
        'get  secrets (named key)  in shop',
        '  rule of  Role shop/reader  roles.yaml:8:5',
        '  bound by RoleBinding shop/reads  roles.yaml:19:5',
        '  to       User jane',
        '',
      ].join('\n'),
    );
    assert.equal(code, 0);
  });

  it('names the role that a gathered rule comes from', async () => {
    const { output } = await ask('explain', 'list', 'services', '--as', 'joe', '--as-group', 'team', 'roles.yaml');
    assert.match(
      output,
      /rule of {2}ClusterRole system:aggregate-to-view {2}default policy\n {2}bound by ClusterRoleBinding viewers {2}roles.yaml:25:12\n/,
    );
  });

  it('says what is granted to somebody who may not', async () => {
    const jane = await ask('explain', 'get', 'nodes', '--as', 'jane', '-n', 'shop', 'roles.yaml');
    assert.equal(jane.output, 'no\n  what is granted:\n  get, list  pods, pods/log\n  get  secrets (named key)\n');
    const joe = await ask('explain', 'get', 'nodes', '--as', 'joe', 'roles.yaml');
    assert.equal(joe.output, 'no\n  nothing is bound to joe or its groups here: system:authenticated\n');
  });

  it('says what allows it where no role does', async () => {
    const kubelet = await ask('explain', 'get', 'nodes/a', '--as', 'system:node:a', '--as-group', 'system:nodes');
    assert.match(kubelet.output, /^yes\n {2}kubelets may/);
  });
});

describe('drydock auth who-can', () => {
  it('lists subjects in order with the bindings that allow it', async () => {
    const { output } = await ask('who-can', 'get', 'pods', '--subresource', 'log', 'roles.yaml');
    const lines = output.split('\n');
    assert.deepEqual(
      lines.filter((line) => line.includes('roles.yaml')).map((line) => line.replace(/ {2,}/g, ' | ')),
      [
        'Group team | everywhere | ClusterRoleBinding viewers of ClusterRole system:aggregate-to-view | roles.yaml:25:12',
        'ServiceAccount shop/web | in shop | RoleBinding shop/reads of Role shop/reader | roles.yaml:18:5',
        'User jane | in shop | RoleBinding shop/reads of Role shop/reader | roles.yaml:19:5',
      ],
    );
    const heading = lines.indexOf('by the default policy of the release:');
    assert.equal(heading, 3);
    assert.ok(lines.slice(heading).some((line) => line.startsWith('  Group system:masters ')));
    for (const part of [lines.slice(0, heading), lines.slice(heading + 1).filter(Boolean)]) assert.deepEqual([...part].sort(), part);
  });

  it('leaves out other namespaces when one is named', async () => {
    const { output } = await ask('who-can', 'get', 'secrets/key', '-n', 'other', 'roles.yaml');
    assert.ok(!output.includes('roles.yaml'));
  });

  it('prints JSON with places', async () => {
    const { output } = await ask('who-can', 'get', 'secrets/key', '-n', 'shop', '-o', 'json', 'roles.yaml');
    const jane = JSON.parse(output).find((each: { subject: { name: string } }) => each.subject.name === 'jane');
    assert.deepEqual(jane.binding, {
      kind: 'RoleBinding',
      namespace: 'shop',
      name: 'reads',
      at: { source: 'roles.yaml', line: 19, column: 5 },
    });
    assert.deepEqual(jane.role.at, { source: 'roles.yaml', line: 8, column: 5 });
  });
});

describe('drydock auth list', () => {
  it('shows what the pods of each service account may do', async () => {
    const { code, output } = await ask('list', 'roles.yaml', 'workloads.yaml');
    assert.equal(
      output,
      [
        'ServiceAccount shop/idle  workloads.yaml:7:19',
        '  nothing is granted to it',
        '',
        'ServiceAccount shop/web  workloads.yaml:3:19',
        '  used by CronJob shop/sweep  without its token',
        '  in shop',
        '    get  secrets (named key)  roles.yaml:8:5',
        '    get, list  pods, pods/log  roles.yaml:5:5',
        '',
      ].join('\n'),
    );
    assert.equal(code, 0);
  });

  it('shows accounts that pods run as and nobody makes', () =>
    withDirectory({ 'a.yaml': WORKLOADS.replace('serviceAccountName: web', 'serviceAccountName: ghost') }, async (cwd) => {
      const { output } = await runInProcess(['auth', 'list', 'a.yaml'], { cwd });
      const missing = 'is not among the manifests: without it no pod of these is created';
      assert.ok(output.startsWith(`ServiceAccount shop/ghost  ${missing}\n  used by CronJob shop/sweep  without its token\n`), output);
    }));

  it('shows what one user may do', async () => {
    const { output } = await ask('list', '--as', 'jane', '-o', 'json', 'roles.yaml');
    const permissions: readonly { rule: { resources?: string[] }; namespace?: string }[] = JSON.parse(output);
    assert.deepEqual(
      permissions.filter(({ namespace }) => namespace === 'shop').map(({ rule }) => rule.resources),
      [['pods', 'pods/log'], ['secrets']],
    );
    assert.ok(permissions.some(({ rule }) => rule.resources?.includes('selfsubjectreviews')));
  });

  it('tells of roles that are refused, and goes on', async () => {
    const broken = ROLES.replace('verbs: [get, list]', 'verbs: []');
    await withDirectory({ 'a.yaml': broken }, async (cwd) => {
      const { errors, output } = await runInProcess(['auth', 'list', '--as', 'jane', '-n', 'shop', 'a.yaml'], { cwd });
      assert.match(errors, /left out: Role.rbac.authorization.k8s.io "reader" is invalid: rules\[0\].verbs: Required value/);
      assert.ok(!output.includes('in shop'));
    });
  });
});

describe('--as', () => {
  const deployment =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: c, image: c}]}\n';
  const refusal =
    'deployments.apps is forbidden: User "jane" cannot create resource "deployments" in API group "apps" in the namespace "shop"';

  it('authorizes what admit is asked', () =>
    withDirectory({ 'web.yaml': deployment, 'roles.yaml': ROLES.replace('name: view }', 'name: edit }') }, async (cwd) => {
      const refused = await runInProcess(['admit', '--as', 'jane', 'web.yaml'], { cwd });
      assert.equal(refused.output, `rejected 403  Deployment shop/web  web.yaml:1\n  ${refusal}\n`);
      assert.equal(refused.code, 1);
      const allowed = await runInProcess(['admit', '--as', 'jane', '--as-group', 'team', '--setup', 'roles.yaml', 'web.yaml'], { cwd });
      assert.match(allowed.output, /^accepted {2}Deployment shop\/web/);
    }));

  it('comes from the configuration, too', () =>
    withDirectory({ 'web.yaml': deployment, 'drydock.yaml': 'as: jane\nas-group: [ops]\n' }, async (cwd) => {
      const { output, code } = await runInProcess(['check', '-o', 'json', 'web.yaml'], { cwd });
      assert.ok(output.includes(JSON.stringify(refusal).slice(1, -1)));
      assert.equal(code, 1);
    }));

  it('is who applies in a preview', () =>
    withDirectory({ 'web.yaml': deployment }, async (cwd) => {
      const { output } = await runInProcess(['preview', '-o', 'json', '--as', 'jane', 'web.yaml'], { cwd });
      const { findings, objects } = JSON.parse(output);
      assert.equal(objects.length, 0);
      assert.match(findings[0].message, /User "jane" cannot get resource "deployments" in API group "apps" in the namespace "shop"/);
    }));
});
