import { portsText, type MatrixCell, type ReachMatrix } from '../../workspace/reach.ts';
import { printable, type Style } from '../style.ts';

/** Who reaches whom as a table: a line for each sender, a column for each receiver; below it, what is allowed in part. */
export function matrixText({ ends, cells }: ReachMatrix, style: Style): string {
  const width = String(ends.length).length;
  const label = Math.max(0, ...ends.map((end) => end.length));
  const byPair = new Map(cells.map((cell) => [`${cell.from}\n${cell.to}`, cell]));
  const number = (i: number): string => String(i + 1).padStart(width);
  const header = `${' '.repeat(width + 1 + label)}  ${ends.map((_, i) => number(i)).join(' ')}`;
  const lines = ends.map((from, i) => {
    const signs = ends.map((to) => `${' '.repeat(width - 1)}${signOf(byPair.get(`${from}\n${to}`), style)}`);
    return `${style.dim(number(i))} ${printable(from).padEnd(label)}  ${signs.join(' ')}`;
  });
  const partly = cells
    .filter(({ verdict }) => verdict === 'partly')
    .map(
      ({ from, to, allowed, denied }) =>
        `  ${printable(from)} → ${printable(to)}: only ${portsText(allowed)}${overlap(allowed, denied) ? ', and not everywhere' : ''}`,
    );
  const legend = `${style.green('✓')} allowed  ${style.yellow('◐')} partly  ${style.red('✗')} denied`;
  return `${[style.dim(header), ...lines, '', legend, ...partly].join('\n')}\n`;
}

function signOf(cell: MatrixCell | undefined, style: Style): string {
  switch (cell?.verdict) {
    case undefined:
      return style.dim('·');
    case 'allowed':
      return style.green('✓');
    case 'partly':
      return style.yellow('◐');
    case 'denied':
      return style.red('✗');
  }
}

/** Whether some port is in both lists: allowed between some pods or addresses of the two ends, denied between others. */
const overlap = (allowed: MatrixCell['allowed'], denied: MatrixCell['denied']): boolean =>
  allowed.some((a) => denied.some((b) => a.protocol === b.protocol && a.first <= b.last && b.first <= a.last));
