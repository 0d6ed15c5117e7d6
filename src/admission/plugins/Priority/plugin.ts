import { fieldPath } from '../../../model/field-path.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { PriorityClass } from '../../../model/kinds/scheduling-v1.ts';
import type { ReadView } from '../../../cluster/store.ts';
import type { AdmissionPlugin, AdmissionRequest, Denial } from '../../plugin.ts';
import { at, forbidden, isAbout, typed } from '../../typed.ts';

const PRIORITY_CLASS = { group: 'scheduling.k8s.io', kind: 'PriorityClass' };

/** Resolves a pod's priority and preemption policy from its priority class; at most one class may be the default one. */
export const priority: AdmissionPlugin = {
  name: 'Priority',
  handles: (request) =>
    request.operation !== 'DELETE' && (isAbout(request, '', 'pods') || isAbout(request, PRIORITY_CLASS.group, 'priorityclasses')),
  admit(request, { cluster }) {
    if (!isAbout(request, '', 'pods')) return undefined;
    const pod = typed<Pod>(request.object);
    if (request.operation === 'UPDATE') return keepPriority(pod, request.old ? typed<Pod>(request.old) : {});
    return resolvePriority(pod, cluster.store);
  },
  validate(request, { cluster }) {
    if (!isAbout(request, PRIORITY_CLASS.group, 'priorityclasses') || !request.object) return undefined;
    return validateGlobalDefault(request, typed<PriorityClass>(request.object), cluster.store);
  },
};

/** A replaced pod keeps what admission computed for it, so that a client may leave it out. */
function keepPriority(pod: Pod, old: Pod): undefined {
  const { priority: before, preemptionPolicy } = old.spec ?? {};
  pod.spec = { ...pod.spec };
  if (before !== undefined) pod.spec.priority ??= before;
  if (preemptionPolicy !== undefined) pod.spec.preemptionPolicy ??= preemptionPolicy;
}

function resolvePriority(pod: Pod, store: ReadView): Denial | undefined {
  const asked = pod.spec?.priorityClassName ?? '';
  const found = asked === '' ? defaultClass(store) : store.get({ ...PRIORITY_CLASS, namespace: '', name: asked });
  if (!found && asked !== '') return forbidden(`no PriorityClass with name ${asked} was found`, at(fieldPath('spec', 'priorityClassName')));
  const { metadata, value = 0, preemptionPolicy }: PriorityClass = found ? typed(found) : { preemptionPolicy: 'PreemptLowerPriority' };
  const spec = { ...pod.spec };
  if (spec.priority !== undefined && spec.priority !== value) {
    return forbidden(
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
      at(fieldPath('spec', 'priority')),
    );
  }
  if (preemptionPolicy !== undefined && spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy) {
    return forbidden(
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`,
      at(fieldPath('spec', 'preemptionPolicy')),
    );
  }
  if (metadata?.name !== undefined) spec.priorityClassName = metadata.name;
  spec.priority = value;
  if (preemptionPolicy !== undefined) spec.preemptionPolicy = preemptionPolicy;
  pod.spec = spec;
  return undefined;
}

/** The class with `globalDefault`; of several, which a race can leave, the one of lowest value. */
function defaultClass(store: ReadView): PriorityClass | undefined {
  let lowest: PriorityClass | undefined;
  for (const object of store.list(PRIORITY_CLASS)) {
    const each = typed<PriorityClass>(object);
    if (each.globalDefault && (!lowest || (lowest.value ?? 0) > (each.value ?? 0))) lowest = each;
  }
  return lowest;
}

function validateGlobalDefault(request: AdmissionRequest, priorityClass: PriorityClass, store: ReadView): Denial | undefined {
  const there = priorityClass.globalDefault ? defaultClass(store)?.metadata?.name : undefined;
  if (there === undefined) return undefined;
  const refused = request.operation === 'CREATE' || there !== priorityClass.metadata?.name;
  return refused
    ? forbidden(`PriorityClass ${there} is already marked as default. Only one default can exist`, at(fieldPath('globalDefault')))
    : undefined;
}
