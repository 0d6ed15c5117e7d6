import { printable } from '../../style.ts';

/** HTML that is safe to put into a page: only `html` makes it, and it escapes what is not markup already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: texts are escaped, lists are joined. */
export type Insert = string | number | Markup | readonly Insert[];

/** A piece of HTML: the template's own text as it is, what is put into it escaped, so no name in a manifest can become markup. */
export const html = (parts: TemplateStringsArray, ...inserts: readonly Insert[]): Markup =>
  new Markup(parts.map((part, i) => `${part}${i < inserts.length ? markupText(inserts[i] ?? '') : ''}`).join(''));

function markupText(insert: Insert): string {
  if (insert instanceof Markup) return insert.text;
  if (typeof insert === 'string') return escapeText(insert);
  if (typeof insert === 'number') return String(insert);
  return insert.map(markupText).join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeText = (text: string): string => printable(text).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
