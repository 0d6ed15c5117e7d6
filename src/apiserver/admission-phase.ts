import { authorizeFor } from '../admission/authorization/authorize-for.ts';
import { createAuthorizer } from '../admission/authorization/create-authorizer.ts';
import { runDeletion, runMutating, runValidating } from '../admission/chain.ts';
import type { AdmissionContext, AdmissionRequest, SignedDenial } from '../admission/plugin.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';
import type { Status } from '../model/status.ts';
import { denialStatus } from './denial-status.ts';
import { servedKinds } from './served-kinds.ts';
import type { MutableObject, ServerContext, Write } from './server-context.ts';

/** What a request carries: an object, or options that have no metadata. */
type Carried = MutableObject | (Record<string, unknown> & { readonly metadata?: undefined });

/** Lets the admission plugins change the object; answers the refusal when one objects. */
export function mutate(server: ServerContext, write: Write, object: Carried, old: KubernetesObject | undefined): Status | undefined {
  const request = { ...requestOf(write, object, old), object };
  const refused = runMutating(request, admissionContext(server, write, object));
  return refused && refusal(write, refused, object.metadata);
}

/** Asks the admission plugins about the validated object. */
export function validateByAdmission(
  server: ServerContext,
  write: Write,
  object: Carried,
  old: KubernetesObject | undefined,
): Status | undefined {
  const refused = runValidating(requestOf(write, object, old), admissionContext(server, write, object));
  return refused && refusal(write, refused, object.metadata);
}

/** Asks the admission plugins whether an object may go. */
export function admitDeletion(server: ServerContext, write: Write, old: KubernetesObject): Status | undefined {
  const request = requestOf(write, undefined, old);
  const context = admissionContext(server, write, old);
  const refused = runDeletion(request, context) ?? runValidating(request, context);
  return refused && refusal(write, refused, old.metadata);
}

function refusal({ resource, deniedBy, carries }: Write, { plugin, denial }: SignedDenial, metadata: Readonly<ObjectMeta> = {}): Status {
  deniedBy.push({ plugin, ...(denial.kind === 'policy' && { policy: denial.by }), ...(denial.blame && { blame: denial.blame }) });
  return denialStatus(denial, resource, carries ?? metadata);
}

function requestOf(write: Write, object: Carried | undefined, old: KubernetesObject | undefined): AdmissionRequest {
  const { resource, carries, subresource, user, dryRun, operation = old ? 'UPDATE' : 'CREATE' } = write;
  const { gvk } = carries ?? resource;
  const name = carries?.name ?? (object ?? old)?.metadata?.name ?? '';
  // requests about a namespace are taken to be in it
  const namespace = resource.gvk.group === '' && resource.gvk.kind === 'Namespace' ? name : write.namespace;
  return { operation, gvk, resource, subresource, namespace, name, object, old, user, dryRun };
}

const admissionContext = (server: ServerContext, write: Write, about: Carried | KubernetesObject): AdmissionContext => ({
  cluster: server.cluster,
  registry: server.registry,
  kinds: servedKinds(server),
  ...(server.admission && { configuration: server.admission }),
  warn: (text, blame) => write.warnings.add(text, blame),
  annotate: (key, value) => void write.auditAnnotations.set(key, value),
  authorize: (user) => authorizeFor(user, createAuthorizer(server.cluster.store, server.registry.release)),
  noteCall(call) {
    write.calls.push(call);
    if (!write.dryRun && isObject(about)) server.onCall?.(call, about);
  },
});

const isObject = (about: Carried | KubernetesObject): about is KubernetesObject => about.metadata !== undefined;
