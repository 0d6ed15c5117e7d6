import { compareText, isObject, type JsonObject } from '../model/json.ts';
import { metadataText } from '../apiserver/find-resource.ts';
import { applyOrder } from '../reconcile-preview/apply-order.ts';
import type { YamlDocument } from '../yaml/read-documents.ts';
import { DEFINITION, isDeciding, isDefinition, isParam, isPolicyKind, paramKindOf, type ParamKind } from './neighbour-kinds.ts';
import { partsOf, valuesOf, type NeighbourPart, type ReadPart } from './neighbour-parts.ts';
import { policySourceOf, type PolicySource } from './policy-problem.ts';

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
  /** A part of the text, where that can be read alone. */
  readonly readPart?: ReadPart;
}

/** What files have for other documents. Plain data that is made once; nothing of CRDs is in it but their place. */
export interface NeighbourIndex {
  readonly objects: readonly JsonObject[];
  /** Documents that may be CRDs, in the order of their files. */
  readonly definitions: readonly NeighbourPart[];
  /** The files that may hold policies. */
  readonly policies: readonly string[];
}

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

/** The same for files, in the order of their names. Nothing is read before somebody asks. */
export function neighboursOfSources(files: readonly LazySource[]): Neighbours {
  let found: Neighbours | undefined;
  const all = (): Neighbours => (found ??= indexed());
  function indexed(): Neighbours {
    const parts = files.flatMap(({ source, ...file }) => partsOf({ source, text: file.read() ?? '' }, () => true));
    return neighboursOfIndex(indexNeighbours(parts, partReader(files)), files);
  }
  return {
    get objects() {
      return all().objects;
    },
    policySource: (place) => all().policySource(place),
    definitionsOf: (group, kind) => all().definitionsOf(group, kind),
  };
}

/** Reads what decides, and finds what may define. */
export function indexNeighbours(all: readonly NeighbourPart[], read: ReadPart): NeighbourIndex {
  const parts = all.toSorted((a, b) => compareText(a.source, b.source));
  return {
    objects: decidingObjects(decidingValues(parts, read)),
    definitions: parts.filter(({ kinds }) => kinds.includes(DEFINITION)),
    policies: [...new Set(parts.filter(({ kinds }) => kinds.some(isPolicyKind)).map(({ source }) => source))],
  };
}

/** The documents of kinds that decide, and of kinds that policies among them take parameters of. */
function decidingValues(parts: readonly NeighbourPart[], read: ReadPart): JsonObject[] {
  const deciding = parts.filter((part) => mayHold(part, isDeciding));
  const paramKinds = paramKindsIn(deciding, read);
  const isParam = (kind: string): boolean => paramKinds.includes(kind);
  return parts.filter((part) => deciding.includes(part) || mayHold(part, isParam)).flatMap((part) => valuesOf(part, read));
}

/** What plainly is a CRD need not be read to know that it is nothing else. */
const mayHold = ({ kinds, definition }: NeighbourPart, isWanted: (kind: string) => boolean): boolean =>
  definition ? isWanted(DEFINITION) : kinds.some(isWanted);

/** The kinds of parameters that policies take. */
export const paramKindsIn = (parts: readonly NeighbourPart[], read: ReadPart): string[] =>
  parts
    .filter((part) => mayHold(part, isPolicyKind))
    .flatMap((part) => valuesOf(part, read))
    .flatMap((value) => paramKindOf(value)?.kind ?? []);

/** What an index knows, of files that can still be read: a document with a CRD is, whenever somebody asks for its kind. */
export function neighboursOfIndex({ objects, definitions, policies }: NeighbourIndex, files: readonly LazySource[]): Neighbours {
  const read = partReader(files);
  /** What lists and the like hold, which would have to be read for each of their kinds. */
  const kept = new Map<NeighbourPart, readonly JsonObject[]>();
  let byKind: ReadonlyMap<string, readonly NeighbourPart[]> | undefined;
  const definitionsIn = (part: NeighbourPart): readonly JsonObject[] => {
    const known = kept.get(part);
    if (known) return known;
    const values = valuesOf(part, read).filter(isDefinition);
    if (values.length > 1) kept.set(part, values);
    return values;
  };
  return {
    objects,
    policySource: (place) =>
      policySourceOf(
        files.filter(({ source }) => policies.includes(source)).map((file) => ({ source: file.source, text: file.read() ?? '' })),
      )(place),
    definitionsOf(group, kind) {
      byKind ??= indexByKind(definitions);
      const taken = new Set<string>();
      const found: JsonObject[] = [];
      // from the last on: what it replaces is not read at all where its text says so
      for (const part of (byKind.get(kind.toLowerCase()) ?? []).toReversed()) {
        const { definition } = part;
        if (definition && (definition.group !== group || (definition.name !== undefined && taken.has(definition.name)))) continue;
        for (const value of definitionsIn(part).toReversed()) {
          if (!defines(value, group, kind)) continue;
          if (value.apiVersion === V1) taken.add(metadataText(value, 'name'));
          found.unshift(value);
        }
      }
      return found;
    },
  };
}

const V1 = 'apiextensions.k8s.io/v1';

/** Reads parts of files. */
export function partReader(files: readonly LazySource[]): ReadPart {
  const bySource = new Map(files.map((file) => [file.source, file]));
  return (part) => {
    const file = bySource.get(part.source);
    return file?.readPart ? file.readPart(part) : file?.read()?.slice(part.range.start, part.range.end);
  };
}

function indexByKind(parts: readonly NeighbourPart[]): Map<string, NeighbourPart[]> {
  const byKind = new Map<string, NeighbourPart[]>();
  for (const part of parts) {
    for (const kind of new Set(part.kinds.map((each) => each.toLowerCase()))) {
      const known = byKind.get(kind);
      if (known) known.push(part);
      else byKind.set(kind, [part]);
    }
  }
  return byKind;
}

function defines({ spec }: JsonObject, group: string, kind: string): boolean {
  if (!isObject(spec) || spec.group !== group || !isObject(spec.names)) return false;
  return typeof spec.names.kind === 'string' && spec.names.kind.toLowerCase() === kind.toLowerCase();
}

/** Policies that take parameters are left out where there is none of that kind: they may find theirs elsewhere. */
function decidingObjects(values: readonly JsonObject[]): JsonObject[] {
  const paramKinds = values.flatMap((value) => paramKindOf(value) ?? []);
  const isKnown = (wanted: ParamKind | undefined): boolean => !wanted || values.some((value) => isParam(value, [wanted]));
  const deciding = values.filter(
    (value) => isParam(value, paramKinds) || (typeof value.kind === 'string' && isDeciding(value.kind) && isKnown(paramKindOf(value))),
  );
  return applyOrder(deciding.map((value) => ({ value }))).map(({ value }) => value);
}
