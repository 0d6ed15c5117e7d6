import { apiVersionOf, parseApiVersion } from '../model/group-version-kind.ts';
import type { PathElement } from '../model/field-path.ts';
import { knownHandlerTexts } from '../model/runtime-handlers.ts';
import type { Field, GoType, Resource, SchemaRegistry, StructType } from '../schema/registry.ts';
import { RELEASES, type Release } from '../schema/release.ts';
import { resolveField, structOf, target, typeLabel } from '../schema/resolve-field.ts';
import { closest } from '../text/closest.ts';

/** A field as explanations list it. */
export interface FieldSummary {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly documentation: string;
}

/** All that is known of a kind or of one of its fields. */
export interface Explanation {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty for the kind itself. */
  readonly path: string;
  readonly type: string;
  readonly documentation: string;
  readonly required: boolean;
  readonly default?: unknown;
  readonly allowed?: readonly string[];
  readonly format?: string;
  /** How a list or map is merged when it is applied: `map by name`, `atomic`. */
  readonly merge?: string;
  /** The first known release that has it; absent when the oldest known one has it already. */
  readonly since?: Release;
  /** For kinds: plural, short names, scope. */
  readonly names?: readonly string[];
  readonly namespaced?: boolean;
  /** What is known besides of the values that it may have. */
  readonly notes?: readonly string[];
  readonly fields: readonly FieldSummary[];
}

export type Explained = { readonly explanation: Explanation } | { readonly problem: string; readonly hint?: string };

export interface ExplainSources {
  readonly registry: SchemaRegistry;
  /** The registry of another release, for `since`. */
  registryOf(release: Release): SchemaRegistry;
  /** Documentation of a struct, or of one of its fields; empty where there is none. */
  documentation(typeName: string, field?: string): string;
}

/** Explains `deployment.spec.strategy`, `apps/v1/Deployment`, `po`: a kind in any of its names, then fields; `[]` and indexes are passed over. */
export function explain(query: string, sources: ExplainSources): Explained {
  const { registry } = sources;
  const slash = query.lastIndexOf('/');
  const apiVersion = slash < 0 ? undefined : parseApiVersion(query.slice(0, slash));
  const [name = '', ...fields] = query
    .slice(slash + 1)
    .replace(/\[[^\]]*\]/g, '')
    .split('.');
  const candidates = registry
    .resources()
    .filter(
      (resource) =>
        isNamed(resource, name) &&
        (!apiVersion || (resource.gvk.group === apiVersion.group && resource.gvk.version === apiVersion.version)),
    );
  const [resource] = candidates.toSorted(byPreference);
  if (!resource) return unknownKind(name, registry);
  return explainField(resource, fields.filter(Boolean), sources);
}

const isNamed = ({ gvk, plural, singular, shortNames }: Resource, name: string): boolean => {
  const lower = name.toLowerCase();
  return gvk.kind.toLowerCase() === lower || plural === lower || singular === lower || shortNames.includes(lower);
};

/** Served ones first, core and old groups before those with a dot, stable and high versions before others: what kubectl would pick. */
function byPreference(a: Resource, b: Resource): number {
  return Number(b.servedByDefault) - Number(a.servedByDefault) || groupRank(a) - groupRank(b) || versionRank(b) - versionRank(a);
}

const groupRank = ({ gvk: { group } }: Resource): number => (group === '' ? 0 : group.includes('.') ? 2 : 1);

