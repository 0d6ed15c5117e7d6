import type { ReadView } from '../../cluster/store.ts';
import type { Engine } from '../engine.ts';
import type { WantedName } from '../named.ts';
import type { NetworkFinding } from '../network/finding.ts';

/** Something that may happen to a cluster, as a user asks for it. */
export type WhatIf =
  | { readonly kind: 'drain' | 'lose' | 'remove'; readonly text: string; readonly nodes: WantedNodes }
  | { readonly kind: 'scale'; readonly text: string; readonly workload: WantedName; readonly replicas: number };

/** Nodes by name, or all with a label. */
export type WantedNodes = { readonly name: string } | { readonly label: string; readonly value: string };

/** Where something happens: a cluster that rests. */
export interface Scene {
  readonly engine: Engine;
  readonly view: ReadView;
  /** Lets the cluster come to rest. */
  rest(): void;
  /** Stops the kubelet of a node for good. */
  loseKubelet(nodeName: string): void;
}

/** What is worth knowing of what happened; `error` where it could not happen as it was meant. */
export type WhatIfNote = NetworkFinding;

/** What happened, or why nothing could: no such node or workload. */
export type Happened =
  { readonly what: string; readonly notes: readonly WhatIfNote[] } | { readonly missing: string; readonly candidates: readonly string[] };

/** How something happens. */
export interface WhatIfPlan {
  /** What is done of everything first, before any of it happens. */
  prepare?(scene: Scene): void;
  /** Lets it happen and the cluster come to rest again. */
  happen(scene: Scene): Happened;
}

/** One kind of thing that may happen. */
export interface WhatIfKind {
  readonly kind: WhatIf['kind'];
  /** How a wish of this kind happens; undefined for those of other kinds. */
  plan(whatIf: WhatIf): WhatIfPlan | undefined;
}
