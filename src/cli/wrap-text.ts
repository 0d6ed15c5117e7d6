/** Lines of at most `width` columns; line breaks in the text stay, words longer than a line stand alone. Empty text has no lines. */
export function wrapText(text: string, width: number): string[] {
  return text === '' ? [] : text.split('\n').flatMap((line) => wrapLine(line, Math.max(width, 20)));
}

function wrapLine(line: string, width: number): string[] {
  const out: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      out.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...out, current];
}
