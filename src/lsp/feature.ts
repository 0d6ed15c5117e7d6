import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import type { LineIndex } from '../text/line-index.ts';
import type { EditorSession } from '../workspace/editor-session.ts';

/** An open document as the protocol knows it: its URI is the session's source. */
export interface OpenDocument {
  readonly uri: string;
  readonly version: number;
  readonly lines: LineIndex;
}

/** What a feature may use: the connection, the session behind it, the documents that are open. */
export interface FeatureContext {
  readonly connection: Connection;
  /** The session as the configuration has it now. */
  session(): EditorSession;
  document(uri: string): OpenDocument | undefined;
}

/** One ability of the language server: what it announces, and its handlers. One file and one line in `features.ts`. */
export interface Feature {
  readonly name: string;
  readonly capabilities: ServerCapabilities;
  /** Registers the handlers. */
  attach(context: FeatureContext): void;
  /** Called when a document was opened or changed, after the session knows of it. */
  changed?(document: OpenDocument, context: FeatureContext): void;
  /** Called for each open document a moment after any was opened, changed or closed, since answers depend on the others. */
  neighboursChanged?(document: OpenDocument, context: FeatureContext): void;
  /** Called when a document was closed. */
  closed?(uri: string, context: FeatureContext): void;
}
