/** Facts in a row, with ` · ` between them, on as many lines as they need; a fact that is longer than a line stands alone. */
export function foldFacts(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const lines: string[] = [];
  for (const fact of line.split(' · ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 3 + fact.length <= width) lines[lines.length - 1] = `${last} · ${fact}`;
    else lines.push(fact);
  }
  return lines;
}
