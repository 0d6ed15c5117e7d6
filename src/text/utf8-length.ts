import type { TextRange } from './offset.ts';

/** How many bytes a part of a text takes as UTF-8. Half a surrogate pair counts as the replacement character that is written for it. */
export function utf8Length(text: string, { start, end }: TextRange): number {
  let length = end - start;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) length += 1;
    else if (isLeading(code) && i + 1 < end && isTrailing(text.charCodeAt(i + 1))) {
      length += 2;
      i++;
    } else length += 2;
  }
  return length;
}

const isLeading = (code: number): boolean => code >= 0xd800 && code < 0xdc00;
const isTrailing = (code: number): boolean => code >= 0xdc00 && code < 0xe000;
