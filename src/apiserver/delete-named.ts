import type { KubernetesObject } from '../cluster/object.ts';
import type { JsonObject } from '../model/json.ts';
import { notFoundStatus } from '../model/status.ts';
import type { Answer, DeleteOptions, WriteOptions } from './api-server.ts';
import { authorizeWrite } from './authorize-write.ts';
import { deleteObject } from './delete-object.ts';
import { metadataText } from './find-resource.ts';
import { methodNotAllowed, resourceNotFound } from './routing-status.ts';
import { groupResourceOf, type ServerContext, type Write } from './server-context.ts';
import { answer, refused, startWrite } from './start-write.ts';

/** DELETE of the object that a document names by kind, namespace and name. */
export function deleteNamed(server: ServerContext, body: JsonObject, options: WriteOptions & DeleteOptions): Answer {
  const started = startWrite(server, body, options);
  if ('verdict' in started) return started;
  const write: Write = { ...started.write, operation: 'DELETE' };
  const name = metadataText(body, 'name');
  const forbidden = authorizeWrite(server, write, 'delete', name);
  if (forbidden) return refused(write, forbidden);
  if (started.route.isList || write.namespace.includes('/') || !write.resource.verbs.includes('get'))
    return refused(write, resourceNotFound());
  if (name === '' || !write.resource.verbs.includes('delete')) return refused(write, methodNotAllowed());
  const existing = existingObject(server, write, name);
  if (!existing) return refused(write, notFoundStatus(groupResourceOf(write.resource), name));
  return answer(write, deleteObject(server, write, existing, options));
}

/** The object of a name in the namespace of a request. */
export const existingObject = (
  { cluster }: ServerContext,
  { resource: { gvk }, namespace }: Write,
  name: string,
): KubernetesObject | undefined => cluster.store.get({ group: gvk.group, kind: gvk.kind, namespace, name });
