import type { PreviewResult } from '../../workspace/preview.ts';

/** How much is wrong: what everything that does not end well comes of, also when something happens, and errors the API server or a reader has. */
export const problemCount = ({ roots, whatIf, diagnostics }: PreviewResult): number =>
  [...roots, ...(whatIf?.roots ?? [])].filter(({ isFinding }) => !isFinding).length +
  notesOf(whatIf).length +
  diagnostics.filter(({ severity }) => severity === 'error').length;

/** All that does not end well. */
export const troublesOf = ({ troubles, whatIf }: PreviewResult): readonly { readonly severity: 'error' | 'warning' | 'info' }[] => [
  ...troubles,
  ...(whatIf?.problems ?? []),
  ...notesOf(whatIf),
];

const notesOf = (whatIf: PreviewResult['whatIf']) =>
  (whatIf?.happened ?? []).flatMap(({ notes }) => notes).filter(({ severity }) => severity !== 'info');
