/** Structs that are replaced as a whole (`x-kubernetes-map-type: atomic` on the type itself), by package below k8s.io. */
const ATOMIC: Readonly<Record<string, readonly string[]>> = {
  'api/admissionregistration/v1': ['MatchResources', 'NamedRuleWithOperations', 'ParamKind', 'ParamRef', 'Variable'],
  'api/admissionregistration/v1alpha1': ['MatchResources', 'NamedRuleWithOperations', 'ParamKind', 'ParamRef'],
  'api/admissionregistration/v1beta1': ['MatchResources', 'NamedRuleWithOperations', 'ParamKind', 'ParamRef', 'Variable'],
  'api/autoscaling/v1': ['CrossVersionObjectReference'],
  'api/core/v1': [
    'ConfigMapKeySelector', 'EndpointAddress', 'EndpointPort', 'EvictionResponder', 'FileKeySelector', 'LocalObjectReference', 'NodeSelector',
    'NodeSelectorTerm', 'ObjectFieldSelector', 'ObjectReference', 'ResourceFieldSelector', 'ScopeSelector', 'SecretKeySelector', 'SecretReference',
    'TopologySelectorTerm', 'TypedLocalObjectReference',
  ],
  'api/discovery/v1': ['EndpointPort'],
  'api/networking/v1': ['ServiceBackendPort'],
  'api/rbac/v1': ['RoleRef', 'Subject'],
  'apimachinery/pkg/apis/meta/v1': ['LabelSelector', 'OwnerReference'],
}; // prettier-ignore

const names: ReadonlySet<string> = new Set(
  Object.entries(ATOMIC).flatMap(([folder, structs]) => structs.map((struct) => `k8s.io/${folder}.${struct}`)),
);

/** Whether values of a struct (`k8s.io/api/core/v1.ObjectReference`) are replaced as a whole. */
export const isAtomicStruct = (name: string): boolean => names.has(name);
