import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../src/model/json.ts';
import type { ApiFacts, ApiRow } from '../../src/schema/lifecycle-table.ts';
import { RELEASES, type Release } from '../../src/schema/release.ts';
import { CORRECTIONS, NO_RESOURCES } from './untagged-lifecycles.ts';

/** What one minor release of the Go modules says of an API: nothing but that it is there, for APIs without tags. */
type Tags = Partial<Record<'introduced' | 'deprecated' | 'removed' | 'replacement', string>>;

/** Minor release → what it says, by `GROUP/VERSION KIND`. */
type History = Map<string, Map<number, Tags>>;

/** A row for each API, in order. */
export function lifecycleRows(modules: string): Map<string, ApiRow> {
  const { history, minors } = readHistory(modules);
  const apis = [...new Set([...history.keys(), ...Object.keys(CORRECTIONS)])].sort(compareText);
  return new Map(apis.map((api) => [api, rowOf(api, history.get(api) ?? new Map<number, Tags>(), minors)]));
}

function rowOf(api: string, history: ReadonlyMap<number, Tags>, minors: readonly number[]): ApiRow {
  const seen = [...history.keys()].sort((a, b) => a - b);
  const [first] = seen;
  const last = seen.at(-1);
  const newest = (last !== undefined && history.get(last)) || {};
  const correction = CORRECTIONS[api] ?? {};
  const facts = { ...factsOf(newest), ...(correction.replacement !== undefined && { replacement: correction.replacement }) };
  const deleted = last === undefined ? undefined : minors.find((minor) => minor > last);
  const gone = correction.gone ?? (deleted !== undefined && deleted < minorOf(facts.removed ?? '1.999') ? `1.${deleted}` : undefined);
  const until: Partial<Record<Release, ApiFacts>> = {};
  for (const [index, release] of RELEASES.entries()) {
    const [now, next] = [release, RELEASES[index + 1]].map((each) => each && history.get(minorOf(each)));
    if (now && next && JSON.stringify(factsOf(now)) !== JSON.stringify(factsOf(next))) until[release] = factsOf(now);
  }
  return {
    introduced: correction.introduced ?? newest.introduced ?? `1.${first ?? 0}`,
    ...facts,
    ...(gone !== undefined && { gone }),
    ...(Object.keys(until).length > 0 && { until }),
  };
}

const factsOf = ({ deprecated, removed, replacement }: Tags): ApiFacts => ({
  ...(deprecated !== undefined && { deprecated }),
  ...(removed !== undefined && { removed }),
  ...(replacement !== undefined && { replacement }),
});

const minorOf = (release: string): number => Number(release.split('.')[1]);

function readHistory(modules: string): { readonly history: History; readonly minors: readonly number[] } {
  const history: History = new Map();
  const minors = new Set<number>();
  for (const directory of readdirSync(modules).sort(compareText)) {
    const [, module, minor] = /^(api|kube-aggregator|apiextensions-apiserver)@v0\.(\d+)\./.exec(directory) ?? [];
    if (module === undefined || minor === undefined) continue;
    if (module === 'api') minors.add(Number(minor));
    const root = join(modules, directory, module === 'api' ? '.' : 'pkg/apis');
    for (const { groupVersion, kind, tags } of groupVersions(root).flatMap(readKinds)) {
      const api = `${groupVersion} ${kind}`;
      if (NO_RESOURCES.has(kind) || NO_RESOURCES.has(api) || kind.endsWith('List')) continue;
      const known = history.get(api) ?? new Map<number, Tags>();
      history.set(api, known.set(Number(minor), tags));
    }
  }
  return { history, minors: [...minors].sort((a, b) => a - b) };
}

const groupVersions = (root: string): string[] =>
  folders(root).flatMap((group) =>
    folders(join(root, group))
      .filter((version) => /^v\d/.test(version))
      .map((version) => join(root, group, version)),
  );

const folders = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** Kinds that `register.go` of a package registers, with the tags of `zz_generated.prerelease-lifecycle.go`. */
function readKinds(folder: string): { readonly groupVersion: string; readonly kind: string; readonly tags: Tags }[] {
  const register = read(join(folder, 'register.go'));
  const group = /GroupName\s*=\s*"([^"]*)"/.exec(register)?.[1];
  if (group === undefined) return [];
  const version = folder.replace(/^.*[\\/]/, '');
  const tagged = read(join(folder, 'zz_generated.prerelease-lifecycle.go'));
  const kinds = [...register.matchAll(/^\s*&(\w+)\{\},$/gm)].map(([, kind = '']) => kind);
  return kinds.map((kind) => ({ groupVersion: group === '' ? version : `${group}/${version}`, kind, tags: tagsOf(kind, tagged) }));
}

const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

function tagsOf(kind: string, text: string): Tags {
  const answer = (what: string): string | undefined =>
    new RegExp(`func \\(in \\*${kind}\\) APILifecycle${what}\\(\\)[^{]*\\{\\s*return ([^\\n]*)`).exec(text)?.[1];
  const release = (what: string): string | undefined => answer(what)?.replace(', ', '.');
  const [group, version] = [...(answer('Replacement') ?? '').matchAll(/"([^"]*)"/g)].map(([, name]) => name);
  const facts = {
    introduced: release('Introduced'),
    deprecated: release('Deprecated'),
    removed: release('Removed'),
    replacement: version === undefined ? undefined : `${group}/${version}`,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}
