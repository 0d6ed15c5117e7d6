import { compareText, isObject, type JsonObject } from '../model/json.ts';
import { applyOrder } from '../reconcile-preview/apply-order.ts';
import { splitDocuments } from '../yaml/reader/split-documents.ts';
import { readDocuments, type YamlDocument } from '../yaml/read-documents.ts';

/** The CRDs that stand somewhere, found by what they define. */
export interface Definitions {
  /** CRDs of `kind` (in whatever case) as they are written; of several with one name the last one holds. */
  definitionsOf(group: string, kind: string): readonly JsonObject[];
}

/** What documents find in the cluster because other documents of the same input bring it. */
export interface Neighbours extends Definitions {
  /** Objects that the API server looks at when it judges others, in an order in which they can be applied. */
  readonly objects: readonly JsonObject[];
}

/** A file that is read when, and as often as, its text is needed; undefined where it cannot be read. */
export interface LazySource {
  readonly source: string;
  read(): string | undefined;
}

const DEFINITION = 'CustomResourceDefinition';

/**
 * Kinds whose objects decide on others: Pod Security by namespace, limits, priorities, run times, what service accounts may mount, policies.
 * Quotas are none of them: what is left of one depends on everything that is applied, which `preview` shows.
 */
const DECIDING: ReadonlySet<string> = new Set([
  'Namespace',
  'ServiceAccount',
  'PriorityClass',
  'RuntimeClass',
  'LimitRange',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
]);

const KIND = /\bkind["']?[ \t]*:[ \t]*["']?(\w+)/g;
const NEIGHBOUR = new RegExp(`\\bkind["']?[ \\t]*:[ \\t]*["']?(?:${[DEFINITION, ...DECIDING].join('|')})\\b`);

/** Whether a text may hold documents that others depend on. Far faster than reading it; wrong only in what it says to spellings that nobody uses. */
export const mayHoldNeighbours = (text: string): boolean => NEIGHBOUR.test(text);

/** What the documents of an input find beside themselves, where all of them are at hand. */
export function neighboursOfDocuments(documents: readonly YamlDocument[]): Neighbours {
  const values = documents.flatMap(({ value }) => (value ? [value] : []));
  const definitions = values.filter(isDefinition);
  return {
    objects: decidingObjects(values),
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
      return (objects ??= decidingObjects(found().flatMap((part) => ([...part.kinds].some(isDeciding) ? valuesOf(part) : []))));
    },
    definitionsOf(group, kind) {
      byKind ??= indexByKind(found().filter(({ kinds }) => kinds.has(DEFINITION)));
      const candidates = byKind.get(kind.toLowerCase()) ?? [];
      return candidates.flatMap((part) =>
        (part.definitions ??= valuesOf(part).filter(isDefinition)).filter((value) => defines(value, group, kind)),
      );
    },
  };
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

/** The documents of a file that others may depend on. */
function partsOf(file: LazySource): Part[] {
  const text = file.read() ?? '';
  const split = mayHoldNeighbours(text) ? splitDocuments(text.endsWith('\n') ? text : `${text}\n`) : { parts: [] };
  if (!('parts' in split)) return [];
  return split.parts.flatMap(({ start, end }) => {
    const kinds = new Set([...text.slice(start, end).matchAll(KIND)].map(([, kind = '']) => kind));
    return kinds.has(DEFINITION) || [...kinds].some(isDeciding) ? [{ file, start, end, kinds }] : [];
  });
}

const valuesOf = ({ file, start, end }: Part): JsonObject[] =>
  readDocuments(file.source, (file.read() ?? '').slice(start, end)).flatMap(({ value }) => (value ? [value] : []));

const isDeciding = (kind: string): boolean => DECIDING.has(kind);

/** Whether other documents may be judged otherwise because of this one. */
export const isNeighbour = (value: JsonObject): boolean =>
  isDefinition(value) || (typeof value.kind === 'string' && isDeciding(value.kind));

const isDefinition = ({ kind }: JsonObject): boolean => kind === DEFINITION;

function defines({ spec }: JsonObject, group: string, kind: string): boolean {
  if (!isObject(spec) || spec.group !== group || !isObject(spec.names)) return false;
  return typeof spec.names.kind === 'string' && spec.names.kind.toLowerCase() === kind.toLowerCase();
}

/** Policies that take parameters are left out: what they find depends on more than is known. */
function decidingObjects(values: readonly JsonObject[]): JsonObject[] {
  const deciding = values.filter((value) => {
    const { kind, spec } = value;
    return typeof kind === 'string' && DECIDING.has(kind) && !(isObject(spec) && isObject(spec.paramKind));
  });
  return applyOrder(deciding.map((value) => ({ value }))).map(({ value }) => value);
}
