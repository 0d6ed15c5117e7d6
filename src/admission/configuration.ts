import type { ScopedResourceSelectorRequirement, Toleration } from '../model/kinds/core-v1.ts';
import type { AdmissionPlugin } from './plugin.ts';

/** What an administrator says of admission: kube-apiserver's flags, and what its AdmissionConfiguration has for single plugins. */
export interface AdmissionConfiguration {
  /** Plugins that are on besides those that are so by default; the order does not matter. */
  readonly enable?: readonly string[];
  readonly disable?: readonly string[];
  readonly podSecurity?: PodSecurityConfiguration;
  /** Node selectors by namespace that pods there have to keep to; `clusterDefaultNodeSelector` is for namespaces without one of their own. */
  readonly podNodeSelector?: Readonly<Record<string, string>>;
  readonly podTolerationRestriction?: { readonly default?: readonly Toleration[]; readonly whitelist?: readonly Toleration[] };
  readonly limitedResources?: readonly LimitedResource[];
  readonly tolerationSeconds?: { readonly notReady?: number; readonly unreachable?: number };
}

/** Levels by mode (`enforce`, `enforce-version`, `warn` …) for namespaces without labels, and who or what is not looked at. */
export interface PodSecurityConfiguration {
  readonly defaults?: Readonly<Record<string, string>>;
  readonly exemptions?: {
    readonly usernames?: readonly string[];
    readonly namespaces?: readonly string[];
    readonly runtimeClasses?: readonly string[];
  };
}

/** A resource that may only be used where a quota covers it. */
export interface LimitedResource {
  readonly apiGroup?: string;
  readonly resource: string;
  readonly matchContains?: readonly string[];
  readonly matchScopes?: readonly ScopedResourceSelectorRequirement[];
}

/** Whether a plugin has a say: those that are on by default unless disabled, others when enabled. */
export const isOn = ({ name, isOptional }: AdmissionPlugin, { enable = [], disable = [] }: AdmissionConfiguration): boolean =>
  isOptional ? enable.includes(name) : !disable.includes(name);

/** All plugins of kube-apiserver, in the order in which it asks them. */
export const PLUGIN_NAMES: readonly string[] = [
  'AlwaysAdmit',
  'NamespaceAutoProvision',
  'NamespaceLifecycle',
  'NamespaceExists',
  'LimitPodHardAntiAffinityTopology',
  'LimitRanger',
  'ServiceAccount',
  'NodeRestriction',
  'TaintNodesByCondition',
  'AlwaysPullImages',
  'ImagePolicyWebhook',
  'PodSecurity',
  'PodNodeSelector',
  'Priority',
  'DefaultTolerationSeconds',
  'PodTolerationRestriction',
  'EventRateLimit',
  'ExtendedResourceToleration',
  'DefaultStorageClass',
  'StorageObjectInUseProtection',
  'PodGroupProtection',
  'OwnerReferencesPermissionEnforcement',
  'PersistentVolumeClaimResize',
  'RuntimeClass',
  'CertificateApproval',
  'CertificateSigning',
  'ClusterTrustBundleAttest',
  'CertificateSubjectRestriction',
  'DefaultIngressClass',
  'DenyServiceExternalIPs',
  'PodTopologyLabels',
  'NodeDeclaredFeatureValidator',
  'PodResizeValidator',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionWebhook',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionWebhook',
  'ResourceQuota',
  'AlwaysDeny',
];
