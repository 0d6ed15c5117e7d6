import type { StepsResult } from '../../workspace/preview-steps.ts';
import { printable } from '../style.ts';

/** The story of each step: what the API server said, then every write in order with the state it led to. */
export function stepsText({ kubernetes, steps }: StepsResult): string {
  const blocks = steps.map(({ file, verdicts, settled, changes }) => {
    const said = verdicts.map(({ kind = '', namespace, name = '', verdict, code, error, status }) => {
      const reason =
        error ??
        (verdict === 'rejected' && typeof status === 'object' && status !== null && 'message' in status ? String(status.message) : '');
      return `  ${verdict}${code === undefined ? '' : ` ${code}`}  ${kind} ${namespace ? `${namespace}/` : ''}${name}${reason === '' ? '' : `: ${reason}`}`;
    });
    const story = changes.map(
      ({ at, type, kind, name, note = '' }) =>
        `  ${at.toFixed(3).padStart(8)}s  ${type.toLowerCase().padEnd(8)}  ${kind} ${name}${note === '' ? '' : `  ${note}`}`,
    );
    return [`${file} (Kubernetes ${kubernetes})`, ...said, ...story, ...(settled ? [] : ['  did not come to rest'])]
      .map(printable)
      .join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}
