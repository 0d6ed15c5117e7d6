import type { ReadView } from '../../cluster/store.ts';
import type { Node } from '../../model/kinds/core-v1.ts';
import { listObjects, type Typed } from '../kind.ts';
import { NODE } from '../kinds.ts';
import type { Happened, WantedNodes } from './what-if.ts';

/** The nodes that are meant. */
export const chosenNodes = (wanted: WantedNodes, view: ReadView): readonly Typed<Node>[] =>
  listObjects(view, NODE).filter(({ metadata }) =>
    'name' in wanted ? metadata.name === wanted.name : metadata.labels?.[wanted.label] === wanted.value,
  );

/** The answer where no node is meant, with what could be. */
export function noNodes(wanted: WantedNodes, view: ReadView): Happened {
  const nodes = listObjects(view, NODE);
  if ('name' in wanted) return { missing: `no node is named ${wanted.name}`, candidates: nodes.map(({ metadata }) => metadata.name ?? '') };
  const values = nodes.flatMap(({ metadata }) => metadata.labels?.[wanted.label] ?? []);
  return { missing: `no node has the label ${wanted.label}=${wanted.value}`, candidates: [...new Set(values)] };
}

export const namesOf = (nodes: readonly Typed<Node>[]): string => nodes.map(({ metadata }) => metadata.name ?? '').join(', ');
