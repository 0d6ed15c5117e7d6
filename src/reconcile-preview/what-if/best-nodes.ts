import type { ReadView } from '../../cluster/store.ts';
import type { Engine } from '../engine.ts';
import type { SimulatedWorld } from '../world.ts';
import { existingShapes, givenShape } from './node-shape.ts';
import { nodesNeeded, type NodesNeeded } from './nodes-needed.ts';

/** So many shapes of existing nodes are tried. */
const MOST_SHAPES = 5;

/** Of the shapes that could be added the one that leaves the fewest pods without a node, with the fewest nodes. `fork` answers copies of the cluster of `view`. */
export function bestNodes(
  view: ReadView,
  { isLost }: Pick<SimulatedWorld, 'isLost'>,
  fork: () => Engine,
  resources?: Readonly<Record<string, string>>,
): NodesNeeded | undefined {
  const shapes = resources ? [givenShape(resources, view)] : existingShapes(view, isLost).slice(0, MOST_SHAPES);
  const answers = shapes.map((shape) => nodesNeeded(fork, shape, isLost));
  return answers.sort((a, b) => a.left.length - b.left.length || a.nodes - b.nodes)[0];
}
