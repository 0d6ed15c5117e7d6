import { createAuthorizer } from '../admission/authorization/create-authorizer.ts';
import type { ResourceRequest } from '../admission/authorization/authorizer.ts';
import { goQuote } from '../model/go-text.ts';
import { forbiddenStatus, type Status } from '../model/status.ts';
import type { ServerContext, Write } from './server-context.ts';

/** 403 when the user of a request may not do this; `name` is empty where the URL has none. */
export function authorizeWrite(
  { cluster, registry }: ServerContext,
  { resource, subresource, namespace, user, isTrusted }: Write,
  verb: string,
  name: string,
): Status | undefined {
  if (isTrusted) return undefined;
  const { gvk, plural } = resource;
  // the URL of a namespace is taken for one within it
  const within = gvk.group === '' && plural === 'namespaces' ? name : namespace;
  const request: ResourceRequest = { user, verb, group: gvk.group, resource: plural, subresource, namespace: within, name };
  const { allowed, reason } = createAuthorizer(cluster.store, registry.release)(request);
  if (allowed) return undefined;
  const text = forbiddenText(request);
  return forbiddenStatus({ group: gvk.group, resource: plural }, name, reason === '' ? text : `${text}: ${reason}`);
}

/** `User "jane" cannot create resource "deployments" in API group "apps" in the namespace "default"`. */
function forbiddenText({ user, verb, group, resource, subresource, namespace }: ResourceRequest): string {
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${goQuote(namespace)}`;
  return escapeHtml(`User ${goQuote(user.username)} cannot ${verb} resource ${goQuote(what)} in API group ${goQuote(group)} ${where}`);
}

/** The server escapes what could be markup in an answer. */
const escapeHtml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
