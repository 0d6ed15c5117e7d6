import type { Diagnostic } from '../../../diagnostic/diagnostic.ts';
import { createLineIndex } from '../../../text/line-index.ts';
import type { PreviewResult } from '../../../workspace/preview.ts';
import { unrestText } from '../rest.ts';
import { nameIn } from './anchors.ts';
import { html, type Markup } from './markup.ts';

type Severity = Diagnostic['severity'];

/** What the API server objects to and what does not end well, worst first; a word of praise where there is nothing. */
export function problemCards(
  { diagnostics, troubles, settled, end, calls }: PreviewResult,
  textOf: (source: string) => string | undefined,
): Markup[] {
  const cards = [
    ...troubles.map(({ severity, object: { kind, namespace, name }, reason, message }) =>
      card(severity, `${kind} ${nameIn(namespace, name)}`, reason, html`<p>${message}</p>`),
    ),
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

/** Something to know of, with a border that tells how bad it is. */
export const card = (severity: Severity, title: string, reason: string, body: Markup): Markup =>
  html`<div class="card problem ${severity}">
    <h3>${title}${reason === '' ? '' : html` <span class="${severity === 'error' ? 'bad' : 'tone-warn'}">${reason}</span>`}</h3>
    ${body}
  </div> `;
