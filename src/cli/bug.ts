/** Something Drydock itself got wrong, with what it was looking at. */
export interface Bug {
  readonly message: string;
  readonly stack: string | undefined;
  /** `file[document]`, when it is about one. */
  readonly subject?: string;
}

export const bugOf = (error: unknown, subject?: string): Bug => ({
  message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  stack: error instanceof Error ? error.stack?.split('\n').slice(1, 6).join('\n') : undefined,
  ...(subject !== undefined && { subject }),
});

/** What to tell about a bug: what happened, where, and the command that shows it again. */
export function bugText(error: unknown, run: { readonly version: string; readonly args: readonly string[] }): string {
  return bugsText([bugOf(error)], run);
}

/** The same for several; the first few are told, the rest counted. */
export function bugsText(bugs: readonly Bug[], { version, args }: { readonly version: string; readonly args: readonly string[] }): string {
  const told = bugs
    .slice(0, 3)
    .map(
      ({ message, stack, subject }) =>
        `drydock: this is a bug in Drydock${subject ? `, met at ${subject}` : ''}: ${message}${stack ? `\n${stack}` : ''}\n`,
    );
  const more = bugs.length > told.length ? `drydock: and ${bugs.length - told.length} more\n` : '';
  return `${told.join('')}${more}reproduce with: drydock ${args.map(shellQuote).join(' ')}\n(version ${version}, node ${process.version})\n`;
}

const shellQuote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`);
