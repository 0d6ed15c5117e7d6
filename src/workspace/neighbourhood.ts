import { isObject, type JsonObject } from '../model/json.ts';
import type { YamlDocument } from '../yaml/read-documents.ts';
import { isNeighbour, paramKindOf } from './neighbour-kinds.ts';
import { neighboursOfDocuments } from './neighbours.ts';
import { policySourceOf, type PolicySource } from './policy-problem.ts';
import type { Simulation } from './simulation.ts';
import type { SourceFile } from './source-file.ts';

/** A source as far as others depend on it. */
export interface NeighbourSource extends SourceFile {
  readonly documents: readonly YamlDocument[];
}

/** A simulation that goes along with the documents that are open. */
export interface Neighbourhood {
  /** The simulation with the neighbours of the last `follow`. */
  readonly simulation: Simulation;
  /** Takes the neighbours from these sources, and answers whose objects may be judged otherwise now. */
  follow(sources: Iterable<NeighbourSource>): (group: string) => boolean;
}

/** In place of a group: objects of any. */
const ANY = '*';

export function createNeighbourhood(alone: Simulation): Neighbourhood {
  let simulation = alone;
  /** The group that each neighbour decides on, by its text. */
  let known: ReadonlyMap<string, string> = new Map();
  let files: readonly NeighbourSource[] = [];
  const policySource: PolicySource = (place) => policySourceOf(files)(place);
  return {
    get simulation() {
      return simulation;
    },
    follow(sources) {
      const next = new Map<string, string>();
      const documents: YamlDocument[] = [];
      files = [...sources];
      const paramKinds = files.flatMap((file) => file.documents.flatMap(({ value }) => (value && paramKindOf(value)) ?? []));
      for (const { text, documents: all } of files) {
        for (const document of all) {
          const { value, range, item } = document;
          if (!value || !isNeighbour(value, paramKinds)) continue;
          documents.push(document);
          next.set(`${item ?? ''} ${text.slice(range.start, range.end)}`, groupOf(value));
        }
      }
      const changed = new Set([...differing(known, next), ...differing(next, known)]);
      known = next;
      if (changed.size > 0) simulation = alone.among(neighboursOfDocuments(documents, policySource));
      return (group) => changed.has(group) || changed.has(ANY);
    },
  };
}

/** CRDs decide on objects of their group, all else may decide on any. */
const groupOf = ({ kind, spec }: JsonObject): string =>
  kind === 'CustomResourceDefinition' && isObject(spec) && typeof spec.group === 'string' ? spec.group : ANY;

const differing = (some: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): string[] =>
  [...some].filter(([text]) => !others.has(text)).map(([, group]) => group);
