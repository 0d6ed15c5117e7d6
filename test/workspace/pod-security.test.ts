import assert from 'node:assert/strict';
import fc from 'fast-check';
import { culpritsOf } from '../../src/admission/plugins/PodSecurity/culprits.ts';
import { CHECKS, checksOf, evaluate } from '../../src/admission/plugins/PodSecurity/evaluate.ts';
import { PLACES } from '../../src/admission/plugins/PodSecurity/places.ts';
import { pathText, valueAt } from '../../src/model/field-path.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { fixPodSecurity, judgePodSecurity } from '../../src/workspace/pod-security.ts';

const registry = loadSchemas('1.37');
const LATEST = { level: 'restricted', version: 'latest' } as const;

const one = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { minLength: 1, maxLength: 1 });

const context = fc.record(
  {
    privileged: fc.boolean(),
    runAsNonRoot: fc.boolean(),
    runAsUser: fc.constantFrom(0, 1000),
    allowPrivilegeEscalation: fc.boolean(),
    procMount: fc.constantFrom('Default', 'Unmasked'),
    seccompProfile: fc.record({ type: fc.constantFrom('RuntimeDefault', 'Unconfined') }),
    seLinuxOptions: fc.record({ type: fc.constantFrom('container_t', 'spc_t') }),
    appArmorProfile: fc.record({ type: fc.constantFrom('RuntimeDefault', 'Unconfined') }),
    capabilities: fc.record({
      add: fc.subarray(['NET_BIND_SERVICE', 'SYS_ADMIN', 'CHOWN']),
      drop: fc.subarray(['ALL', 'NET_RAW']),
    }),
    windowsOptions: fc.record({ hostProcess: fc.boolean() }),
  },
  { requiredKeys: [] },
);
const container = fc.record(
  {
    name: fc.constantFrom('a', 'b'),
    securityContext: context,
    ports: one(fc.record({ containerPort: fc.constant(80), hostPort: fc.constant(80) })),
    livenessProbe: fc.constantFrom({ httpGet: { port: 80, host: 'example.com' } }, { tcpSocket: { port: 80, host: '127.0.0.1' } }),
  },
  { requiredKeys: ['name'] },
);
const pod = fc.record({
  metadata: fc.record({
    annotations: fc.dictionary(
      fc.constantFrom('container.apparmor.security.beta.kubernetes.io/a', 'seccomp.security.alpha.kubernetes.io/pod', 'example.com/x'),
      fc.constantFrom('unconfined', 'runtime/default'),
    ),
  }),
  spec: fc.record(
    {
      hostNetwork: fc.boolean(),
      hostPID: fc.boolean(),
      securityContext: fc.record(
        {
          runAsNonRoot: fc.boolean(),
          runAsUser: fc.constantFrom(0, 1000),
          seccompProfile: fc.record({ type: fc.constantFrom('RuntimeDefault', 'Unconfined') }),
          sysctls: one(fc.record({ name: fc.constant('kernel.msgmax'), value: fc.constant('1') })),
        },
        { requiredKeys: [] },
      ),
      volumes: fc.array(fc.constantFrom({ name: 'v', hostPath: { path: '/' } }, { name: 'w', emptyDir: {} }, { name: 'n', nfs: {} })),
      containers: fc.array(container, { minLength: 1, maxLength: 3 }),
      initContainers: fc.array(container, { maxLength: 2 }),
    },
    { requiredKeys: ['containers'] },
  ),
});

describe('Pod Security, part by part', () => {
  it('knows the places of every check', () => {
    assert.deepEqual(Object.keys(PLACES).sort(), CHECKS.map(({ id }) => id).sort());
  });

  it('finds a part for every violation, and none without', () => {
    fc.assert(
      fc.property(pod, fc.constantFrom(0, 10, 20, 26, 37), (value, version) => {
        for (const applying of checksOf({ level: 'restricted', version }, 37)) {
          const culprits = culpritsOf(applying, value);
          assert.equal(culprits.length > 0, applying.check(value) !== undefined, applying.id);
          for (const { path } of culprits) assert.notEqual(pathText(path), 'spec', `${applying.id} has a place of its own`);
          for (const { container } of culprits) if (container) assert.ok(valueAt(value, container));
        }
      }),
      { seed: 7, numRuns: 400 },
    );
  });

  it('mends all that it says it can, once', () => {
    fc.assert(
      fc.property(pod, (value) => {
        const text = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', ...value });
        const [once] = fixPodSecurity(registry, [{ source: 'a', text }], LATEST).files;
        assert.ok(once);
        const left = judgePodSecurity(registry, once, LATEST).diagnostics;
        assert.deepEqual(
          left.filter(({ fixes }) => fixes),
          [],
        );
        assert.deepEqual(fixPodSecurity(registry, [once], LATEST).files, [once]);
        const mended = JSON.parse(once.text) as typeof value;
        assert.ok(evaluate(LATEST, mended, 37).length <= evaluate(LATEST, value, 37).length);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('looks at pods of all kinds that make some', () => {
    const spec = { hostNetwork: true, containers: [{ name: 'c' }] };
    const job = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'j' },
      spec: { jobTemplate: { spec: { template: { spec } } } },
    };
    const { diagnostics } = judgePodSecurity(
      registry,
      { source: 'a', text: JSON.stringify(job) },
      { level: 'baseline', version: 'latest' },
    );
    assert.deepEqual(
      diagnostics.map(({ at }) => at.path),
      ['spec.jobTemplate.spec.template.spec.hostNetwork'],
    );
    const service = JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: {} });
    assert.deepEqual(judgePodSecurity(registry, { source: 'a', text: service }, LATEST).diagnostics, []);
  });
});
