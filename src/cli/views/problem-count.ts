import type { PreviewResult } from '../../workspace/preview.ts';

/** How much is wrong: what does not end well, and errors the API server or a reader has. */
export const problemCount = ({ troubles, diagnostics }: PreviewResult): number =>
  troubles.length + diagnostics.filter(({ severity }) => severity === 'error').length;
