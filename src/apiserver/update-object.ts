import type { KubernetesObject, ObjectKey } from '../cluster/object.ts';
import type { Namespace } from '../model/kinds/core-v1.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';
import { invalid, verbatim } from '../model/field-error.ts';
import { fieldPath } from '../model/field-path.ts';
import { conflict, groupResourceText, invalidStatus, type Status } from '../model/status.ts';
import type { Resource } from '../schema/registry.ts';
import { mutate, validateByAdmission } from './admission-phase.ts';
import { checkEscalation } from './check-escalation.ts';
import { validateCommonMetadata, validateCommonMetadataUpdate } from './common-metadata.ts';
import { establishDefinition } from './establish.ts';
import { invalidObject, mergeErrors } from './invalid-object.ts';
import { dedupeOwnerReferences } from './owner-references.ts';
import { failed, groupResourceOf, type MutableObject, type Outcome, type ServerContext, type Write } from './server-context.ts';
import { allocateForUpdate } from './service-allocation/allocate.ts';
import { recordAddresses } from './service-allocation/ip-addresses.ts';
import { warningInWordsOf } from '../validate/shared/wording.ts';
import { toStorageForm } from './storage-form.ts';
import { passThroughStorage } from './store-version.ts';
import { allowsUnconditionalUpdate } from './unconditional-update.ts';
import type { SubresourceStrategy } from '../validate/strategy.ts';

/** Why a write over a newer version is refused. */
export const STALE = 'the object has been modified; please apply your changes to the latest version and try again';

/** PUT of a decoded, defaulted object over the existing one, from the update handler's admission to the store. Changes `object`. */
export function updateObject(server: ServerContext, write: Write, object: MutableObject, existing: KubernetesObject): Outcome {
  if (write.namespace === '') delete object.metadata.namespace;
  else object.metadata.namespace = write.namespace;
  delete object.metadata.managedFields;
  const wrongUid = checkUid(write, object.metadata, existing);
  if (wrongUid) return failed(wrongUid);
  const denied = mutate(server, write, object, existing);
  if (denied) return failed(denied);
  dedupeOwnerReferences(object.metadata, write.warnings, true);
  const refused =
    checkEscalation(server, write, object, existing) ??
    checkVersion(write, object.metadata, existing) ??
    beforeUpdate(server, write, object, existing) ??
    validateByAdmission(server, write, object, existing);
  if (refused) return failed(refused);
  const unstorable = write.custom && passThroughStorage(server, write.custom, object);
  if (unstorable) return failed(unstorable);
  toStorageForm(server.registry, write.resource.type, object);
  const stored = storeUpdate(server, write, object, existing);
  if (!write.dryRun) establishDefinition(server, stored);
  return { code: 200, object: stored };
}

function checkUid({ resource }: Write, metadata: ObjectMeta, existing: KubernetesObject): Status | undefined {
  if (!metadata.uid || metadata.uid === existing.metadata.uid) return undefined;
  const precondition = `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${existing.metadata.uid ?? ''}`;
  const detail = `StorageError: invalid object, Code: 4, Key: ${storageKey(resource, metadata)}, ResourceVersion: 0, AdditionalErrorMsg: ${precondition}`;
  return conflict(groupResourceOf(resource), metadata.name ?? '', detail);
}

/** Resources whose keys in the store do not begin with their name. */
const STORED_UNDER: Readonly<Record<string, string>> = {
  endpoints: 'services/endpoints',
  nodes: 'minions',
  replicationcontrollers: 'controllers',
  services: 'services/specs',
  'ingresses.networking.k8s.io': 'ingress',
};

function storageKey(resource: Resource, { namespace, name = '' }: ObjectMeta): string {
  const under = STORED_UNDER[groupResourceText(groupResourceOf(resource))] ?? resource.plural;
  return ['', under, ...(namespace ? [namespace] : []), name].join('/');
}

/** An object without a resource version is written whatever the stored one is, if its kind allows that. Changes `metadata`. */
function checkVersion(write: Write, metadata: ObjectMeta, existing: KubernetesObject): Status | undefined {
  const { resource } = write;
  if (!metadata.resourceVersion && !write.isTrusted && !allowsUnconditionalUpdate(write)) {
    const error = invalid(fieldPath('metadata', 'resourceVersion'), verbatim('0x0'), 'must be specified for an update');
    // servers name the resource where elsewhere the kind stands
    return invalidStatus({ group: resource.gvk.group, kind: resource.plural }, metadata.name ?? '', [error]);
  }
  const current = existing.metadata.resourceVersion ?? '';
  metadata.resourceVersion ||= current;
  return metadata.resourceVersion === current ? undefined : conflict(groupResourceOf(resource), metadata.name ?? '', STALE);
}

