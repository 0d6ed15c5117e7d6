import { isNeighbourKind, kindsIn, mayHoldNeighbours } from '../workspace/neighbour-kinds.ts';
import { partsOf, type NeighbourPart } from '../workspace/neighbour-parts.ts';
import {
  indexNeighbours,
  neighboursOfIndex,
  paramKindsIn,
  partReader,
  type LazySource,
  type NeighbourIndex,
  type Neighbours,
} from '../workspace/neighbours.ts';
import { lazySource } from './definitions.ts';
import type { Input } from './inputs.ts';
import { readSource } from './read-source.ts';
import type { Terminal } from './terminal.ts';

/** What documents of an input have for others. Plain data: it is found once and sent to all threads. */
export interface FoundNeighbours extends NeighbourIndex {
  /** The texts of sources that cannot be read again, or not part by part. */
  readonly texts: Readonly<Record<string, string>>;
}

export const NO_NEIGHBOURS: FoundNeighbours = { objects: [], definitions: [], policies: [], texts: {} };

/** Looks at all texts of an input, which are not kept, for documents that others may depend on. */
export async function findNeighbours(inputs: readonly Input[], terminal: Pick<Terminal, 'cwd' | 'readStdin'>): Promise<FoundNeighbours> {
  const found = new Map<string, readonly NeighbourPart[]>();
  const texts: Record<string, string> = {};
  const look = async (source: string, isNear: (text: string) => boolean, isWanted: (kind: string) => boolean): Promise<void> => {
    const { text, problem } = await readSource(source, terminal);
    if (text === undefined || !isNear(text)) return;
    if (source === '-' || problem) texts[source] = text;
    found.set(source, partsOf({ source, text }, isWanted));
  };
  for (const { source } of inputs) await look(source, mayHoldNeighbours, isNeighbourKind);
  const read = partReader(inputs.map(({ source }) => sourceOf(source, texts, terminal.cwd)));
  const paramKinds = paramKindsIn([...found.values()].flat(), read);
  const isParam = (kind: string): boolean => paramKinds.includes(kind);
  const mayHoldParams = (text: string): boolean => paramKinds.some((kind) => text.includes(kind)) && [...kindsIn(text)].some(isParam);
  for (const { source } of paramKinds.length === 0 ? [] : inputs)
    await look(source, mayHoldParams, (kind) => isNeighbourKind(kind) || isParam(kind));
  return { ...indexNeighbours([...found.values()].flat(), read), texts };
}

/** The same to be asked, in any thread. */
export function knownNeighbours(found: FoundNeighbours, cwd: string): Neighbours {
  const sources = new Set([...found.definitions.map(({ source }) => source), ...found.policies]);
  return neighboursOfIndex(
    found,
    [...sources].map((source) => sourceOf(source, found.texts, cwd)),
  );
}

function sourceOf(source: string, texts: FoundNeighbours['texts'], cwd: string): LazySource {
  const text = texts[source];
  return text === undefined ? lazySource(source, cwd) : { source, read: () => text };
}
