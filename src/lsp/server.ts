import { TextDocuments, TextDocumentSyncKind, type Connection, type InitializeResult } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLineIndex, type LineIndex } from '../text/line-index.ts';
import type { EditorSession } from '../workspace/editor-session.ts';
import type { FeatureContext, OpenDocument } from './feature.ts';
import { FEATURES } from './features.ts';

export interface ServerOptions {
  readonly version: string;
  /** Makes the session once the client has said what it wants; `kubernetesVersion` comes from `initializationOptions`. */
  createSession(settings: { readonly kubernetesVersion?: string }): EditorSession;
}

/** Serves the language server protocol on `connection` until the client ends it. Works over any transport. */
export function serve(connection: Connection, { version, createSession }: ServerOptions): void {
  const documents = new TextDocuments(TextDocument);
  const lines = new WeakMap<TextDocument, { readonly version: number; readonly lines: LineIndex }>();
  const describe = (document: TextDocument): OpenDocument => {
    const known = lines.get(document);
    const current = known?.version === document.version ? known : { version: document.version, lines: createLineIndex(document.getText()) };
    lines.set(document, current);
    return { uri: document.uri, ...current };
  };

  connection.onInitialize(({ initializationOptions }): InitializeResult => {
    const session = createSession(settingsOf(initializationOptions));
    const context: FeatureContext = {
      connection,
      session,
      document: (uri) => {
        const document = documents.get(uri);
        return document && describe(document);
      },
    };
    documents.onDidOpen(({ document }) => session.open(document.uri, document.getText()));
    documents.onDidChangeContent(({ document }) => {
      session.change(document.uri, document.getText());
      for (const feature of FEATURES) feature.changed?.(describe(document), context);
    });
    documents.onDidClose(({ document }) => {
      session.close(document.uri);
      for (const feature of FEATURES) feature.closed?.(document.uri, context);
    });
    for (const feature of FEATURES) feature.attach(context);
    const capabilities = Object.assign(
      { textDocumentSync: TextDocumentSyncKind.Incremental },
      ...FEATURES.map((feature) => feature.capabilities),
    );
    return { capabilities, serverInfo: { name: 'drydock', version } };
  });
  documents.listen(connection);
  connection.listen();
}

function settingsOf(options: unknown): { readonly kubernetesVersion?: string } {
  if (typeof options !== 'object' || options === null || !('kubernetesVersion' in options)) return {};
  return typeof options.kubernetesVersion === 'string' ? { kubernetesVersion: options.kubernetesVersion } : {};
}
