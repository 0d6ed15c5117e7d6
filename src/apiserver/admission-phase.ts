import { authorizeFor } from '../admission/authorization/authorize-for.ts';
import { createAuthorizer } from '../admission/authorization/create-authorizer.ts';
import { runMutating, runValidating } from '../admission/chain.ts';
import type { AdmissionContext, AdmissionRequest, Denial } from '../admission/plugin.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { Status } from '../model/status.ts';
import { denialStatus } from './denial-status.ts';
import { servedKinds } from './served-kinds.ts';
import type { MutableObject, ServerContext, Write } from './server-context.ts';

/** Lets the admission plugins change the object; answers the refusal when one objects. */
export function mutate(
  server: ServerContext,
  write: Write,
  object: MutableObject,
  old: KubernetesObject | undefined,
  subresource = '',
): Status | undefined {
  const request = { ...requestOf(write, object, old), object, subresource };
  const denial = runMutating(request, admissionContext(server, write, object));
  return denial && refusal(write, denial, object);
}

/** Asks the admission plugins about the validated object. */
export function validateByAdmission(
  server: ServerContext,
  write: Write,
  object: MutableObject,
  old: KubernetesObject | undefined,
  subresource = '',
): Status | undefined {
  const request = { ...requestOf(write, object, old), subresource };
  const denial = runValidating(request, admissionContext(server, write, object));
  return denial && refusal(write, denial, object);
}

function refusal({ resource, deniedBy }: Write, denial: Denial, { metadata }: MutableObject): Status {
  if (denial.kind === 'policy') deniedBy.push(denial.by);
  return denialStatus(denial, resource, metadata);
}

function requestOf(write: Write, object: MutableObject, old: KubernetesObject | undefined): AdmissionRequest {
  const { resource, user, dryRun } = write;
  const name = object.metadata.name ?? '';
  // requests about a namespace are taken to be in it
  const namespace = resource.gvk.group === '' && resource.gvk.kind === 'Namespace' ? name : write.namespace;
  return { operation: old ? 'UPDATE' : 'CREATE', gvk: resource.gvk, resource, subresource: '', namespace, name, object, old, user, dryRun };
}

const admissionContext = (server: ServerContext, write: Write, object: KubernetesObject): AdmissionContext => ({
  cluster: server.cluster,
  registry: server.registry,
  kinds: servedKinds(server),
  ...(server.admission && { configuration: server.admission }),
  warn: (text) => write.warnings.add(text),
  annotate: (key, value) => void write.auditAnnotations.set(key, value),
  authorize: (user) => authorizeFor(user, createAuthorizer(server.cluster.store, server.registry.release)),
  noteCall(call) {
    write.calls.push(call);
    if (!write.dryRun) server.onCall?.(call, object);
  },
});
