import { mayHoldNeighbours } from '../workspace/neighbours.ts';
import type { Input } from './inputs.ts';
import { readSource } from './read-source.ts';
import type { FindingsSpec } from './tasks/findings.ts';
import type { Terminal } from './terminal.ts';

/** The sources of an input whose documents others may depend on; a look at their texts, which are not kept, tells. */
export async function findNeighbours(
  inputs: readonly Input[],
  terminal: Pick<Terminal, 'cwd' | 'readStdin'>,
): Promise<FindingsSpec['neighbours']> {
  const found: { readonly source: string; readonly text?: string }[] = [];
  for (const { source } of inputs) {
    const { text } = await readSource(source, terminal);
    if (text !== undefined && mayHoldNeighbours(text)) found.push({ source, ...(source === '-' && { text }) });
  }
  return found;
}
