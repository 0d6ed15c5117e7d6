import { apiVersionOf, gvkKey, parseApiVersion, type GroupVersionKind } from '../model/group-version-kind.ts';
import { API_GATES } from './api-gates.ts';
import { API_TABLE, type ApiFacts, type ApiRow } from './lifecycle-table.ts';
import type { SchemaRegistry } from './registry.ts';
import type { Release } from './release.ts';

/** Why a default API server does not serve an API that Kubernetes has, had or will have. */
export type Unserved = RemovedApi | DisabledApi | LaterApi;

export interface RemovedApi {
  readonly reason: 'removed';
  /** The first release that did without it: `1.22`. */
  readonly since: string;
  /** What to write instead, as the release has it; undefined where nothing took its place. */
  readonly replacement?: Replacement;
}
export interface Replacement {
  readonly gvk: GroupVersionKind;
  readonly introduced?: string;
  /** The flags that the replacement needs itself. */
  readonly flags: readonly string[];
}
export interface DisabledApi {
  readonly reason: 'disabled';
  /** Flags of kube-apiserver that make it serve the API. */
  readonly flags: readonly string[];
  /** Whether the release's schemas have the kind. */
  readonly known: boolean;
  /** A version of the kind that is served by default. */
  readonly replacement?: Replacement;
}
export interface LaterApi {
  readonly reason: 'later';
  readonly introduced: string;
  /** The kind as the release has it. */
  readonly replacement?: Replacement;
}

/** Why the registry's release does not serve a built-in API; undefined for APIs that it serves, or that are none of Kubernetes' since 1.16. */
export function whyUnserved(gvk: GroupVersionKind, registry: SchemaRegistry): Unserved | undefined {
  const { release } = registry;
  const resource = registry.resource(gvk);
  if (resource?.servedByDefault) return undefined;
  const flags = flagsOf(gvk, registry);
  const replacement = replacementOf(gvk, registry);
  const more = replacement && { replacement };
  if (flags) return { reason: 'disabled', flags, known: resource !== undefined, ...(replacement?.flags.length === 0 && more) };
  const row = rowOf(gvk);
  if (!row) return undefined;
  if (minorOf(row.introduced) > minorOf(release)) return { reason: 'later', introduced: row.introduced, ...more };
  const since = row.gone ?? row.removed;
  return since === undefined ? undefined : { reason: 'removed', since, ...more };
}

/** The server's warning about a request to a deprecated API. It comes from the first release on that knows when the API is to be deprecated. */
export function deprecationText(gvk: GroupVersionKind, release: Release): string | undefined {
  const row = rowOf(gvk);
  const { deprecated, removed, replacement } = row ? factsIn(row, release) : {};
  if (deprecated === undefined) return undefined;
  const until = removed === undefined ? '' : `, unavailable in v${removed}+`;
  const instead = replacement === undefined ? '' : `; use ${replacement} ${gvk.kind}`;
  return `${apiVersionOf(gvk)} ${gvk.kind} is deprecated in v${deprecated}+${until}${instead}`;
}

/** The flags of kube-apiserver that make the release serve an API; undefined for one that it serves without, or does not have. */
function flagsOf(gvk: GroupVersionKind, registry: SchemaRegistry): string[] | undefined {
  const gates = API_GATES[registry.release]?.[gvkKey(gvk)];
  const resource = registry.resource(gvk);
  if (resource ? resource.servedByDefault : gates === undefined) return undefined;
  const on = gates?.split(' ').map((gate) => `${gate}=true`);
  return [`--runtime-config=${apiVersionOf(gvk)}=true`, ...(on ? [`--feature-gates=${on.join(',')}`] : [])];
}

/** What stands in an API's place: what its tags lead to, else the newest version of the kind; served by default where there is such a one. */
function replacementOf(gvk: GroupVersionKind, registry: SchemaRegistry): Replacement | undefined {
  const others = registry.resources().filter((each) => each.gvk.kind === gvk.kind && each.gvk.group === gvk.group);
  const candidates = [...tagged(gvk), ...[...others.map((each) => each.gvk), ...gated(gvk, registry.release)].sort(newestFirst)];
  const found = candidates.find((each) => registry.resource(each)?.servedByDefault) ?? candidates.find((each) => flagsOf(each, registry));
  if (!found) return undefined;
  const introduced = rowOf(found)?.introduced;
  return { gvk: found, ...(introduced !== undefined && { introduced }), flags: flagsOf(found, registry) ?? [] };
}

/** The chain of replacements: a replacement may have been replaced in turn. */
function tagged(gvk: GroupVersionKind): GroupVersionKind[] {
  const replacement = rowOf(gvk)?.replacement;
  const next = replacement === undefined ? undefined : parseApiVersion(replacement);
  if (!next) return [];
  const found = { ...next, kind: gvk.kind };
  return [...tagged(found), found];
}

const gated = ({ group, kind }: GroupVersionKind, release: Release): GroupVersionKind[] =>
  Object.keys(API_GATES[release] ?? {}).flatMap((api) => {
    const [apiVersion = '', name] = api.split(' ');
    const version = parseApiVersion(apiVersion);
    return version?.group === group && name === kind ? [{ ...version, kind }] : [];
  });

/** `v2` before `v1` before `v1beta2` before `v1alpha1`, as Kubernetes ranks versions. */
function newestFirst({ version: a }: GroupVersionKind, { version: b }: GroupVersionKind): number {
  const rank = (version: string): number[] => {
    const [, major = '0', stage = '', minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
    return [['alpha', 'beta', ''].indexOf(stage), Number(major), Number(minor)];
  };
  const [ranksA, ranksB] = [rank(a), rank(b)];
  return ranksB.map((value, i) => value - (ranksA[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

const rowOf = (gvk: GroupVersionKind): ApiRow | undefined => {
  const key = gvkKey(gvk);
  return Object.hasOwn(API_TABLE, key) ? API_TABLE[key] : undefined;
};

/** What a release says: the words of the first release at or after it that were different, else the newest. */
function factsIn(row: ApiRow, release: Release): ApiFacts {
  const older = Object.entries(row.until ?? {}).find(([until]) => minorOf(until) >= minorOf(release));
  return older ? older[1] : row;
}

const minorOf = (release: string): number => Number(release.split('.')[1]);
