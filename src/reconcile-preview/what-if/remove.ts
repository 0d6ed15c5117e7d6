import { objectKey } from '../kind.ts';
import { NODE } from '../kinds.ts';
import { chosenNodes, namesOf, noNodes } from './chosen-nodes.ts';
import type { Happened, Scene, WantedNodes, WhatIfKind } from './what-if.ts';

/** Pods of nodes that are gone are collected after 40 s: longer than that nothing has to happen. */
const COLLECTION = 60_000;

/** Nodes go with their machines, as an autoscaler or a cloud provider takes them away: pods on them are collected, and their names are free again. */
export const remove: WhatIfKind = {
  kind: 'remove',
  plan: (whatIf) => (whatIf.kind === 'remove' ? { happen: (scene) => removeNodes(whatIf.nodes, scene) } : undefined),
};

function removeNodes(wanted: WantedNodes, { engine, view, loseKubelet, rest }: Scene): Happened {
  const chosen = chosenNodes(wanted, view);
  if (chosen.length === 0) return noNodes(wanted, view);
  for (const node of chosen) {
    loseKubelet(node.metadata.name ?? '');
    engine.perform('cloud provider', { type: 'delete', key: objectKey(NODE, node) });
  }
  engine.run({ quietFor: COLLECTION });
  rest();
  return { what: `${namesOf(chosen)} ${chosen.length > 1 ? 'are' : 'is'} removed`, notes: [] };
}
