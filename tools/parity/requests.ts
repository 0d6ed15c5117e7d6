import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, ApiServer } from '../../src/apiserver/api-server.ts';
import { isObject, type JsonObject } from '../../src/model/json.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { readFixtures, type Fixture } from './fixture.ts';

/**
 * A request that neither a creation nor a replacement of what could be created shows, and releases before the last one: a document with
 * `## create: what it is about`, or one with `## put: …` and the document that it is replaced by, which has the answer. `put status` is for the status
 * subresource, `put while being deleted` for an object that waits for its finalizers. A status of the former is written before.
 */
export interface RequestFixture {
  readonly request: RequestName;
  readonly about: string;
  /** What is there before. */
  readonly before: Fixture | undefined;
  readonly sent: Fixture;
}

const REQUESTS = ['create', 'put', 'put status', 'put while being deleted'] as const;
export type RequestName = (typeof REQUESTS)[number];

/** The requests of a file. */
export function readRequests(file: string): RequestFixture[] {
  const fixtures = readFixtures(file).values();
  return Array.from(fixtures, (first): RequestFixture => {
    const [, name = '', about = ''] = /^## ([a-z ]+): (.*)/.exec(first.remarks) ?? [];
    const request = REQUESTS.find((each) => each === name);
    if (!request) throw new Error(`${file}: no request is called ${first.remarks || 'nothing'}`);
    const sent = request === 'create' ? first : fixtures.next().value;
    if (!sent) throw new Error(`${file}: a replacement has two documents`);
    return { request, about, before: sent === first ? undefined : first, sent };
  });
}

/** The CRDs of `test/validate`, whose custom resources are of groups below `example.org`. */
export const definitionsOf = (tests: string): JsonObject[] =>
  readDocuments('crds.yml', readFileSync(join(tests, 'custom-resource', 'crds.yml'), 'utf8')).flatMap(({ value }) =>
    value ? [value] : [],
  );

export const isCustom = ({ apiVersion }: JsonObject): boolean => /\.example\.org\//.test(String(apiVersion));

/** What Drydock answers. */
export function answerRequest(api: ApiServer, { request, before, sent }: RequestFixture): Answer {
  if (!before) return api.create(sent.value, { ensure: true, dryRun: true });
  const created = api.create(before.value, { ensure: true });
  if (created.verdict !== 'accepted') throw new Error(`${JSON.stringify(created)}\n${before.body}`);
  const { namespace, resource, object } = created;
  const key = { group: resource.gvk.group, kind: resource.gvk.kind, namespace, name: object.metadata.name ?? '' };
  if (before.value.status !== undefined) api.replaceStatus(before.value);
  if (request === 'put while being deleted') api.delete(before.value);
  const next = withVersion(sent.value, api.cluster.store.get(key)?.metadata.resourceVersion);
  return request === 'put status' ? api.replaceStatus(next, { dryRun: true }) : api.replace(next, { dryRun: true });
}

/** An object over a version of it, unless it names one itself. */
export const withVersion = (value: JsonObject, resourceVersion: unknown): JsonObject => ({
  ...value,
  metadata: { ...(typeof resourceVersion === 'string' && { resourceVersion }), ...(isObject(value.metadata) ? value.metadata : {}) },
});