function versionRank({ gvk: { version } }: Resource): number {
  const [, major = '0', stage, minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  return (stage === undefined ? 2_000_000 : stage === 'beta' ? 1_000_000 : 0) + Number(major) * 1000 + Number(minor);
}

function unknownKind(name: string, registry: SchemaRegistry): Explained {
  const near = closest(name, new Set(registry.resources().flatMap(({ gvk, plural }) => [gvk.kind, plural])));
  return { problem: `Kubernetes ${registry.release} has no kind "${name}"`, ...(near !== undefined && { hint: `did you mean ${near}?` }) };
}

/** Explains a field by its path of names, map keys among them; the kind itself for none. */
export function explainField(resource: Resource, names: readonly string[], sources: ExplainSources): Explained {
  const { registry, documentation } = sources;
  let type: GoType = { kind: 'struct', name: resource.type };
  let field: Field | undefined;
  let owner: StructType | undefined;
  const walked: string[] = [];
  for (const name of names) {
    const inner = elementOf(type);
    if (isFreeMap(type)) {
      type = inner;
      walked.push(name);
      continue;
    }
    const struct = structOf(registry, inner);
    const member = struct?.byJson.get(name);
    if (!struct || !member) return unknownField(name, [resource.gvk.kind, ...walked].join('.'), struct);
    [type, field, owner] = [member.field.type, member.field, struct];
    walked.push(name);
  }
  const struct = structOf(registry, elementOf(type));
  const since = firstRelease(resource, names, sources);
  return {
    explanation: {
      apiVersion: apiVersionOf(resource.gvk),
      kind: resource.gvk.kind,
      path: walked.join('.'),
      type: field ? typeLabel(type) : resource.gvk.kind,
      documentation: (field && owner ? documentation(owner.name, field.json) : '') || (struct ? documentation(struct.name) : ''),
      required: field?.required ?? false,
      ...(field?.default !== undefined && { default: field.default }),
      ...(field?.enum && { allowed: field.enum }),
      ...(field?.format !== undefined && { format: field.format }),
      ...mergeOf(field),
      ...(since !== undefined && { since }),
      ...notesOf(resource, walked, field),
      ...(!field && { names: [resource.plural, ...resource.shortNames], namespaced: resource.namespaced }),
      fields: struct
        ? [...struct.byJson].map(([name, { field: each }]) => ({
            name,
            type: typeLabel(each.type),
            required: each.required ?? false,
            documentation: documentation(struct.name, name),
          }))
        : [],
    },
  };
}

/** What handlers of runtime classes are known to be, where a class or its handler is named. */
function notesOf({ gvk }: Resource, path: readonly string[], field: Field | undefined): { readonly notes?: readonly string[] } {
  const isHandler = gvk.kind === 'RuntimeClass' && (!field || path.join('.') === 'handler');
  return isHandler || path.at(-1) === 'runtimeClassName' ? { notes: knownHandlerTexts() } : {};
}

/** The type behind pointers, lists and maps. */
function elementOf(type: GoType): GoType {
  const inner = target(type);
  return inner.kind === 'slice' || inner.kind === 'map' ? elementOf(inner.element) : inner;
}

/** A map whose keys are the user's, such as labels: the next name is a key. */
const isFreeMap = (type: GoType): boolean => target(type).kind === 'map';

function unknownField(name: string, parent: string, struct: StructType | undefined): Explained {
  if (!struct) return { problem: `${parent} has no fields` };
  const near = closest(name, struct.byJson.keys());
  return { problem: `${parent} has no field "${name}"`, ...(near !== undefined && { hint: `did you mean ${near}?` }) };
}

function mergeOf(field: Field | undefined): { readonly merge?: string } {
  if (!field?.listType && !field?.mapType) return {};
  if (field.listType === 'map') return { merge: `map by ${(field.listMapKeys ?? []).join(', ')}` };
  return { merge: field.listType ?? field.mapType ?? '' };
}

/** The oldest known release that has the field; undefined when all before this one have it. */
function firstRelease({ gvk }: Resource, names: readonly string[], { registry, registryOf }: ExplainSources): Release | undefined {
  const has = (release: Release): boolean => {
    const other = registryOf(release);
    const resource = other.resource(gvk);
    return resource !== undefined && resolveField(other, resource.type, pathOf(names, resource, other)) !== undefined;
  };
  const older = RELEASES.slice(0, RELEASES.indexOf(registry.release));
  const missing = older.filter((release) => !has(release));
  const last = missing.at(-1);
  return last === undefined ? undefined : RELEASES[RELEASES.indexOf(last) + 1];
}

/** Names as a path, with an index behind each list on the way. */
function pathOf(names: readonly string[], resource: Resource, registry: SchemaRegistry): PathElement[] {
  const path: PathElement[] = [];
  for (const name of names) {
    const at = resolveField(registry, resource.type, path);
    if (at && target(at.type).kind === 'slice') path.push({ kind: 'index', index: 0 });
    path.push({ kind: 'field', name });
  }
  return path;
}
