/**
 * What the tags in `k8s.io/api` leave out or get wrong, by `GROUP/VERSION KIND`. Alpha versions of the years before the tags have none; some types were
 * deleted from the module releases after the server had stopped serving them. From Kubernetes' change logs and `pkg/registry/<group>/rest`.
 */
export const CORRECTIONS: Readonly<
  Record<string, { readonly introduced?: string; readonly gone?: string; readonly replacement?: string }>
> = {
  ...each('rbac.authorization.k8s.io/v1alpha1', ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'], {
    introduced: '1.5',
    gone: '1.23',
    replacement: 'rbac.authorization.k8s.io/v1',
  }),
  ...each('node.k8s.io/v1alpha1', ['RuntimeClass'], { introduced: '1.14', gone: '1.24', replacement: 'node.k8s.io/v1' }),
  ...each('scheduling.k8s.io/v1alpha1', ['PriorityClass'], { introduced: '1.8', gone: '1.23', replacement: 'scheduling.k8s.io/v1' }),
  ...each('networking.k8s.io/v1alpha1', ['IPAddress', 'ServiceCIDR'], { gone: '1.31', replacement: 'networking.k8s.io/v1' }),
  ...each('networking.k8s.io/v1alpha1', ['ClusterCIDR'], { gone: '1.29' }),
  ...each('auditregistration.k8s.io/v1alpha1', ['AuditSink'], { introduced: '1.13', gone: '1.19' }),
  ...each('settings.k8s.io/v1alpha1', ['PodPreset'], { introduced: '1.6', gone: '1.20' }),
  ...each('batch/v2alpha1', ['CronJob'], { introduced: '1.5', gone: '1.21', replacement: 'batch/v1' }),
  ...each('discovery.k8s.io/v1alpha1', ['EndpointSlice'], { introduced: '1.16', gone: '1.21', replacement: 'discovery.k8s.io/v1' }),
  ...each('events.k8s.io/v1beta1', ['Event'], { replacement: 'events.k8s.io/v1' }),
  ...each('node.k8s.io/v1beta1', ['RuntimeClass'], { replacement: 'node.k8s.io/v1' }),
  // The tag names the list.
  ...each('networking.k8s.io/v1beta1', ['IngressClass'], { replacement: 'networking.k8s.io/v1' }),
};

/** Types that no resource is made of, by kind or API: bodies of subresources and payloads of webhooks. */
export const NO_RESOURCES: ReadonlySet<string> = new Set([
  'AdmissionReview',
  'APIGroupDiscovery',
  'ConversionReview',
  'DeploymentRollback',
  'EphemeralContainers',
  'ImageReview',
  'JobTemplate',
  'NodeProxyOptions',
  'PodAttachOptions',
  'PodExecOptions',
  'PodLogOptions',
  'PodPortForwardOptions',
  'PodProxyOptions',
  'PodStatusResult',
  'RangeAllocation',
  'ReplicationControllerDummy',
  'Scale',
  'SerializedReference',
  'ServiceProxyOptions',
  'TokenRequest',
  'policy/v1 Eviction',
  'policy/v1beta1 Eviction',
]);

function each<T>(groupVersion: string, kinds: readonly string[], facts: T): Record<string, T> {
  return Object.fromEntries(kinds.map((kind) => [`${groupVersion} ${kind}`, facts]));
}
