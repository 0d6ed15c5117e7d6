import type { Feature } from './feature.ts';
import { codeAction } from './features/code-action.ts';
import { completion } from './features/completion.ts';
import { diagnostics } from './features/diagnostics.ts';
import { hover } from './features/hover.ts';

/** All features of the language server. */
export const FEATURES: readonly Feature[] = [diagnostics, hover, completion, codeAction];
