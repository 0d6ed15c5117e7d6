import { authorizeFor } from '../admission/authorization/authorize-for.ts';
import { createAuthorizer } from '../admission/authorization/create-authorizer.ts';
import { runMutating, runValidating } from '../admission/chain.ts';
import type { AdmissionContext, AdmissionRequest, SignedDenial } from '../admission/plugin.ts';
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
  const refused = runMutating(request, admissionContext(server, write, object));
  return refused && refusal(write, refused, object);
}

/** Asks the admission plugins about the validated object. */
export function validateByAdmission(
  server: ServerContext,
  write: Write,
  object: MutableObject,
  old: KubernetesObject | undefined,
): Status | undefined {
  const refused = runValidating(requestOf(write, object, old), admissionContext(server, write, object));
  return refused && refusal(write, refused, object);
}

function refusal({ resource, deniedBy }: Write, { plugin, denial }: SignedDenial, { metadata }: MutableObject): Status {
  deniedBy.push({ plugin, ...(denial.kind === 'policy' && { policy: denial.by }), ...(denial.blame && { blame: denial.blame }) });
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
  warn: (text, blame) => write.warnings.add(text, blame),
  annotate: (key, value) => void write.auditAnnotations.set(key, value),
  authorize: (user) => authorizeFor(user, createAuthorizer(server.cluster.store, server.registry.release)),
  noteCall(call) {
    write.calls.push(call);
    if (!write.dryRun) server.onCall?.(call, object);
  },
});
