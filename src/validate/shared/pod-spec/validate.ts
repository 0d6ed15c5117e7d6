import { forbidden, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { PodSpec, PodTemplateSpec } from '../../../model/kinds/core-v1.ts';
import { isSince } from '../../../schema/release.ts';
import type { ObjectMeta } from '../../../model/kinds/meta-v1.ts';
import { asJson, invalidBecause, oneOf, optional, requireOneOf } from '../checks.ts';
import { validateLabels } from '../label-selector.ts';
import { isDns1123Label, isDns1123Subdomain, rangeMessage, type NameFormat } from '../names.ts';
import { validateAnnotations } from '../object-meta.ts';
import { validateAffinity } from './affinity.ts';
import { validateAnnotationsMatchFields, validatePodAnnotations } from './annotations.ts';
import { validateContainers, validateEphemeralContainers, validateInitContainers } from './containers.ts';
import { validateFileKeyRefVolumes } from './env.ts';
import type { PodOptions } from './options.ts';
import * as fields from './pod-fields.ts';
import { validatePodLevelResources } from './pod-resources.ts';
import { validateHostNetworkPorts } from './ports.ts';
import { validateContainerResources } from './resources.ts';
import { validatePodSecurityContext } from './security-context.ts';
import { validateTolerations } from './tolerations.ts';
import { validateTopologySpreadConstraints } from './topology-spread.ts';
import { validateVolumes } from './volumes.ts';
import { validateLinuxPod, validateWindowsHostProcess, validateWindowsPod } from './windows-options.ts';

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const MAX_INT32 = 2147483647;

/** A pod's spec; `meta` is the pod's own metadata, absent for templates. */
export function validatePodSpec(spec: PodSpec, meta: ObjectMeta | undefined, at: FieldPath, options: PodOptions): FieldError[] {
  const path = (name: keyof PodSpec): FieldPath => child(at, name);
  const named = (
    name: 'serviceAccountName' | 'nodeName' | 'hostname' | 'subdomain' | 'priorityClassName',
    format: NameFormat,
  ): FieldError[] => (spec[name] ? invalidBecause(format(spec[name]), path(name), spec[name]) : []);
  const { usable: volumes, errors: volumeErrors } = validateVolumes(spec.volumes, meta, path('volumes'), options);
  const claimNames = new Set((spec.resourceClaims ?? []).flatMap(({ name }) => (name ? [name] : [])));
  const scope = { spec, volumes, claimNames, options };
  return [
    ...volumeErrors,
    ...fields.validateResourceClaims(spec.resourceClaims, meta, path('resourceClaims')),
    ...validateContainers(scope, path('containers')),
    ...validateInitContainers(scope, path('initContainers')),
    ...validateEphemeralContainers(scope, path('ephemeralContainers')),
    ...validatePodLevelResources(spec, claimNames, at, options),
    ...validateHostNetworkPorts(spec, options.resourceIsPod, at),
    ...requireOneOf(spec.restartPolicy, RESTART_POLICIES, path('restartPolicy')),
    ...requireOneOf(spec.dnsPolicy, DNS_POLICIES, path('dnsPolicy')),
    ...validateLabels(spec.nodeSelector, path('nodeSelector')),
    ...validatePodSecurityContext(spec.securityContext, spec, path('securityContext'), options),
    ...validateShareProcessNamespace(spec, at, options),
    ...optional(spec.affinity, path('affinity'), (affinity, affinityPath) => validateAffinity(affinity, affinityPath, options)),
    ...fields.validateDnsConfig(spec.dnsConfig, spec.dnsPolicy, path('dnsConfig'), options),
    ...fields.validateReadinessGates(spec.readinessGates, path('readinessGates')),
    ...fields.validateSchedulingGates(spec.schedulingGates, path('schedulingGates')),
    ...validateTopologySpreadConstraints(spec.topologySpreadConstraints, path('topologySpreadConstraints'), options),
    ...validateWindowsHostProcess(spec, at),
    ...fields.validateHostUsers(spec, at, options),
    ...fields.validateHostnameOverride(spec, at),
    ...named('serviceAccountName', isDns1123Subdomain),
    ...validateServiceAccountAlias(spec, child(at, 'deprecatedServiceAccount'), options),
    ...named('nodeName', isDns1123Subdomain),
    ...validateActiveDeadline(spec.activeDeadlineSeconds, path('activeDeadlineSeconds')),
    ...named('hostname', isDns1123Label),
    ...named('subdomain', isDns1123Label),
    ...validateTolerations(spec.tolerations, path('tolerations'), options.allowTaintTolerationComparisonOperators),
    ...fields.validateHostAliases(spec.hostAliases, path('hostAliases'), options),
    ...named('priorityClassName', isDns1123Subdomain),
    ...optional(spec.runtimeClassName, path('runtimeClassName'), (name, namePath) =>
      invalidBecause(isDns1123Subdomain(name), namePath, name),
    ),
    ...optional(spec.preemptionPolicy, path('preemptionPolicy'), validatePreemptionPolicy),
    ...optional(spec.overhead, path('overhead'), (limits, overheadPath) =>
      validateContainerResources({ limits }, new Set(), overheadPath, options),
    ),
    ...validateOs(spec, at),
    ...validateSchedulingGroup(spec, path('schedulingGroup')),
    ...validateFileKeyRefVolumes(spec, at),
  ];
}

const validatePreemptionPolicy = (policy: string, at: FieldPath): FieldError[] =>
  requireOneOf(policy, ['PreemptLowerPriority', 'Never'], at);

/** Before 1.37 the path leads to where it once was meant to stand. */
function validateShareProcessNamespace({ shareProcessNamespace, hostPID }: PodSpec, at: FieldPath, { context }: PodOptions): FieldError[] {
  if (!shareProcessNamespace || !hostPID) return [];
  const holder = isSince(context.release, '1.37') ? at : child(at, 'securityContext');
  return [invalid(child(holder, 'shareProcessNamespace'), true, 'ShareProcessNamespace and HostPID cannot both be enabled')];
}

function validateServiceAccountAlias(
  { serviceAccountName = '', serviceAccount = '' }: PodSpec,
  at: FieldPath,
  { context }: PodOptions,
): FieldError[] {
  if (context.release !== '1.37' || serviceAccount === serviceAccountName) return [];
  return [invalid(at, serviceAccount, `must be the same as serviceAccountName: ${goQuote(serviceAccountName)}`)];
}

const validateActiveDeadline = (seconds: number | undefined, at: FieldPath): FieldError[] =>
  seconds !== undefined && (seconds < 1 || seconds > MAX_INT32) ? [invalid(at, seconds, rangeMessage(1, MAX_INT32))] : [];

function validateOs(spec: PodSpec, at: FieldPath): FieldError[] {
  const { os } = spec;
  if (!os) return [];
  if (!os.name) return [required(child(at, 'os', 'name'))];
  if (os.name === 'linux') return validateLinuxPod(spec, at);
  return os.name === 'windows' ? validateWindowsPod(spec, at) : oneOf(os.name, ['linux', 'windows'], child(at, 'os'));
}

function validateSchedulingGroup({ schedulingGroup: group, evictionResponders }: PodSpec, at: FieldPath): FieldError[] {
  if (!group) return [];
  const path = child(at, 'podGroupName');
  const name = group.podGroupName;
  return [
    ...(name === undefined
      ? [invalid(path, asJson(null), 'must specify one of: `podGroupName`')]
      : invalidBecause(isDns1123Subdomain(name), path, name)),
    ...(evictionResponders?.length ? [forbidden(at, 'may not be set when evictionResponders is set')] : []),
  ];
}

/** The template of a workload at `at`. */
export function validatePodTemplateSpec({ metadata, spec = {} }: PodTemplateSpec, at: FieldPath, options: PodOptions): FieldError[] {
  const specPath = child(at, 'spec');
  return [
    ...validateLabels(metadata?.labels, child(at, 'labels')),
    ...validateAnnotations(metadata?.annotations, child(at, 'annotations')),
    ...validatePodAnnotations(metadata?.annotations, spec, child(at, 'annotations'), options),
    ...validatePodSpec(spec, undefined, specPath, options),
    ...validateAnnotationsMatchFields(metadata?.annotations, spec, specPath),
    ...(spec.ephemeralContainers?.length
      ? [forbidden(child(specPath, 'ephemeralContainers'), 'ephemeral containers not allowed in pod template')]
      : []),
  ];
}
