import type { Diagnostic } from '../../../diagnostic/diagnostic.ts';
import { createLineIndex } from '../../../text/line-index.ts';
import type { PreviewResult, TroubleTree } from '../../../workspace/preview.ts';
import { unrestText } from '../rest.ts';
import { consequencesOf, nameOf, placeOf, shortMessage, type Consequence } from '../problems.ts';
import { html, type Insert, type Markup } from './markup.ts';

type Severity = Diagnostic['severity'];

/** What the API server objects to and what does not end well, worst first; a word of praise where there is nothing. */
export function problemCards(
  { diagnostics, roots, settled, end, calls }: PreviewResult,
  textOf: (source: string) => string | undefined,
): Markup[] {
  const cards = [
    ...roots.map((tree) => rootCard(tree, textOf)),
    ...diagnostics.map(({ severity, code, message, at }) => {
      const text = textOf(at.source);
      const line = text === undefined ? '' : `:${createLineIndex(text).positionAt(at.range.start).line}`;
      return card(severity, `${at.source}${line}`, code, html`<p>${message}</p>`);
    }),
    ...(settled ? [] : [card('warning', 'Cluster', 'did not come to rest', html`<p>${unrestText(end)}</p>`)]),
    ...calls.map(({ webhook, objects }) =>
      card(
        'info',
        'Webhook that nobody asks offline',
        '',
        html`<p>${webhook}</p>
          <p class="dim">${objects.join(', ')}</p>`,
      ),
    ),
  ];
  return cards.length > 0 ? cards : [html`<p class="card good">Nothing. Everything ends well.</p>`];
}

/** What is wrong and where, what comes of it and what to do. */
export function rootCard(tree: TroubleTree, textOf: (source: string) => string | undefined): Markup {
  const place = placeOf(tree, textOf);
  return card(
    tree.severity,
    nameOf(tree.object),
    tree.reason,
    html`<p>${shortMessage(tree.message)}</p>
      ${place === '' ? '' : html`<p class="dim">at ${place}</p>`} ${consequenceList(consequencesOf(tree))}
      ${tree.remedy === undefined ? '' : html`<p><b>What to do:</b> ${tree.remedy}</p>`}`,
  );
}

const consequenceList = (consequences: readonly Consequence[]): Insert =>
  consequences.length === 0
    ? ''
    : html`<ul>
        ${consequences.map(
          ({ object, text, consequences: below }) =>
            html`<li>${object ? html`<span class="kind">${nameOf(object)}</span> ` : ''}${text}${consequenceList(below)}</li> `,
        )}
      </ul>`;

/** Something to know of, with a border that tells how bad it is. */
export const card = (severity: Severity, title: string, reason: string, body: Markup): Markup =>
  html`<div class="card problem ${severity}">
    <h3>${title}${reason === '' ? '' : html` <span class="${severity === 'error' ? 'bad' : 'tone-warn'}">${reason}</span>`}</h3>
    ${body}
  </div> `;
