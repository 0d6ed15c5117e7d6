// Starts Drydock from its sources, as the launcher starts the bundle: for worker threads and child processes, which do not inherit tsx.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../../src/cli/main.ts');
await main({ url: new URL(import.meta.url), importModule: (url) => import(url) });
