import type { Entry } from '../../src/cli/entry.ts';

/** The entry of runs in tests: worker threads start with it. */
export const entry: Entry = { url: new URL('./start.mjs', import.meta.url), importModule: (url) => import(url) };
