import { compareText, isObject, type JsonObject } from '../model/json.ts';
import { parseApiVersion } from '../model/group-version-kind.ts';
import { applyOrder } from '../reconcile-preview/apply-order.ts';
import { splitDocuments } from '../yaml/reader/split-documents.ts';
import { readDocuments, type YamlDocument } from '../yaml/read-documents.ts';
import { policySourceOf, type PolicySource } from './policy-problem.ts';
import type { SourceFile } from './source-file.ts';

/** The CRDs that stand somewhere, found by what they define. */
export interface Definitions {
  /** CRDs of `kind` (in whatever case) as they are written; of several with one name the last one holds. */
  definitionsOf(group: string, kind: string): readonly JsonObject[];
}

/** What documents find in the cluster because other documents of the same input bring it. */
export interface Neighbours extends Definitions {
  /** Objects that the API server looks at when it judges others, in an order in which they can be applied. */
  readonly objects: readonly JsonObject[];
  /** Where policies among them have their expressions. */
  readonly policySource: PolicySource;
}

/** A file that is read when, and as often as, its text is needed; undefined where it cannot be read. */
export interface LazySource {
  readonly source: string;
  read(): string | undefined;
}

const DEFINITION = 'CustomResourceDefinition';

/**
 * Kinds whose objects decide on others: Pod Security by namespace, limits, priorities, run times, what service accounts may mount, default classes, policies,
 * webhooks. So do the parameters of policies, whatever their kind.
 * Quotas are none of them: what is left of one depends on everything that is applied, which `preview` shows.
 */
