import { parseGoType } from '../../../schema/go-type.ts';
import type { Field, SchemaRegistry, StructType } from '../../../schema/registry.ts';

export const CONFIG_GROUP = 'kubescheduler.config.k8s.io';
export const CONFIG_VERSION = 'v1';
const PACKAGE = 'k8s.io/kube-scheduler/config/v1.';
const CORE = 'k8s.io/api/core/v1.';
const BASE = 'k8s.io/component-base/config/v1alpha1.';

/** Go struct of the configuration. */
export const CONFIG_TYPE = `${PACKAGE}KubeSchedulerConfiguration`;
/** Go struct of a plugin's arguments. */
export const argsType = (plugin: string): string => `${PACKAGE}${plugin}Args`;

/** Text that Go reads as a duration afterwards. */
const DURATION = 'k8s.io/apimachinery/pkg/apis/meta/v1.Duration=string';
const TYPE_META = { kind: 'string', apiVersion: 'string' };
const POINTS_BY_TYPE: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'preEnqueue',
    'queueSort',
    'preFilter',
    'filter',
    'postFilter',
    'preScore',
    'score',
    'reserve',
    'permit',
    'preBind',
    'bind',
    'postBind',
    'multiPoint',
    'placementGenerate',
    'placementScore',
    'podGroupPostFilter',
  ].map((point) => [point, `${PACKAGE}PluginSet`]),
);

/** The types of the configuration that no API server serves: JSON names and Go types of their fields. */
const STRUCTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [CONFIG_TYPE]: {
    ...TYPE_META,
    parallelism: '*int32',
    leaderElection: `${BASE}LeaderElectionConfiguration`,
    clientConnection: `${BASE}ClientConnectionConfiguration`,
    enableProfiling: '*bool',
    enableContentionProfiling: '*bool',
    percentageOfNodesToScore: '*int32',
    podInitialBackoffSeconds: '*int64',
    podMaxBackoffSeconds: '*int64',
    profiles: `[]${PACKAGE}KubeSchedulerProfile`,
    extenders: `[]${PACKAGE}Extender`,
    delayCacheUntilActive: 'bool',
  },
  [`${BASE}LeaderElectionConfiguration`]: {
    leaderElect: '*bool',
    leaseDuration: DURATION,
    renewDeadline: DURATION,
    retryPeriod: DURATION,
    resourceLock: 'string',
    resourceName: 'string',
    resourceNamespace: 'string',
  },
  [`${BASE}ClientConnectionConfiguration`]: {
    kubeconfig: 'string',
    acceptContentTypes: 'string',
    contentType: 'string',
    qps: 'float32=float64',
    burst: 'int32',
  },
  [`${PACKAGE}KubeSchedulerProfile`]: {
    schedulerName: '*string',
    percentageOfNodesToScore: '*int32',
    plugins: `*${PACKAGE}Plugins`,
    pluginConfig: `[]${PACKAGE}PluginConfig`,
  },
  [`${PACKAGE}Plugins`]: POINTS_BY_TYPE,
  [`${PACKAGE}PluginSet`]: { enabled: `[]${PACKAGE}Plugin`, disabled: `[]${PACKAGE}Plugin` },
  [`${PACKAGE}Plugin`]: { name: 'string', weight: '*int32' },
  [`${PACKAGE}PluginConfig`]: { name: 'string', args: 'k8s.io/apimachinery/pkg/runtime.RawExtension' },
  [`${PACKAGE}Extender`]: {
    urlPrefix: 'string',
    filterVerb: 'string',
    preemptVerb: 'string',
    prioritizeVerb: 'string',
    weight: 'int64',
    bindVerb: 'string',
    enableHTTPS: 'bool',
    tlsConfig: `*${PACKAGE}ExtenderTLSConfig`,
    httpTimeout: DURATION,
    nodeCacheCapable: 'bool',
    managedResources: `[]${PACKAGE}ExtenderManagedResource`,
    ignorable: 'bool',
  },
  [`${PACKAGE}ExtenderManagedResource`]: { name: 'string', ignoredByScheduler: 'bool' },
  [`${PACKAGE}ExtenderTLSConfig`]: {
    insecure: 'bool',
    serverName: 'string',
    certFile: 'string',
    keyFile: 'string',
    caFile: 'string',
    certData: '[]uint8',
    keyData: '[]uint8',
    caData: '[]uint8',
  },
  [argsType('DefaultPreemption')]: { ...TYPE_META, minCandidateNodesPercentage: '*int32', minCandidateNodesAbsolute: '*int32' },
  [argsType('InterPodAffinity')]: { ...TYPE_META, hardPodAffinityWeight: '*int32', ignorePreferredTermsOfExistingPods: 'bool' },
  [argsType('NodeAffinity')]: { ...TYPE_META, addedAffinity: `*${CORE}NodeAffinity` },
  [argsType('NodeResourcesBalancedAllocation')]: { ...TYPE_META, resources: `[]${PACKAGE}ResourceSpec` },
  [argsType('NodeResourcesFit')]: {
    ...TYPE_META,
    ignoredResources: '[]string',
    ignoredResourceGroups: '[]string',
    scoringStrategy: `*${PACKAGE}ScoringStrategy`,
  },
  [argsType('PodTopologySpread')]: {
    ...TYPE_META,
    defaultConstraints: `[]${CORE}TopologySpreadConstraint`,
    defaultingType: `${PACKAGE}PodTopologySpreadConstraintsDefaulting=string`,
  },
  [argsType('VolumeBinding')]: { ...TYPE_META, bindTimeoutSeconds: '*int64', shape: `[]${PACKAGE}UtilizationShapePoint` },
  [argsType('DynamicResources')]: { ...TYPE_META, filterTimeout: `*${DURATION}`, bindingTimeout: `*${DURATION}` },
  [`${PACKAGE}ResourceSpec`]: { name: 'string', weight: 'int64' },
  [`${PACKAGE}UtilizationShapePoint`]: { utilization: 'int32', score: 'int32' },
  [`${PACKAGE}ScoringStrategy`]: {
    type: `${PACKAGE}ScoringStrategyType=string`,
    resources: `[]${PACKAGE}ResourceSpec`,
    requestedToCapacityRatio: `*${PACKAGE}RequestedToCapacityRatioParam`,
  },
  [`${PACKAGE}RequestedToCapacityRatioParam`]: { shape: `[]${PACKAGE}UtilizationShapePoint` },
};

/** The registry of a release together with the types of the scheduler's configuration. */
export function withSchedulerTypes(registry: SchemaRegistry): SchemaRegistry {
  return {
    ...registry,
    hasStruct: (name) => Object.hasOwn(STRUCTS, name) || registry.hasStruct(name),
    struct: (name) => {
      const fields = Object.hasOwn(STRUCTS, name) ? STRUCTS[name] : undefined;
      return fields ? structOf(name, fields) : registry.struct(name);
    },
  };
}

function structOf(name: string, types: Readonly<Record<string, string>>): StructType {
  const fields = Object.entries(types).map(([json, type]): Field => ({ json, go: json, type: parseGoType(type) }));
  return { name, fields, byJson: new Map(fields.map((field) => [field.json, { field, within: [] }])) };
}
