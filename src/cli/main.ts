import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import type { Entry } from './entry.ts';

/** Runs the command line of this process, or the work of this thread. */
export async function main(entry: Entry): Promise<void> {
  if (!isMainThread) {
    await import('./worker.ts');
    return;
  }
  const [{ run }, { createTerminal }] = await Promise.all([import('./run.ts'), import('./process-terminal.ts')]);
  process.exitCode = await run(process.argv.slice(2), createTerminal(), { version: versionOf(entry.url), entry });
}

/** The version in the package.json above `entry`, in `dist` as in the source tree. */
function versionOf(entry: URL): string {
  for (const up of ['../package.json', '../../package.json']) {
    try {
      const { name, version }: { name?: unknown; version?: unknown } = JSON.parse(readFileSync(new URL(up, entry), 'utf8'));
      if (name === 'drydock' && typeof version === 'string') return version;
    } catch {
      continue;
    }
  }
  return 'unknown';
}
