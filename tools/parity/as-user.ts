import type { AdmissionConfiguration } from '../../src/admission/configuration.ts';
import type { Answer, ApiServer, Connection, WriteOptions } from '../../src/apiserver/api-server.ts';
import { impersonatedUser } from '../../src/admission/authorization/impersonated-user.ts';
import type { VerdictLine } from '../../src/apiserver/verdict.ts';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { isObject, type JsonObject } from '../../src/model/json.ts';
import type { SchemaRegistry } from '../../src/schema/registry.ts';
import { answerText, type Fixture } from './fixture.ts';

const VERBS = ['post', 'put', 'delete', 'connect'] as const;
const CONNECTIONS: readonly Connection[] = ['exec', 'attach', 'portforward', 'proxy'];

/**
 * A fixture that is sent: `## as USER GROUP…: what it is about`, to create its object, or to replace it where it is there. Before `as` stands what else is to
 * be done: `put` (replace at once), `put SUBRESOURCE`, `delete`, `connect SUBRESOURCE`. With such a word and without `as`, an administrator does it for real.
 */
export interface AsUser {
  readonly verb: (typeof VERBS)[number];
  readonly subresource: string;
  readonly username: string;
  readonly groups: readonly string[];
  readonly about: string;
}

/** What is sent, and by whom; undefined for what is there before. */
export function asUser({ remarks }: Fixture): AsUser | undefined {
  const [, head = '', about = ''] = /^## (.+): (.*)$/.exec(remarks) ?? [];
  const words = head.split(' ');
  const as = words.includes('as') ? words.indexOf('as') : words.length;
  const [given = 'post', subresource = ''] = words.slice(0, as);
  const [username = '', ...groups] = words.slice(as + 1);
  const verb = VERBS.find((each) => each === given);
  return verb && (verb !== 'post' || username !== '') ? { verb, subresource, username, groups, about } : undefined;
}

/** A control plane in which what nobody sends is there already, and a service account in every namespace. */
export function controlPlaneWith(fixtures: readonly Fixture[], registry: SchemaRegistry, admission: AdmissionConfiguration): ApiServer {
  const api = createControlPlane({ registry, admission });
  for (const fixture of fixtures) {
    if (!asUser(fixture) && api.create(fixture.value, { ensure: true }).verdict !== 'accepted') throw new Error(`refused: ${fixture.body}`);
  }
  for (const { metadata } of api.cluster.store.list({ group: '', kind: 'Namespace' })) {
    if (metadata.name) api.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: metadata.name } });
  }
  return api;
}

/** The object with the version that is stored, as fixtures are sent to a real server. */
export function withLiveVersion(api: ApiServer, value: JsonObject): JsonObject {
  const { apiVersion, kind, metadata } = value;
  const { name, namespace } = isObject(metadata) ? metadata : {};
  const key = { group: String(apiVersion).replace(/\/?[^/]*$/, ''), kind: String(kind), name: String(name) };
  const live = [String(namespace ?? ''), 'default'].map((place) => api.cluster.store.get({ ...key, namespace: place })).find(Boolean);
  return live
    ? { ...value, metadata: { ...(isObject(metadata) ? metadata : {}), resourceVersion: live.metadata.resourceVersion ?? '' } }
    : value;
}

/** Sends a fixture as a dry run, or for real when nobody is named. */
export function sendAs(api: ApiServer, { value }: Fixture, { verb, subresource, username, groups }: AsUser): Answer {
  const options: WriteOptions = username === '' ? {} : { dryRun: true, user: impersonatedUser(username, groups) };
  switch (verb) {
    case 'post':
      return api.createOrReplace(value, options);
    case 'put':
      return subresource === '' ? api.replace(withLiveVersion(api, value), options) : api.replaceSubresource(value, subresource, options);
    case 'delete':
      return api.delete(value, options);
    case 'connect': {
      const connection = CONNECTIONS.find((each) => each === subresource);
      if (!connection) throw new Error(`no connection ${subresource}`);
      return api.connect(value, connection, options);
    }
  }
}

/** An answer as the comment has it. Of a connection it is told whether it may be opened. */
export const answerToUser = (line: VerdictLine, value: JsonObject, { verb }: AsUser): string =>
  answerText(verb === 'connect' ? { ...line, object: undefined } : line, value);
