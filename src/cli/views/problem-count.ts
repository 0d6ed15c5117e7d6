import type { PreviewResult } from '../../workspace/preview.ts';

/** How much is wrong: what does not end well, also when something happens, and errors the API server or a reader has. */
export const problemCount = (result: PreviewResult): number =>
  troublesOf(result).length + result.diagnostics.filter(({ severity }) => severity === 'error').length;

/** All that does not end well. */
export const troublesOf = ({ troubles, whatIf }: PreviewResult): readonly { readonly severity: 'error' | 'warning' | 'info' }[] => [
  ...troubles,
  ...(whatIf ? [...whatIf.problems, ...whatIf.happened.flatMap(({ notes }) => notes)].filter(({ severity }) => severity !== 'info') : []),
];
