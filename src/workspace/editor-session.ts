import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { TextRange } from '../text/offset.ts';

/** What an editor shows when the pointer rests on a key or value. */
export interface HoverInfo {
  readonly range: TextRange;
  /** Markdown: path and type, default, allowed values, documentation. */
  readonly markdown: string;
}

/** One proposal at the cursor: `replace` is the text it stands for. */
export interface CompletionInfo {
  readonly label: string;
  readonly kind: 'key' | 'value';
  /** Short type, e.g. `[]Container`, or what the value means. */
  readonly detail?: string;
  readonly markdown?: string;
  readonly replace: TextRange;
  readonly text: string;
  /** Required fields first, then by name. */
  readonly sortText: string;
}

/**
 * The documents an editor has open. Answers are values with offsets into the text as it is now; unknown sources answer nothing.
 * Results are kept by content: a change judges again only the documents it touches.
 */
export interface EditorSession {
  open(source: string, text: string): void;
  change(source: string, text: string): void;
  close(source: string): void;
  text(source: string): string | undefined;
  diagnostics(source: string): readonly Diagnostic[];
  hover(source: string, offset: number): HoverInfo | undefined;
  complete(source: string, offset: number): readonly CompletionInfo[];
}
