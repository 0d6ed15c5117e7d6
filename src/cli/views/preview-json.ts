import type { PreviewResult } from '../../workspace/preview.ts';
import { findingJson } from '../formatters/finding.ts';
import { readLines } from '../formatters/read-lines.ts';
import { rootJson, troubleJson } from '../formatters/trouble.ts';

/** A preview for programs; what stands in files has its lines. */
export function previewJson(
  { diagnostics, troubles, roots, settled, objects, defaultNodes, network, rollouts, assumed, end, whatIf }: PreviewResult,
  textOf: (source: string) => string | undefined,
): unknown {
  const linesOf = readLines({ source: '', text: undefined }, { textOf });
  const findings = diagnostics.map((diagnostic) => {
    const { source } = diagnostic.at;
    return findingJson(diagnostic, readLines({ source, text: textOf(source) }, { textOf }));
  });
  return {
    settled,
    end,
    defaultNodes,
    ...(assumed.length > 0 && { assumed }),
    problems: troubles.map((trouble) => troubleJson(trouble, linesOf)),
    roots: roots.map((tree) => rootJson(tree, linesOf)),
    findings,
    ...(whatIf && {
      whatIf: {
        ...whatIf,
        problems: whatIf.problems.map((trouble) => troubleJson(trouble, linesOf)),
        roots: undefined,
        everything: undefined,
      },
    }),
    rollouts: rollouts(),
    network,
    objects,
  };
}
