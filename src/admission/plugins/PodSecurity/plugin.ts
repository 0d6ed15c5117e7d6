import type { Container, EphemeralContainer, Namespace, Pod } from '../../../model/kinds/core-v1.ts';
import { root, type FieldPath } from '../../../model/field-path.ts';
import { deepEqual } from '../../../model/json.ts';
import type { AdmissionContext, AdmissionPlugin, AdmissionRequest, Denial } from '../../plugin.ts';
import { forbidden, isAbout, typed } from '../../typed.ts';
import { blameOf } from './blame.ts';
import type { PodLike } from './check.ts';
import { evaluate, minorOf, violationText } from './evaluate.ts';
import { exemptNamespaceWarning, isExemptNamespace, isExemptPod, isExemptUser } from './exemptions.ts';
import { hasTemplate, podAndPathOf, podLike } from './pod-of.ts';
import { defaultPolicy, isStricter, levelVersionText, policyOf, type LevelVersion, type Policy } from './policy.ts';
import { warningsForExistingPods } from './existing-pods.ts';

/** Namespaces say by labels which Pod Security Standard their pods keep to: pods that do not are refused, what would make such pods is warned about. */
export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  handles: (request) =>
    request.operation !== 'DELETE' && (isAbout(request, '', 'namespaces') || isAbout(request, '', 'pods') || hasTemplate(request)),
  validate(request, context) {
    if (isAbout(request, '', 'namespaces')) return validateNamespace(request, context);
    if (isExemptNamespace(request.namespace, context) || isExemptUser(request, context)) return undefined;
    const policy = policyOf(
      context.cluster.store.get({ group: '', kind: 'Namespace', namespace: '', name: request.namespace })?.metadata.labels,
      defaultsOf(context),
    );
    if (isAbout(request, '', 'pods')) return validatePod(request, policy, context);
    const found = request.object && podAndPathOf(request.resource, request.object);
    if (found && !isExemptPod(found.pod.spec, context)) warnOf(policy, found.pod, found.path, context);
    return undefined;
  },
};

const defaultsOf = ({ configuration }: AdmissionContext): Policy => defaultPolicy(configuration?.podSecurity?.defaults);

function validatePod({ object, old }: AdmissionRequest, policy: Policy, context: AdmissionContext): Denial | undefined {
  if (!object || (old && !isSignificantUpdate(typed<Pod>(object), typed<Pod>(old)))) return undefined;
  const pod = podLike(typed<Pod>(object));
  if (isExemptPod(pod.spec, context)) return undefined;
  const violations = evaluate(policy.enforce, pod, minorOf(context));
  if (violations.length > 0) {
    const text = `violates PodSecurity "${levelVersionText(policy.enforce)}": ${violationText(violations)}`;
    return forbidden(text, blameOf(policy.enforce, pod, root, minorOf(context)));
  }
  warnOf(policy, pod, root, context);
  return undefined;
}

function warnOf({ warn }: Policy, pod: PodLike, at: FieldPath, context: AdmissionContext): void {
  const violations = evaluate(warn, pod, minorOf(context));
  if (violations.length === 0) return;
  context.warn(
    `would violate PodSecurity "${levelVersionText(warn)}": ${violationText(violations)}`,
    blameOf(warn, pod, at, minorOf(context)),
  );
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
  const { metadata = {} } = typed<Namespace>(object);
  const defaults = defaultsOf(context);
  const policy = policyOf(metadata.labels, defaults);
  const before = old && policyOf(old.metadata.labels, defaults);
  const hasNewErrors = policy.errors.length > 0 && !(before && deepEqual(policy.errors, before.errors));
  if (hasNewErrors) return { kind: 'invalid', errors: policy.errors };
  if (before && !isTightened(policy.enforce, before.enforce)) return undefined;
  const { name = '', labels = {} } = metadata;
  for (const text of warningsFor(name, policy)) context.warn(text);
  return undefined;

  function warningsFor(name: string, { enforce }: Policy): readonly string[] {
    // Requests about a namespace are requests in it.
    if (isExemptNamespace(name, context)) return [exemptNamespaceWarning(name, policy, defaults, labels) ?? ''];
    return before ? warningsForExistingPods(name, enforce, context) : [];
  }
}

function isTightened(now: LevelVersion, before: LevelVersion): boolean {
  if (now.level === 'privileged' || deepEqual(now, before)) return false;
  return now.version !== before.version || isStricter(now.level, before.level);
}
