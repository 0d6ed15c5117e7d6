import { portsText, type MatrixCell, type ReachMatrix } from '../../../workspace/reach.ts';
import { html, type Insert, type Markup } from './markup.ts';
import { scrollBox } from './table.ts';

const SIGNS = { allowed: '✓', partly: '◐', denied: '✗' } as const;
const TONES = { allowed: 'good', partly: 'tone-warn', denied: 'bad' } as const;

/** Who reaches whom: a line for each sender, a column for each receiver, with what is let through in part. */
export function matrixTable({ ends, cells }: ReachMatrix): Markup {
  const byPair = new Map(cells.map((cell) => [`${cell.from}\n${cell.to}`, cell]));
  const grid = html`<table class="matrix">
    <thead>
      <tr>
        <th scope="col">From ↓ to →</th>
        ${ends.map((end) => html`<th scope="col"><span>${end}</span></th>`)}
      </tr>
    </thead>
    <tbody>
      ${ends.map(
        (from) =>
          html`<tr>
            <th scope="row">${from}</th>
            ${ends.map((to) => html`<td>${cellOf(byPair.get(`${from}\n${to}`))}</td>`)}
          </tr> `,
      )}
    </tbody>
  </table>`;
  return html`${scrollBox('Who reaches whom', grid)}
    <p class="facts">✓ allowed, ◐ only some ports or pods, ✗ denied by network policies; outside is any address.</p>`;
}

function cellOf(cell: MatrixCell | undefined): Insert {
  if (!cell) return '';
  const { verdict, allowed, deniedBy } = cell;
  return html`<span class="${TONES[verdict]}" role="img" aria-label="${verdict}">${SIGNS[verdict]}</span>${
      verdict === 'partly' ? html`<p class="facts">${portsText(allowed)}</p>` : ''
    }${verdict === 'denied' && deniedBy.length > 0 ? html`<p class="facts">${deniedBy.map(({ name }) => name).join(', ')}</p>` : ''}`;
}