const DECIDING: ReadonlySet<string> = new Set([
  'Namespace',
  'ServiceAccount',
  'PriorityClass',
  'RuntimeClass',
  'LimitRange',
  'StorageClass',
  'IngressClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);

const KIND = /\bkind["']?[ \t]*:[ \t]*["']?(\w+)/g;
const NEIGHBOUR = new RegExp(`\\bkind["']?[ \\t]*:[ \\t]*["']?(?:${[DEFINITION, ...DECIDING].join('|')})\\b`);

/** Whether a text may hold documents that others depend on. Far faster than reading it; wrong only in what it says to spellings that nobody uses. */
export const mayHoldNeighbours = (text: string): boolean => NEIGHBOUR.test(text);

/** The kinds that a text may hold documents of. */
const kindsIn = (text: string): ReadonlySet<string> => new Set([...text.matchAll(KIND)].map(([, kind = '']) => kind));

/** The kinds of parameters that policies in a text take. */
export function paramKindsIn({ source, text }: SourceFile): readonly string[] {
  if (!text.includes('paramKind')) return [];
  return readDocuments(source, text).flatMap(({ value }) => (value ? (paramKindOf(value)?.kind ?? []) : []));
}

/** Whether a text may hold documents of any of these kinds. */
export const mayHoldKinds = (text: string, kinds: readonly string[]): boolean =>
  kinds.some((kind) => text.includes(kind)) && [...kindsIn(text)].some((kind) => kinds.includes(kind));

/** What the documents of an input find beside themselves, where all of them are at hand. */
export function neighboursOfDocuments(documents: readonly YamlDocument[], policySource: PolicySource): Neighbours {
  const values = documents.flatMap(({ value }) => (value ? [value] : []));
  const definitions = values.filter(isDefinition);
  return {
    objects: decidingObjects(values),
    policySource,
    definitionsOf: (group, kind) => definitions.filter((value) => defines(value, group, kind)),
  };
}

/** A document of a file, by its place. */
interface Part {
  readonly file: LazySource;
  readonly start: number;
  readonly end: number;
  /** What its text may say of kinds. */
  readonly kinds: ReadonlySet<string>;
  /** The CRDs in it, once they were read. */
  definitions?: readonly JsonObject[];
}

/** The same for files, in the order of their names: documents that hold CRDs are read when somebody asks for one of their kinds. */
export function neighboursOfSources(files: readonly LazySource[]): Neighbours {
  let parts: readonly Part[] | undefined;
  let byKind: ReadonlyMap<string, readonly Part[]> | undefined;
  let objects: readonly JsonObject[] | undefined;
  const found = (): readonly Part[] => (parts ??= files.toSorted((a, b) => compareText(a.source, b.source)).flatMap(partsOf));
  return {
    get objects() {
      return (objects ??= decidingObjects(decidingValues(found())));
    },
    policySource: (place) => policySourceOf(files.map(readWhole))(place),
    definitionsOf(group, kind) {
      byKind ??= indexByKind(found().filter(({ kinds }) => kinds.has(DEFINITION)));
      const candidates = byKind.get(kind.toLowerCase()) ?? [];
      return candidates.flatMap((part) =>
        (part.definitions ??= valuesOf(part).filter(isDefinition)).filter((value) => defines(value, group, kind)),
      );
    },
  };
}

const readWhole = ({ source, read }: LazySource): SourceFile => ({ source, text: read() ?? '' });

/** The documents of kinds that decide, and of kinds that policies among them take parameters of. */
function decidingValues(parts: readonly Part[]): JsonObject[] {
  const deciding = parts.filter(({ kinds }) => [...kinds].some(isDeciding));
  const values = deciding.flatMap(valuesOf);
  const paramKinds = new Set(values.flatMap((value) => paramKindOf(value)?.kind ?? []));
  if (paramKinds.size === 0) return values;
  return parts.filter((part) => deciding.includes(part) || [...part.kinds].some((kind) => paramKinds.has(kind))).flatMap(valuesOf);
}

function indexByKind(parts: readonly Part[]): Map<string, Part[]> {
  const byKind = new Map<string, Part[]>();
  for (const part of parts) {
    for (const kind of new Set([...part.kinds].map((each) => each.toLowerCase()))) {
      const known = byKind.get(kind);
      if (known) known.push(part);
      else byKind.set(kind, [part]);
    }
  }
  return byKind;
}

/** The documents of a file. */
function partsOf(file: LazySource): Part[] {
  const text = file.read() ?? '';
  const split = splitDocuments(text.endsWith('\n') ? text : `${text}\n`);
  if (!('parts' in split)) return [];
  return split.parts.map(({ start, end }) => ({ file, start, end, kinds: kindsIn(text.slice(start, end)) }));
}

const valuesOf = ({ file, start, end }: Part): JsonObject[] =>
  readDocuments(file.source, (file.read() ?? '').slice(start, end)).flatMap(({ value }) => (value ? [value] : []));

const isDeciding = (kind: string): boolean => DECIDING.has(kind);

/** Whether other documents may be judged otherwise because of this one, by its kind or as a parameter of `policies`. */
export const isNeighbour = (value: JsonObject, paramKinds: readonly ParamKind[]): boolean =>
  isDefinition(value) || (typeof value.kind === 'string' && isDeciding(value.kind)) || isParam(value, paramKinds);

const isDefinition = ({ kind }: JsonObject): boolean => kind === DEFINITION;

function defines({ spec }: JsonObject, group: string, kind: string): boolean {
  if (!isObject(spec) || spec.group !== group || !isObject(spec.names)) return false;
  return typeof spec.names.kind === 'string' && spec.names.kind.toLowerCase() === kind.toLowerCase();
}

/** The kind of a policy's parameters. */
export interface ParamKind {
  readonly group: string;
  readonly kind: string;
}

/** The kind of parameters that a value takes as a policy; undefined for other values and policies without. */
export function paramKindOf({ kind, spec }: JsonObject): ParamKind | undefined {
  if ((kind !== 'ValidatingAdmissionPolicy' && kind !== 'MutatingAdmissionPolicy') || !isObject(spec) || !isObject(spec.paramKind))
    return undefined;
  const { apiVersion, kind: paramKind } = spec.paramKind;
  return typeof apiVersion === 'string' && typeof paramKind === 'string' ? { group: groupOf(apiVersion), kind: paramKind } : undefined;
}

const groupOf = (apiVersion: string): string => parseApiVersion(apiVersion)?.group ?? '';

const isParam = ({ apiVersion, kind }: JsonObject, paramKinds: readonly ParamKind[]): boolean =>
  typeof apiVersion === 'string' && paramKinds.some((each) => each.kind === kind && each.group === groupOf(apiVersion));

/** Policies that take parameters are left out where there is none of that kind: they may find theirs elsewhere. */
function decidingObjects(values: readonly JsonObject[]): JsonObject[] {
  const paramKinds = values.flatMap((value) => paramKindOf(value) ?? []);
  const isKnown = (wanted: ParamKind | undefined): boolean => !wanted || values.some((value) => isParam(value, [wanted]));
  const deciding = values.filter(
    (value) => isParam(value, paramKinds) || (typeof value.kind === 'string' && isDeciding(value.kind) && isKnown(paramKindOf(value))),
  );
  return applyOrder(deciding.map((value) => ({ value }))).map(({ value }) => value);
}
