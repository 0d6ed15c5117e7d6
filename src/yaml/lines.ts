/** Where the line begins that `offset` is on. */
export const lineStart = (text: string, offset: number): number => (offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1);

/** Code units from the start of the line to `offset`. */
export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

/** End of the line that `offset` is on, no further than `limit`, blanks before the line break left out. */
export function lineEnd(text: string, offset: number, limit: number): number {
  let end = offset;
  while (end < limit && text[end] !== '\n' && text[end] !== '\r') end++;
  while (end > offset && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return end;
}
