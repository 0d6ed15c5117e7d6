import type { KubernetesObject } from '../cluster/object.ts';
import { alreadyExists, badRequest, unclassifiedError, type Status } from '../model/status.ts';
import { mutate, validateByAdmission } from './admission-phase.ts';
import { checkEscalation } from './check-escalation.ts';
import { validateCommonMetadata } from './common-metadata.ts';
import { establishDefinition } from './establish.ts';
import { invalidObject } from './invalid-object.ts';
import { dedupeOwnerReferences } from './owner-references.ts';
import { failed, groupResourceOf, type MutableObject, type Outcome, type ServerContext, type Write } from './server-context.ts';
import { allocateForCreate } from './service-allocation/allocate.ts';
import { recordAddresses } from './service-allocation/ip-addresses.ts';
import { warningInWordsOf } from '../validate/shared/wording.ts';
import { toStorageForm } from './storage-form.ts';
import { passThroughStorage } from './store-version.ts';
import { fillSystemMetadata, wipeSystemMetadata } from './system-metadata.ts';

/** POST of a decoded, defaulted object, from the create handler's admission to the store. Changes `object`. */
export function createObject(server: ServerContext, write: Write, object: MutableObject): Outcome {
  wipeSystemMetadata(object.metadata);
  if (write.namespace === '') delete object.metadata.namespace;
  else object.metadata.namespace = write.namespace;
  dedupeOwnerReferences(object.metadata, write.warnings, false);
  const denied = mutate(server, write, object, undefined);
  if (denied) return failed(denied);
  dedupeOwnerReferences(object.metadata, write.warnings, true);
  // a policy may have taken the namespace away, but not changed it
  if (write.namespace !== '') object.metadata.namespace ||= write.namespace;
  if ((object.metadata.namespace ?? '') !== write.namespace) return failed(badRequest(OTHER_NAMESPACE));
  const escalates = checkEscalation(server, write, object, undefined);
  if (escalates) return failed(escalates);
  fillSystemMetadata(object.metadata, server.cluster, (name) => existing(server, write, object, name) !== undefined);
  const refused = beforeCreate(server, write, object) ?? validateByAdmission(server, write, object, undefined);
  if (refused) return failed(refused);
  const unstorable = write.custom && passThroughStorage(server, write.custom, object);
  if (unstorable) return failed(unstorable);
  toStorageForm(server.registry, write.resource.type, object);
  return store(server, write, object);
}

const OTHER_NAMESPACE = 'the namespace of the provided object does not match the namespace sent on the request';

/** Allocation, preparation, validation, warnings and normal form, as the generic registry does before it writes. */
function beforeCreate(server: ServerContext, write: Write, object: MutableObject): Status | undefined {
  const { rules } = server;
  const { resource, strategy, warnings } = write;
  const unallocated = allocateForCreate(server, object, write);
  if (unallocated) return unallocated;
  strategy?.prepareForCreate?.(object, { ...rules, user: write.user });
  for (const text of strategy?.preparationWarnings?.(object) ?? []) warnings.add(text);
  const errors = write.isValid ? [] : (strategy?.validate(object, rules) ?? []);
  const invalid = invalidObject(
    write,
    object,
    errors.length > 0 ? errors : validateCommonMetadata(object.metadata, resource.namespaced),
    rules.release,
  );
  if (invalid) return invalid;
  // components of the cluster do not read warnings
  const warned = write.isValid || write.isTrusted ? [] : (strategy?.warnings?.(object, undefined, rules) ?? []);
  for (const text of warned) warnings.add(warningInWordsOf(rules.release, text));
  strategy?.canonicalize?.(object);
  return undefined;
}

const existing = (
  { cluster }: ServerContext,
  { resource }: Write,
  { metadata }: MutableObject,
  name: string,
): KubernetesObject | undefined =>
  cluster.store.get({ group: resource.gvk.group, kind: resource.gvk.kind, namespace: metadata.namespace ?? '', name });

function store(server: ServerContext, write: Write, object: MutableObject): Outcome {
  const { name = '' } = object.metadata;
  const there = existing(server, write, object, name);
  if (there) {
    const status = alreadyExists(groupResourceOf(write.resource), name);
    return failed(
      there.metadata.deletionTimestamp === undefined ? status : { ...status, message: `object is being deleted: ${status.message}` },
    );
  }
  if (write.dryRun) return { code: 201, object };
  if (isVersion(object.metadata.resourceVersion)) return failed(versionOnCreate());
  delete object.metadata.resourceVersion;
  const stored = server.cluster.store.put(object);
  recordAddresses(server.cluster, undefined, stored);
  establishDefinition(server, stored);
  return { code: 201, object: stored };
}

/** Whether a client claims to know a version of an object that is yet to be created; other texts are ignored. */
const isVersion = (version = ''): boolean => /^[0-9]+$/.test(version) && Number(version) !== 0;

const versionOnCreate = (): Status => unclassifiedError('resourceVersion should not be set on objects to be created');
