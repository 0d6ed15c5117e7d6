import type { VerdictLine } from '../../src/apiserver/verdict.ts';
import { isObject, type JsonObject } from '../../src/model/json.ts';
import { parseApiVersion } from '../../src/model/group-version-kind.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { answerText } from './fixture.ts';
import { withVersion } from './requests.ts';

/** What a server says to a request. */
export interface Reply {
  readonly code: number;
  readonly body: JsonObject;
  readonly warnings: readonly string[];
}

/** An API server as a member of system:masters sees it. */
export interface Server {
  send(method: string, path: string, body?: JsonObject, headers?: Readonly<Record<string, readonly string[]>>): Promise<Reply>;
}

export function connect(url: string, token: string): Server {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  return {
    async send(method, path, body, more = {}) {
      const headers = new Headers({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
      for (const [name, values] of Object.entries(more)) for (const value of values) headers.append(name, value);
      const reply = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      return { code: reply.status, body: (await reply.json()) as JsonObject, warnings: warningsIn(reply.headers.get('warning') ?? '') };
    },
  };
}

/** Texts of a header such as `299 - "one", 299 - "two"`. */
const warningsIn = (header: string): string[] =>
  [...header.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));

/** Where objects of its kind are, and its name there. */
export function pathOf({ apiVersion, kind, metadata }: JsonObject, resources = builtIn): { readonly path: string; readonly name: string } {
  const { group = '', version = '' } = parseApiVersion(String(apiVersion)) ?? {};
  const { namespaced, plural } = resources({ group, version, kind: String(kind) }) ?? { namespaced: true, plural: '' };
  const { namespace, name } = isObject(metadata) ? metadata : {};
  const within = namespaced ? `/namespaces/${String(namespace ?? 'default')}` : '';
  return { path: `/${group === '' ? 'api' : `apis/${group}`}/${version}${within}/${plural}`, name: String(name ?? '') };
}

/** Names of kinds in paths. */
export type ResourceNames = (gvk: {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}) => { readonly namespaced: boolean; readonly plural: string } | undefined;

export const builtIn: ResourceNames = (gvk) => loadSchemas('1.37').resource(gvk);

/** `value` over what the server has now. */
export async function onLive(server: Server, path: string, value: JsonObject): Promise<JsonObject> {
  const { metadata } = (await server.send('GET', path)).body;
  return withVersion(value, isObject(metadata) ? metadata.resourceVersion : undefined);
}

/** An answer as verdicts are told. */
export function lineOf({ code, body, warnings }: Reply, isAccepted = code < 300): VerdictLine {
  const line = { source: '', index: 0, code, ...(warnings.length > 0 && { warnings }) };
  if (!isAccepted) return { ...line, verdict: 'rejected', status: body };
  const { metadata } = body;
  const object = isObject(metadata) ? { ...body, metadata: { ...metadata, managedFields: undefined } } : body;
  return { ...line, verdict: 'accepted', object };
}

/** What stands in the comment of a fixture to which the server said this. */
export const replyText = (reply: Reply, value: JsonObject): string => answerText(lineOf(reply), value);
