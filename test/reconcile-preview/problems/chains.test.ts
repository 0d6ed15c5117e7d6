import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Assumption } from '../../../src/reconcile-preview/assumption.ts';
import { container, namespace, node, object, problemsOf, service, treesOf, workload } from './problems-of.ts';

const SHOP = namespace('shop');
const requests = (cpu: string): JsonObject => ({ containers: [container({ resources: { requests: { cpu } } })] });
const ingress = (backend: string, number: number): JsonObject =>
  object('networking.k8s.io/v1', 'Ingress', 'front', {
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'shop.example',
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: backend, port: { number } } } }] },
        },
      ],
    },
  });

describe('problems', () => {
  it('are told beneath what they come of, each cause once', () => {
    const quota = object('v1', 'ResourceQuota', 'compute', { spec: { hard: { 'requests.cpu': '1' } } });
    const web = (name: string): JsonObject => workload(name, requests('1'), { replicas: 2 });
    assert.deepEqual(treesOf([SHOP, quota, web('a'), web('b'), service('b'), ingress('b', 80)]), [
      '✗ ResourceQuota shop/compute: ExceededQuota',
      '  @ ResourceQuota shop/compute spec.hard[requests.cpu]',
      '  → raise requests.cpu from 1 to 4 in ResourceQuota shop/compute',
      '  Deployment shop/a: ReplicaSet a-… lacks 1 of 2 pods',
      '    Deployment shop/a: rollout given up',
      '  Deployment shop/b: ReplicaSet b-… lacks 2 of 2 pods',
      '    Deployment shop/b: rollout given up',
      '    Service shop/b: port 80/TCP has no endpoints',
      '      Ingress shop/front: shop.example/ leads nowhere',
    ]);
  });

  it('keep what they are about, in upstream words, with the causes from the nearest on', () => {
    const [pods, rollout] = problemsOf([SHOP, workload('big', requests('64'))]);
    assert.deepEqual(
      [pods?.reason, pods?.causes, rollout?.reason, rollout?.causes[0] === pods],
      ['FailedScheduling', [], 'ProgressDeadlineExceeded', true],
    );
    assert.match(pods?.message ?? '', /^0\/3 nodes are available: 3 Insufficient cpu\./);
  });

  it('follow volumes from the class to the Service', () => {
    const claim = object('v1', 'PersistentVolumeClaim', 'data', {
      spec: { storageClassName: 'fast', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
    const db = workload(
      'db',
      { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
      { kind: 'StatefulSet', replicas: 2 },
    );
    assert.deepEqual(treesOf([SHOP, claim, db, service('db')]), [
      '✗ StorageClass fast: NotFound',
      '  @ PersistentVolumeClaim shop/data spec.storageClassName',
      '  → create StorageClass fast',
      '  PersistentVolumeClaim shop/data: has no volume',
      '    StatefulSet shop/db: 1 pod without a node',
      '      Service shop/db: port 80/TCP has no endpoints',
    ]);
  });

  it('of claims from a template point at the template', () => {
    const volumeClaimTemplates = [
      { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    ];
    const trees = treesOf([SHOP, service('db'), workload('db', {}, { kind: 'StatefulSet', volumeClaimTemplates })]);
    assert.deepEqual(trees.slice(0, 2), [
      '✗ PersistentVolumeClaim shop/data-db-0: ClaimPending',
      '  @ StatefulSet shop/db spec.volumeClaimTemplates[0].spec.storageClassName',
    ]);
  });

  it('come of documents that were refused', () => {
    const refused = workload('web', { containers: [{ name: 'app' }] });
    const trees = treesOf([SHOP, refused, service('web')]);
    assert.deepEqual(trees, [
      '! Deployment shop/web: Invalid',
      '  @ Deployment shop/web <nil>',
      '  Service shop/web: port 80/TCP has no endpoints',
    ]);
  });

  it('of Services say which labels and ports are meant', () => {
    const web = workload('web', { containers: [container({ ports: [{ name: 'http', containerPort: 8080 }] })] });
    assert.deepEqual(treesOf([SHOP, web, service('web', { selector: { app: 'wbe' } })]), [
      '! Service shop/web: NoPodsSelected',
      '  @ Service shop/web spec.selector[app]',
      '  → select app=web, as pods of Deployment shop/web are labelled, in Service shop/web',
    ]);
    assert.deepEqual(treesOf([SHOP, web, service('web', { ports: [{ port: 80, targetPort: 'https' }] })]), [
      '! Service shop/web: TargetPortNotFound',
      '  @ Service shop/web spec.ports[0].targetPort',
      '  → set targetPort to http, or name a container port of Deployment shop/web https',
    ]);
    assert.deepEqual(treesOf([SHOP, workload('web', {}, { replicas: 0 }), service('web')]), [
      '! Deployment shop/web: NoReplicas',
      '  @ Deployment shop/web spec.replicas',
      '  → kubectl scale deployment/web --replicas=1 -n shop',
      '  Service shop/web: port 80/TCP has no endpoints',
    ]);
  });

  it('of routes lead to Services and their ports', () => {
    const web = [SHOP, workload('web'), service('web')];
    assert.deepEqual(treesOf([...web, ingress('wbe', 80)]), [
      '✗ Service shop/wbe: NotFound',
      '  @ Ingress shop/front spec.rules[0].http.paths[0].backend.service.name',
      '  → create Service shop/wbe, or name web, which exists',
      '  Ingress shop/front: shop.example/ leads nowhere',
    ]);
    assert.deepEqual(treesOf([...web, ingress('web', 8080)]), [
      '✗ Ingress shop/front: ServicePortNotFound',
      '  @ Ingress shop/front spec.rules[0].http.paths[0].backend.service.port',
      '  → route to a port of Service shop/web that it has: number 80',
    ]);
  });

  it('of Jobs say what their pods ended with, and forgive what a Job had to spare', () => {
    const job = (more: JsonObject = {}): JsonObject =>
      object('batch/v1', 'Job', 'migrate', {
        spec: { backoffLimit: 1, template: { spec: { restartPolicy: 'Never', containers: [container()] } } },
        ...more,
      });
    const fails: Assumption = {
      text: 'exit=3:job/migrate',
      fate: { kind: 'well', exitCode: 3, crashLoops: true },
      targets: [{ text: 'job/migrate', kind: 'workload', named: { kind: 'Job', name: 'migrate' } }],
    };
    assert.deepEqual(treesOf([SHOP, job()], { assumptions: [fails] }), [
      '✗ Assumption exit=3:job/migrate: Assumed',
      '  → leave out --assume exit=3:job/migrate to see what comes without it',
      '  Job shop/migrate: 2 pods failed (container app ended with exit code 3)',
      '    Job shop/migrate: failed (BackoffLimitExceeded)',
    ]);
    assert.deepEqual(treesOf([SHOP, job()]), []);
  });

  it('of Jobs that took too long say so of their Services, whose pods are gone', () => {
    const job = object('batch/v1', 'Job', 'slow', {
      spec: {
        activeDeadlineSeconds: 30,
        template: {
          metadata: { labels: { app: 'slow' }, annotations: { 'drydock.dev/fate': 'never-ready' } },
          spec: { restartPolicy: 'Never', containers: [container()] },
        },
      },
    });
    assert.deepEqual(treesOf([SHOP, job, service('slow')]), [
      '✗ Job shop/slow: Assumed',
      '  @ Job shop/slow spec.template.metadata.annotations[drydock.dev/fate]',
      '  → take the annotation drydock.dev/fate out to see what comes without it',
      '  Job shop/slow: failed (DeadlineExceeded)',
      '    Service shop/slow: port 80/TCP has no endpoints',
    ]);
  });

  it('of pods that wait for volumes to be bound late', () => {
    const late = (provisioner: string): JsonObject[] => [
      object('storage.k8s.io/v1', 'StorageClass', 'late', { provisioner, volumeBindingMode: 'WaitForFirstConsumer' }),
      object('v1', 'PersistentVolumeClaim', 'data', {
        spec: { storageClassName: 'late', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      }),
      object('v1', 'Pod', 'db', {
        spec: { containers: [container()], volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
      }),
    ];
    const volume = object('v1', 'PersistentVolume', 'disk', {
      spec: { storageClassName: 'late', capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/disk' } },
    });
    const outside = treesOf([SHOP, ...late('disks.example.com')]);
    assert.deepEqual(outside.slice(2), [
      '  → create a PersistentVolume of at least 1Gi (ReadWriteOnce) of class late, as disks.example.com would where it runs',
      '  Pod shop/db: 1 pod waits for volumes',
    ]);
    const local = treesOf([SHOP, ...late('kubernetes.io/no-provisioner')]);
    assert.deepEqual(local.slice(2), [
      '  → create a PersistentVolume of at least 1Gi (ReadWriteOnce) of class late',
      '  Pod shop/db: 1 pod without a node',
    ]);
    for (const provisioner of ['disks.example.com', 'kubernetes.io/no-provisioner'])
      assert.deepEqual(treesOf([SHOP, volume, ...late(provisioner)]), []);
  });

  it('of annotated pods point at the annotation', () => {
    const web = workload('web');
    const template = {
      metadata: { labels: { app: 'web' }, annotations: { 'drydock.dev/fate': 'never-ready' } },
      spec: { containers: [container()] },
    };
    const annotated = { ...web, spec: { selector: { matchLabels: { app: 'web' } }, template } };
    assert.deepEqual(treesOf([SHOP, annotated]), [
      '✗ Deployment shop/web: Assumed',
      '  @ Deployment shop/web spec.template.metadata.annotations[drydock.dev/fate]',
      '  → take the annotation drydock.dev/fate out to see what comes without it',
      '  Deployment shop/web: 1 pod not ready',
      '    Deployment shop/web: rollout given up',
    ]);
  });

  it('of autoscalers say what they lack', () => {
    const autoscaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        maxReplicas: 3,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
      },
    });
    assert.deepEqual(treesOf([SHOP, workload('web'), autoscaler]).slice(0, 3), [
      '! HorizontalPodAutoscaler shop/web: FailedComputeMetricsReplicas',
      '  @ Deployment shop/web spec.template.spec.containers[0].resources.requests[cpu]',
      '  → set resources.requests.cpu of container app of Deployment shop/web: utilization is a share of it',
    ]);
    assert.match(treesOf([SHOP, workload('web', requests('1')), autoscaler])[2] ?? '', /→ see that metrics-server serves metrics\.k8s\.io/);
    assert.ok(treesOf([SHOP, autoscaler]).includes('  → create Deployment shop/web'));
  });

  it('of disruption budgets tell those that never let a pod go from those that wait', () => {
    const budget = (spec: JsonObject): JsonObject =>
      object('policy/v1', 'PodDisruptionBudget', 'web', { spec: { selector: { matchLabels: { app: 'web' } }, ...spec } });
    const web = workload('web', {}, { replicas: 2 });
    assert.deepEqual(treesOf([SHOP, web, budget({ minAvailable: 2 })]), [
      '! PodDisruptionBudget shop/web: DisruptionNotAllowed',
      '  @ PodDisruptionBudget shop/web spec.minAvailable',
      '  → set minAvailable of PodDisruptionBudget shop/web to 1, or run 3 pods',
    ]);
    assert.deepEqual(treesOf([SHOP, web, budget({ minAvailable: 1 })]), []);
    const waiting = treesOf([SHOP, workload('web', requests('64'), { replicas: 2 }), budget({ minAvailable: 1 })]);
    assert.ok(waiting.includes('  PodDisruptionBudget shop/web: lets no pod go'), waiting.join('\n'));
  });

  it('of what does not go name finalizers, users and nodes', () => {
    const held = object('v1', 'ConfigMap', 'held', {
      metadata: { name: 'held', namespace: 'shop', finalizers: ['example.com/hold'], deletionTimestamp: '2026-01-01T00:00:00Z', uid: 'a' },
    });
    const trees = treesOf([], { cluster: [node('n1'), SHOP, held] });
    assert.equal(trees[0], '! ConfigMap shop/held: Terminating');
    assert.match(trees.join('\n'), /kubectl patch configmap held -n shop --type=merge -p '\{"metadata":\{"finalizers":null\}\}'/);
  });

  it('of gated pods name the gates', () => {
    const gated = object('v1', 'Pod', 'gated', { spec: { schedulingGates: [{ name: 'example.com/wait' }], containers: [container()] } });
    assert.deepEqual(treesOf([SHOP, gated]), [
      '✗ Pod shop/gated: SchedulingGated',
      '  @ Pod shop/gated spec.schedulingGates[0].name',
      '  → have whoever sets example.com/wait take it out of spec.schedulingGates: nobody in a preview does',
    ]);
  });

  it('are the same every time, errors first', () => {
    const documents = [SHOP, service('none', { selector: { app: 'none' } }), workload('b', requests('64')), workload('a', requests('64'))];
    const trees = treesOf(documents);
    assert.deepEqual(trees, treesOf(documents));
    assert.deepEqual(
      trees.filter((line) => !line.startsWith(' ')),
      ['✗ Deployment shop/a: FailedScheduling', '✗ Deployment shop/b: FailedScheduling', '! Service shop/none: NoPodsSelected'],
    );
  });
});

describe('problems of containers in a cluster that was brought', () => {
  const pod = (status: JsonObject, resources: JsonObject = {}): JsonObject =>
    object('v1', 'Pod', 'web', {
      metadata: { name: 'web', namespace: 'shop', uid: '1' },
      spec: { nodeName: 'n1', containers: [container({ resources })] },
      status: {
        phase: 'Running',
        conditions: [
          { type: 'PodScheduled', status: 'True' },
          { type: 'Ready', status: 'False', reason: 'ContainersNotReady' },
        ],
        containerStatuses: [{ name: 'app', image: 'nginx:1', imageID: '', ready: false, restartCount: 0, ...status }],
      },
    });
  const told = (status: JsonObject, resources?: JsonObject): string[] =>
    treesOf([], { cluster: [node('n1'), SHOP, pod(status, resources)] });

  it('say what their status asks for', () => {
    assert.deepEqual(told({ state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "nginx:1"' } } }), [
      '✗ Pod shop/web: ImagePullBackOff',
      '  @ Pod shop/web spec.containers[0].image',
      '  → name an image that the node can pull in place of nginx:1, or give the pod imagePullSecrets for its registry',
    ]);
    const lastState = { terminated: { exitCode: 137, reason: 'OOMKilled' } };
    const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' };
    assert.deepEqual(told({ state: { waiting }, lastState }, { limits: { memory: '64Mi' } }), [
      '✗ Pod shop/web: CrashLoopBackOff',
      '  @ Pod shop/web spec.containers[0].resources.limits[memory]',
      '  → raise limits.memory of container app beyond 64Mi: it was killed for want of memory',
    ]);
    const failed = told({ state: { waiting }, lastState: { terminated: { exitCode: 2, reason: 'Error' } } });
    assert.equal(failed[2], '  → see why container app ends with exit code 2: kubectl logs web -n shop -c app --previous');
  });

  it('come of nodes that do not report', () => {
    const silent = node('n1', { status: { conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }] } });
    const trees = treesOf([], { cluster: [silent, SHOP, pod({ state: { running: {} } })] });
    assert.deepEqual(trees, [
      '✗ Node n1: NodeStatusUnknown',
      '  @ Node n1 <nil>',
      '  → bring n1 back: its kubelet does not report',
      '  Pod shop/web: 1 pod not ready',
    ]);
  });
});
