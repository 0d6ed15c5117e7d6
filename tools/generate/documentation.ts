import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../src/model/json.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { RELEASES } from '../../src/schema/release.ts';
import { reachableStructs } from './reachable.ts';
import { writeDirectory } from './write.ts';

/** What is said of a type (under the empty name) and of its fields. */
type Texts = Map<string, string>;

const META = 'k8s.io/apimachinery/pkg/apis/meta/v1';
/** Said once, of `Status`, and true of all kinds. */
const TYPE_META: ReadonlySet<string> = new Set(['kind', 'apiVersion']);

/**
 * Takes the upstream documentation of types and fields out of the comments of a development dependency and writes it, one type a line, with an index of
 * where each line starts. Fields it does not know are looked up in other versions of the same type, and those of inline structs where they are inlined.
 */
export function generateDocumentation(directory: string, modules: string): { readonly fields: number; readonly described: number } {
  const types = unionOfTypes();
  const sources = sourcesOf(modules);
  const direct = new Map([...types.keys()].map((name) => [name, readTexts(sources(name))]));
  const lines: string[] = [];
  const index: Record<string, Record<string, number>> = {};
  let [offset, fields, described] = [0, 0, 0];
  for (const [name, { members, inlinedIn }] of [...types].sort(([a], [b]) => compareText(a, b))) {
    const relatives = [name, ...otherVersions(name, types), ...inlinedIn].map((relative) => direct.get(relative));
    const found: Record<string, string> = {};
    for (const field of ['', ...members]) {
      const tellers =
        field === '' ? relatives.slice(0, 1) : TYPE_META.has(field) ? [...relatives, direct.get(`${META}.Status`)] : relatives;
      const text = tellers.map((texts) => texts?.get(field)).find((candidate) => candidate !== undefined);
      if (text !== undefined) found[field] = text;
    }
    fields += members.size;
    described += Object.keys(found).filter((field) => field !== '').length;
    if (Object.keys(found).length === 0) continue;
    const dot = name.lastIndexOf('.');
    (index[name.slice(0, dot)] ??= {})[name.slice(dot + 1)] = offset;
    lines.push(`${JSON.stringify(found)}\n`);
    offset += Buffer.byteLength(lines.at(-1) ?? '');
  }
  writeDirectory(
    directory,
    new Map([
      ['types.jsonl', lines.join('')],
      ['index.json', `${JSON.stringify(index)}\n`],
    ]),
  );
  return { fields, described };
}

interface TypeNames {
  readonly members: Set<string>;
  readonly inlinedIn: Set<string>;
}

/** All types of all releases with the JSON names of their fields. */
function unionOfTypes(): Map<string, TypeNames> {
  const types = new Map<string, TypeNames>();
  const entry = (name: string): TypeNames => {
    const known = types.get(name) ?? { members: new Set(), inlinedIn: new Set() };
    types.set(name, known);
    return known;
  };
  for (const release of RELEASES) {
    const registry = loadSchemas(release);
    for (const name of reachableStructs(registry)) {
      const struct = registry.struct(name);
      for (const json of struct.byJson.keys()) entry(name).members.add(json);
      for (const field of struct.fields) if (field.inline) entry(field.type.name).inlinedIn.add(name);
    }
  }
  return types;
}

function otherVersions(name: string, types: ReadonlyMap<string, TypeNames>): string[] {
  const [, group = '', type = ''] = /^(.*)\/v\w+\.(\w+)$/.exec(name) ?? [];
  return [...types.keys()]
    .filter((other) => other !== name && other.startsWith(`${group}/v`) && other.endsWith(`.${type}`))
    .sort(compareText);
}

/** Where the declaration of a type stands; directories there are named by API group. */
function sourcesOf(modules: string): (name: string) => string {
  const groups = new Map<string, string>();
  for (const release of RELEASES) {
    for (const { gvk, type } of loadSchemas(release).resources())
      groups.set(type.slice(0, type.lastIndexOf('.')), join(gvk.group, gvk.version));
  }
  return (name) => {
    const dot = name.lastIndexOf('.');
    const inPackage = name.slice(0, dot);
    const file = `${name.slice(dot + 1)}.d.ts`;
    if (inPackage === META) return join(modules, '@kubernetes-models/apimachinery/apis/meta/v1', file);
    return join(modules, 'kubernetes-models', groups.get(inPackage) ?? '-', file);
  };
}

function readTexts(file: string): Texts {
  const texts: Texts = new Map();
  if (!existsSync(file)) return texts;
  const source = readFileSync(file, 'utf8');
  for (const [, comment = '', type, field] of source.matchAll(
    /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*(?:export interface (\w+)|"?([\w$-]+)"?\??:)/g,
  )) {
    const name = type === undefined ? (field ?? '') : '';
    if (!texts.has(name)) texts.set(name, plainText(comment));
  }
  return texts;
}

/** Without the stars; escapes that comments need undone. */
const plainText = (comment: string): string =>
  comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .replaceAll('*\\/', '*/')
    .trim();
