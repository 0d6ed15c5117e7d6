import assert from 'node:assert/strict';
import { dumpForHash } from '../../src/schema/go-dump.ts';
import { controllerRevisionData, controllerRevisionHash, podTemplateHash } from '../../src/schema/go-hash.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { RELEASES } from '../../src/schema/release.ts';

/** Expected values come from upstream's own functions. */
describe('hashes of pod templates', () => {
  const nginx = {
    metadata: { labels: { app: 'nginx' } },
    spec: {
      containers: [
        {
          name: 'nginx',
          image: 'nginx:1.14.2',
          ports: [{ containerPort: 80, protocol: 'TCP' }],
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
    },
  };

  it('depend on the release', () => {
    const hashes = RELEASES.map((release) => podTemplateHash(loadSchemas(release), nginx));
    assert.deepEqual(hashes, ['bf744486c', '77bc6bd484', '6c5f67b5f7', '54fd4d6d4c']);
  });

  const registry = loadSchemas('1.37');
  const template = {
    metadata: { labels: { b: '2', a: '1', 10: 'x', 9: 'y' } },
    spec: {
      containers: [
        {
          name: 'ü',
          image: 'i',
          args: ['a b', ''],
          ports: [{ containerPort: 80 }],
          livenessProbe: { httpGet: { port: 'http' } },
          resources: { limits: { cpu: '100m', memory: '1536Mi', 'x/y': '1234567890123456789500m' }, requests: { cpu: '0' } },
        },
      ],
      terminationGracePeriodSeconds: 0,
      volumes: [
        { name: 'v', emptyDir: { sizeLimit: '1Gi' } },
        { name: 'w', downwardAPI: { items: [{ path: 'p', resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } }] } },
      ],
    },
  };

  it('cover quantities, maps, ports and volumes', () => {
    assert.equal(podTemplateHash(registry, template), '86b98b7676');
    assert.equal(podTemplateHash(registry, template, 3), '664578bd95');
  });

  it('do not tell empty lists, maps and zeros from nothing', () => {
    const padded = { ...template, spec: { ...template.spec, tolerations: [], nodeSelector: {}, hostname: '', hostNetwork: false } };
    assert.equal(podTemplateHash(registry, padded), podTemplateHash(registry, template));
    assert.notEqual(
      podTemplateHash(registry, { ...template, spec: { ...template.spec, securityContext: {} } }),
      podTemplateHash(registry, template),
    );
  });

  it('are made of the Go value', () => {
    const text = dumpForHash(registry, 'k8s.io/api/core/v1.ResourceRequirements', {
      limits: { cpu: '100m', memory: '1234567890123456789500m' },
    });
    assert.equal(
      text,
      '(v1.ResourceRequirements){Limits:(v1.ResourceList)map[' +
        'cpu:{i:(resource.int64Amount){value:(int64)100 scale:(resource.Scale)-3} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)100m Format:(resource.Format)DecimalSI} ' +
        'memory:{i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0} d:(resource.infDecAmount){Dec:(*inf.Dec){unscaled:(big.Int){neg:(bool)false abs:(big.nat)[7888470989184038656 66926059]} scale:(inf.Scale)9}} s:(string) Format:(resource.Format)DecimalSI}' +
        '] Requests:(v1.ResourceList)<nil> Claims:([]v1.ResourceClaim)<nil>}',
    );
  });

  it('of a StatefulSet are those of the patch it keeps', () => {
    const kept = {
      metadata: { labels: { app: 'db', 9: 'a<b', 10: 'x' } },
      spec: {
        terminationGracePeriodSeconds: 9007199254740993n,
        containers: [{ name: 'db', image: 'db:1', resources: { limits: { cpu: '500m' } } }],
      },
    };
    const data = controllerRevisionData(registry, kept);
    assert.deepEqual(data, { spec: { template: { ...kept, $patch: 'replace' } } });
    assert.deepEqual(
      [undefined, 0, 2].map((count) => controllerRevisionHash(data, count)),
      ['56fb685565', '65c8479647', '65c8479645'],
    );
  });
});
