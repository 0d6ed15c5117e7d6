import { drain } from './drain.ts';
import { lose } from './lose.ts';
import { remove } from './remove.ts';
import { scale } from './scale.ts';
import type { WhatIfKind } from './what-if.ts';

/** What may happen to a cluster, in the order in which it does where several things do. */
export const whatIfKinds: readonly WhatIfKind[] = [scale, lose, remove, drain];
