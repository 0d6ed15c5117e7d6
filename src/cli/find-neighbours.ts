import { mayHoldKinds, mayHoldNeighbours, paramKindsIn } from '../workspace/neighbours.ts';
import type { Input } from './inputs.ts';
import { readSource } from './read-source.ts';
import type { FindingsSpec } from './tasks/findings.ts';
import type { Terminal } from './terminal.ts';

/** The sources of an input whose documents others may depend on; a look at their texts, which are not kept, tells. */
export async function findNeighbours(
  inputs: readonly Input[],
  terminal: Pick<Terminal, 'cwd' | 'readStdin'>,
): Promise<FindingsSpec['neighbours']> {
  const found = new Map<string, { readonly source: string; readonly text?: string }>();
  const take = (source: string, text: string): void => void found.set(source, { source, ...(source === '-' && { text }) });
  const paramKinds: string[] = [];
  for (const { source } of inputs) {
    const { text } = await readSource(source, terminal);
    if (text === undefined || !mayHoldNeighbours(text)) continue;
    take(source, text);
    paramKinds.push(...paramKindsIn({ source, text }));
  }
  for (const { source } of paramKinds.length === 0 ? [] : inputs) {
    const { text } = found.has(source) ? {} : await readSource(source, terminal);
    if (text !== undefined && mayHoldKinds(text, paramKinds)) take(source, text);
  }
  return [...found.values()];
}
