import type { AuthorizationRequest } from '../admission/authorization/authorizer.ts';
import type { UserInfo } from '../admission/plugin.ts';
import { goQuote } from '../model/go-text.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { findAccessResource } from './access-resource.ts';
import type { Access } from './access.ts';

export type { AuthorizationRequest };
export { ADMINISTRATOR } from '../apiserver/start-write.ts';

/** A question as the command line has it. */
export interface AskedAccess {
  readonly verb: string;
  /** `RESOURCE`, `RESOURCE/NAME` or a URL that begins with a slash. */
  readonly what: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly user: UserInfo;
}

const VERBS: ReadonlySet<string> = new Set([
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
  ...['use', 'bind', 'escalate', 'impersonate', 'approve', 'sign', 'attest', 'proxy', 'attach', 'portforward', '*'],
]);
const METHODS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'head', 'options', 'delete', 'patch', '*']);

/** The request that is asked about, and what kubectl would warn of: names that nobody serves, and a namespace for what has none. */
export function questionOf(
  { verb, what, subresource, namespace, user }: AskedAccess,
  { registry, view }: Access,
): { readonly request: AuthorizationRequest; readonly warnings: readonly string[] } {
  const said = verb.toLowerCase();
  if (what.startsWith('/')) {
    const warnings = METHODS.has(said) ? [] : [`verb ${goQuote(verb)} is not a known HTTP method`];
    return { request: { user, verb: said, path: what }, warnings };
  }
  const slash = what.indexOf('/');
  const [type, name] = slash < 0 ? [what, ''] : [what.slice(0, slash), what.slice(slash + 1)];
  const { group, resource, namespaced } =
    type === '*' ? { group: '*', resource: '*', namespaced: true } : findAccessResource(type, registry, view);
  const warnings = [
    ...(namespaced === undefined ? [`no API serves a resource type ${goQuote(type)}`] : []),
    ...(isSubresource(registry, group, resource, name)
      ? [`${what} is an object named ${goQuote(name)}; the subresource is asked about with --subresource ${name}`]
      : []),
    ...(VERBS.has(said) ? [] : [`verb ${goQuote(verb)} is not a known verb`]),
  ];
  return {
    request: { user, verb: said, group, resource, subresource, namespace: namespaced === false ? '' : namespace, name },
    warnings,
  };
}

const isSubresource = (registry: SchemaRegistry, group: string, resource: string, name: string): boolean =>
  registry.resources().some(({ gvk, plural, subresources }) => gvk.group === group && plural === resource && subresources.includes(name));
