/** What `npm run bench` judges pods under: policies of each kind of check, a quota and a Pod Security level; and the pods. */

const POLICIES = 20;
const PODS = 5000;

/** Checks that policies of real clusters make, in turns. */
const CHECKS: readonly string[] = [
  'object.spec.containers.all(c, has(c.resources) && has(c.resources.limits) && "memory" in c.resources.limits)',
  'object.spec.containers.all(c, !c.image.endsWith(":latest") && c.image.contains(":"))',
  'has(object.metadata.labels) && "app" in object.metadata.labels && object.metadata.labels["app"].matches("^[a-z0-9-]+$")',
  'variables.containers.all(c, c.?securityContext.allowPrivilegeEscalation.orValue(true) == false)',
  'variables.containers.all(c, !has(c.env) || c.env.all(e, !e.name.startsWith("SECRET_")))',
  '!has(object.spec.volumes) || object.spec.volumes.all(v, !has(v.hostPath))',
  'quantity(variables.containers[0].resources.limits["memory"]).isLessThan(quantity("4Gi"))',
  'request.userInfo.username == "admin" || namespaceObject.metadata.labels["kubernetes.io/metadata.name"] != "bench"',
  'object.spec.terminationGracePeriodSeconds <= 60 && object.spec.restartPolicy in ["Always", "OnFailure"]',
  'size(object.spec.containers.map(c, c.name)) == size(object.spec.containers)',
];

const policy = (i: number): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: check-${i} }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods] }]
  matchConditions: [{ name: not-system, expression: '!request.namespace.startsWith("kube-")' }]
  variables: [{ name: containers, expression: object.spec.containers }]
  validations: [{ expression: ${JSON.stringify(CHECKS[i % CHECKS.length])}, messageExpression: '"pod " + object.metadata.name + " fails check ${i}"' }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: check-${i} }
spec: { policyName: check-${i}, validationActions: [Deny] }
`;

/** A namespace with a quota and a Pod Security level, and the policies. */
export const policySetup = (): string =>
  [
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: bench, labels: { pod-security.kubernetes.io/enforce: baseline } }\n',
    'apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: quota, namespace: bench }\nspec: { hard: { pods: 100k, limits.memory: 100Ti } }\nstatus: { hard: { pods: 100k, limits.memory: 100Ti }, used: { pods: 0, limits.memory: 0 } }\n',
    ...Array.from({ length: POLICIES }, (_, i) => policy(i)),
  ].join('---\n');

const pod = (i: number): string => `apiVersion: v1
kind: Pod
metadata: { name: pod-${i}, namespace: bench, labels: { app: app-${i % 50} } }
spec:
  containers:
    - name: web
      image: registry.example.com/web:${i}
      resources: { limits: { cpu: 500m, memory: ${128 + (i % 7)}Mi } }
      securityContext: { allowPrivilegeEscalation: ${i % 100 === 99} }
      env: [{ name: PORT, value: '8080' }]
    - name: proxy
      image: registry.example.com/proxy:1.2
      resources: { limits: { cpu: 100m, memory: 64Mi } }
      securityContext: { allowPrivilegeEscalation: false }
  volumes: [{ name: tmp, emptyDir: {} }]
`;

/** 5,000 pods, of which one in a hundred is refused. */
export const policyPods = (): string => Array.from({ length: PODS }, (_, i) => pod(i)).join('---\n');
