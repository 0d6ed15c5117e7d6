import { html, type Insert, type Markup } from './markup.ts';

/** A box whose content may be wider than the page: it scrolls, also by keyboard, and says what it holds. */
export const scrollBox = (label: string, body: Markup): Markup =>
  html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${body}</div> `;

/** A table with a head for each column. */
export const table = (label: string, heads: readonly Insert[], rows: readonly (readonly Insert[])[], style = ''): Markup =>
  scrollBox(
    label,
    html`<table class="${style}">
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>`,
  );
