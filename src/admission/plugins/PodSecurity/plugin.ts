import type { Container, EphemeralContainer, Namespace, Pod } from '../../../model/kinds/core-v1.ts';
import { deepEqual } from '../../../model/json.ts';
import type { AdmissionContext, AdmissionPlugin, AdmissionRequest, Denial } from '../../plugin.ts';
import { forbidden, isAbout, typed } from '../../typed.ts';
import type { PodLike } from './check.ts';
import { evaluate, violationText } from './evaluate.ts';
import { hasTemplate, podLike, podOfTemplate } from './pod-of.ts';
import { isStricter, levelVersionText, policyOf, type LevelVersion, type Policy } from './policy.ts';
import { warningsForExistingPods } from './existing-pods.ts';

/** Namespaces say by labels which Pod Security Standard their pods keep to: pods that do not are refused, what would make such pods is warned about. */
export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  handles: (request) =>
    request.operation !== 'DELETE' && (isAbout(request, '', 'namespaces') || isAbout(request, '', 'pods') || hasTemplate(request)),
  validate(request, context) {
    if (isAbout(request, '', 'namespaces')) return validateNamespace(request, context);
    const policy = policyOf(
      context.cluster.store.get({ group: '', kind: 'Namespace', namespace: '', name: request.namespace })?.metadata.labels,
    );
    if (isAbout(request, '', 'pods')) return validatePod(request, policy, context);
    const pod = podOfTemplate(request);
    if (pod) warnOf(policy, pod, context);
    return undefined;
  },
};

/** The minor release of the server. */
const minorOf = ({ registry }: AdmissionContext): number => Number(registry.release.split('.')[1]);

function validatePod({ object, old }: AdmissionRequest, policy: Policy, context: AdmissionContext): Denial | undefined {
  if (!object || (old && !isSignificantUpdate(typed<Pod>(object), typed<Pod>(old)))) return undefined;
  const pod = podLike(typed<Pod>(object));
  const violations = evaluate(policy.enforce, pod, minorOf(context));
  if (violations.length > 0) return forbidden(`violates PodSecurity "${levelVersionText(policy.enforce)}": ${violationText(violations)}`);
  warnOf(policy, pod, context);
  return undefined;
}

function warnOf({ warn }: Policy, pod: PodLike, context: AdmissionContext): void {
  const violations = evaluate(warn, pod, minorOf(context));
  if (violations.length > 0) context.warn(`would violate PodSecurity "${levelVersionText(warn)}": ${violationText(violations)}`);
}

/** Whether an update changes what a pod may do: images, or which containers there are. */
function isSignificantUpdate({ spec: now = {} }: Pod, { spec: before = {} }: Pod): boolean {
  const images = (containers: readonly (Container | EphemeralContainer)[] = []): string[] => containers.map(({ image = '' }) => image);
  const ephemeral = (before.ephemeralContainers ?? []).map(({ name, image }) => `${name ?? ''} ${image ?? ''}`);
  return (
    !deepEqual(images(now.containers), images(before.containers)) ||
    !deepEqual(images(now.initContainers), images(before.initContainers)) ||
    (now.ephemeralContainers ?? []).some(({ name, image }) => !ephemeral.includes(`${name ?? ''} ${image ?? ''}`))
  );
}

function validateNamespace({ object, old }: AdmissionRequest, context: AdmissionContext): Denial | undefined {
  if (!object) return undefined;
  const { metadata } = typed<Namespace>(object);
  const policy = policyOf(metadata?.labels);
  if (!old) return policy.errors.length > 0 ? { kind: 'invalid', errors: policy.errors } : undefined;
  const before = policyOf(old.metadata.labels);
  const hasNewErrors = policy.errors.length > 0 && !deepEqual(policy.errors, before.errors);
  if (hasNewErrors) return { kind: 'invalid', errors: policy.errors };
  if (isTightened(policy.enforce, before.enforce)) {
    for (const text of warningsForExistingPods(metadata?.name ?? '', policy.enforce, context.cluster.store, minorOf(context)))
      context.warn(text);
  }
  return undefined;
}

function isTightened(now: LevelVersion, before: LevelVersion): boolean {
  if (now.level === 'privileged' || deepEqual(now, before)) return false;
  return now.version !== before.version || isStricter(now.level, before.level);
}
