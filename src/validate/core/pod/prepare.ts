import { isObject } from '../../../model/json.ts';
import { root, child } from '../../../model/field-path.ts';
import type { AppArmorProfile, Pod, PodAffinityTerm, PodSpec } from '../../../model/kinds/core-v1.ts';
import type { LabelSelector } from '../../../model/kinds/meta-v1.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { podAffinityTermsOf } from '../../shared/pod-spec/affinity.ts';
import { APP_ARMOR_PREFIX, appArmorProfileOf } from '../../shared/pod-spec/annotations.ts';
import { allContainers } from '../../shared/pod-spec/containers-of.ts';
import { dropDisabledPodFields } from '../../shared/pod-spec/drop-disabled.ts';
import { defaultPodLevelResources } from '../../shared/pod-spec/pod-resource-defaults.ts';
import { validateAppArmorProfile } from '../../shared/pod-spec/security-context.ts';
import { keepSpec, keepStatus } from '../../shared/status.ts';
import type { RuleContext } from '../../strategy.ts';
import { qosClassOf } from './qos.ts';

/** A new pod is pending, with the selectors its label keys stand for and a quality-of-service class. */
export function preparePodForCreate(pod: Pod, context: RuleContext): void {
  const spec = (pod.spec ??= {});
  startGeneration(pod);
  pod.status = { phase: 'Pending' };
  dropDisabledPodFields(pod, undefined, context);
  addGatedCondition(pod);
  mergeLabelKeys(spec, pod.metadata?.labels ?? {}, context);
  setAppArmorFields(pod, spec);
  if (context.gate('PodLevelResources') && context.gate('PodLevelResourcesFixDefaulting')) defaultPodLevelResources(spec);
  pod.status.qosClass = qosClassOf(spec, context);
}

function addGatedCondition(pod: Pod): void {
  if (!pod.spec?.schedulingGates?.length) return;
  const lastTransitionTime = pod.metadata?.creationTimestamp;
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
  (pod.status ??= {}).conditions = [{ ...condition, ...(lastTransitionTime !== undefined && { lastTransitionTime }) }];
}

/** `matchLabelKeys: [app]` of a pod labelled `app: web` means the expression `app In [web]`. */
function mergeLabelKeys(spec: PodSpec, labels: Readonly<Record<string, string>>, { gate }: RuleContext): void {
  const terms: PodAffinityTerm[] = spec.affinity && gate('MatchLabelKeysInPodAffinity') ? podAffinityTermsOf(spec.affinity) : [];
  for (const { labelSelector, matchLabelKeys, mismatchLabelKeys } of terms) {
    if (!labelSelector) continue;
    addExpressions(labelSelector, matchLabelKeys, 'In', labels);
    addExpressions(labelSelector, mismatchLabelKeys, 'NotIn', labels);
  }
  if (!gate('MatchLabelKeysInPodTopologySpread') || !gate('MatchLabelKeysInPodTopologySpreadSelectorMerge')) return;
  for (const { labelSelector, matchLabelKeys } of spec.topologySpreadConstraints ?? [])
    if (labelSelector) addExpressions(labelSelector, matchLabelKeys, 'In', labels);
}

function addExpressions(
  selector: LabelSelector,
  keys: readonly string[] | undefined,
  operator: 'In' | 'NotIn',
  labels: Readonly<Record<string, string>>,
): void {
  for (const key of keys ?? []) {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (value !== undefined) (selector.matchExpressions ??= []).push({ key, operator, values: [value] });
  }
}

/** Old annotations become fields. */
function setAppArmorFields(pod: Pod, spec: PodSpec): void {
  if (spec.os?.name === 'windows') return;
  for (const container of allContainers(spec)) {
    const annotation = pod.metadata?.annotations?.[APP_ARMOR_PREFIX + (container.name ?? '')];
    if (annotation === undefined || container.securityContext?.appArmorProfile) continue;
    const profile = appArmorProfileOf(annotation);
    if (isUsableProfile(profile) && differs(profile, spec.securityContext?.appArmorProfile))
      (container.securityContext ??= {}).appArmorProfile = profile;
  }
}

/** Whether an annotation's profile can become that of a field. */
export const isUsableProfile = (profile: AppArmorProfile | undefined): profile is AppArmorProfile =>
  profile !== undefined && validateAppArmorProfile(profile, child(root, 'appArmorProfile')).length === 0;

export function preparePodForUpdate(pod: Pod, old: Pod, context: RuleContext): void {
  const spec = (pod.spec ??= {});
  keepStatus(pod, old);
  if (context.gate('PodLevelResourcesFixDefaulting') && spec.resources === undefined && old.spec?.resources)
    spec.resources = old.spec.resources;
  dropDisabledPodFields(pod, old, context);
  countGeneration(pod, old, differs(pod.spec, old.spec));
}

const KEPT_STATUS_FIELDS = ['resourceClaimStatuses', 'extendedResourceClaimStatus', 'nodeAllocatableResourceClaimStatuses'] as const;

export function preparePodForStatusUpdate(pod: Pod, old: Pod, context: RuleContext): void {
  keepSpec(pod, old);
  const metadata = (pod.metadata ??= {});
  delete metadata.deletionTimestamp;
  if (old.metadata?.ownerReferences) metadata.ownerReferences = old.metadata.ownerReferences;
  else delete metadata.ownerReferences;
  const status = (pod.status ??= {});
  if (old.status?.qosClass) status.qosClass ||= old.status.qosClass;
  for (const name of KEPT_STATUS_FIELDS)
    if (status[name] === undefined && isObject(old.status?.[name])) Object.assign(status, { [name]: old.status[name] });
  keepObservedGenerations(pod, old);
  dropDisabledPodFields(pod, old, context);
}

/** Writers that know no observed generation leave it as it was. */
function keepObservedGenerations(pod: Pod, old: Pod): void {
  const generations = new Map<string, number[]>();
  for (const { type = '', observedGeneration = 0 } of old.status?.conditions ?? [])
    generations.set(type, [...(generations.get(type) ?? []), observedGeneration]);
  for (const condition of pod.status?.conditions ?? []) {
    const before = generations.get(condition.type ?? '')?.shift() ?? 0;
    if (!condition.observedGeneration && before !== 0) condition.observedGeneration = before;
  }
  if (pod.status && !pod.status.observedGeneration && old.status?.observedGeneration)
    pod.status.observedGeneration = old.status.observedGeneration;
}
