import { runMutating, runValidating } from '../admission/chain.ts';
import type { AdmissionRequest } from '../admission/plugin.ts';
import type { WebhookCall } from '../admission/webhook/webhook.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { Status } from '../model/status.ts';
import { denialStatus } from './denial-status.ts';
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
  return denial && denialStatus(denial, write.resource, object.metadata);
}

/** Asks the admission plugins about the validated object. */
export function validateByAdmission(
  server: ServerContext,
  write: Write,
  object: MutableObject,
  old: KubernetesObject | undefined,
): Status | undefined {
  const denial = runValidating(requestOf(write, object, old), admissionContext(server, write, object));
  return denial && denialStatus(denial, write.resource, object.metadata);
}

function requestOf(write: Write, object: MutableObject, old: KubernetesObject | undefined): AdmissionRequest {
  const { resource, namespace, user, dryRun } = write;
  const name = object.metadata.name ?? '';
  return { operation: old ? 'UPDATE' : 'CREATE', gvk: resource.gvk, resource, subresource: '', namespace, name, object, old, user, dryRun };
}

const admissionContext = ({ cluster, registry, admission, onCall }: ServerContext, write: Write, object: KubernetesObject) => ({
  cluster,
  registry,
  configuration: admission,
  warn: (text: string) => write.warnings.add(text),
  noteCall(call: WebhookCall) {
    write.calls.push(call);
    if (!write.dryRun) onCall?.(call, object);
  },
});