function beforeUpdate(server: ServerContext, write: Write, object: MutableObject, existing: KubernetesObject): Status | undefined {
  const { rules } = server;
  const { resource, strategy, warnings } = write;
  const unallocated = allocateForUpdate(server, object, existing, write);
  if (unallocated) return unallocated;
  takeSystemMetadata(object.metadata, existing.metadata);
  const old: MutableObject = { ...existing, metadata: existing.metadata };
  const update = rulesOfUpdate(write);
  update?.prepareForUpdate?.(object, old, rules);
  takeUid(object.metadata, existing.metadata);
  const errors = mergeErrors(
    write,
    [...validateCommonMetadata(object.metadata, resource.namespaced), ...validateCommonMetadataUpdate(object.metadata, existing.metadata)],
    update?.validateUpdate?.(object, old, rules) ?? [],
    rules.release,
  );
  const invalid = invalidObject(write, object, errors, rules.release);
  if (invalid) return invalid;
  for (const text of strategy?.warnings?.(object, old, rules) ?? []) warnings.add(warningInWordsOf(rules.release, text));
  strategy?.canonicalize?.(object);
  return undefined;
}

/** What the kind says of updates, or of those of the subresource that is written. */
function rulesOfUpdate({ strategy, subresource }: Write): Partial<SubresourceStrategy<MutableObject>> | undefined {
  switch (subresource) {
    case '':
      return strategy;
    case 'status':
      return strategy && { prepareForUpdate: strategy.prepareForStatusUpdate, validateUpdate: strategy.validateStatusUpdate };
    default:
      return strategy?.subresources?.[subresource];
  }
}

/** No request sets the generation. */
function takeSystemMetadata(metadata: ObjectMeta, old: Readonly<ObjectMeta>): void {
  if (old.generation === undefined) delete metadata.generation;
  else metadata.generation = old.generation;
}

/** What the system has set stays: identity, time of creation, and a deletion under way. */
function takeUid(metadata: ObjectMeta, old: Readonly<ObjectMeta>): void {
  if (!metadata.uid && old.uid) metadata.uid = old.uid;
  if (old.creationTimestamp !== undefined) metadata.creationTimestamp = old.creationTimestamp;
  if (old.deletionTimestamp !== undefined) metadata.deletionTimestamp = old.deletionTimestamp;
  if (old.deletionGracePeriodSeconds !== undefined) metadata.deletionGracePeriodSeconds ??= old.deletionGracePeriodSeconds;
}

/** Writes the object, or removes it when it was only held by the finalizers that this update took away. */
export function storeUpdate(
  { cluster }: ServerContext,
  { resource, dryRun }: Pick<Write, 'resource' | 'dryRun'>,
  object: KubernetesObject,
  existing: KubernetesObject,
): KubernetesObject {
  if (dryRun) return object;
  if (!isReleased(object, existing)) {
    const stored = cluster.store.put(object);
    recordAddresses(cluster, existing, stored);
    return stored;
  }
  recordAddresses(cluster, existing, undefined);
  cluster.store.remove(keyOf(resource.gvk, existing.metadata));
  return object;
}

const isReleased = (object: KubernetesObject, existing: KubernetesObject): boolean =>
  !object.metadata.finalizers?.length &&
  existing.metadata.deletionTimestamp !== undefined &&
  !existing.metadata.deletionGracePeriodSeconds &&
  !isHeldNamespace(object);

/** Namespaces have further finalizers in their spec. */
const isHeldNamespace = (object: KubernetesObject): boolean => {
  const { spec }: Namespace = object.apiVersion === 'v1' && object.kind === 'Namespace' ? object : {};
  return (spec?.finalizers ?? []).length > 0;
};

const keyOf = (
  { group, kind }: { readonly group: string; readonly kind: string },
  { namespace = '', name = '' }: Readonly<ObjectMeta>,
): ObjectKey => ({
  group,
  kind,
  namespace,
  name,
});
