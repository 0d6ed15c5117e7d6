import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Adjudications } from './corpus.ts';

const file = fileURLToPath(new URL('adjudications.json', import.meta.url));

/** What is recorded of a real control plane, by corpus and case. */
export const readAdjudications = (): Record<string, Adjudications> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, Adjudications>;

export function writeAdjudications(recorded: Readonly<Record<string, Adjudications>>): void {
  const some = Object.entries(recorded).filter(([, each]) => Object.keys(each).length > 0);
  const sorted = some.map(([name, each]) => [name, Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))]);
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
}
