import {
  DidChangeWatchedFilesNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { createLineIndex, type LineIndex } from '../text/line-index.ts';
import type { EditorSession } from '../workspace/editor-session.ts';
import { isConfiguration } from './configuration-names.ts';
import { toDiagnostic } from './convert.ts';
import type { FeatureContext, OpenDocument } from './feature.ts';
import { FEATURES } from './features.ts';

/** What a session is made by. */
export interface SessionSettings {
  /** From `initializationOptions`; the client's word goes before the configuration's. */
  readonly kubernetesVersion?: string;
  /** The URI of the folder whose configuration holds: that of the workspace, else the one of the first document. */
  readonly folder?: string;
}

export interface ServerOptions {
  readonly version: string;
  /** Makes the session when the first document is opened, and again when a configuration has changed. */
  createSession(settings: SessionSettings): EditorSession;
  /** What is wrong with a configuration that is open. */
  checkConfiguration?(uri: string, text: string): readonly Diagnostic[];
}

/** How long after the last change other documents are looked at again, in milliseconds. */
const REFRESH_DELAY = 150;

/** Serves the language server protocol on `connection` until the client ends it. Works over any transport. */
export function serve(connection: Connection, { version, createSession, checkConfiguration }: ServerOptions): void {
  const documents = new TextDocuments(TextDocument);
  const lines = new WeakMap<TextDocument, { readonly version: number; readonly lines: LineIndex }>();
  const describe = (document: TextDocument): OpenDocument => {
    const known = lines.get(document);
    const current = known?.version === document.version ? known : { version: document.version, lines: createLineIndex(document.getText()) };
    lines.set(document, current);
    return { uri: document.uri, ...current };
  };
  const manifests = (): TextDocument[] => documents.all().filter(({ uri }) => !isConfiguration(uri));

  let client: Omit<InitializeParams, 'processId'> = { capabilities: {}, rootUri: null };
  let session: EditorSession | undefined;
  const current = (): EditorSession => {
    if (session) return session;
    const made = createSession(settingsOf(client, manifests()[0]?.uri));
    for (const document of manifests()) made.open(document.uri, document.getText());
    return (session = made);
  };
  const context: FeatureContext = {
    connection,
    session: current,
    document: (uri) => {
      const document = documents.get(uri);
      return document && describe(document);
    },
  };
  const show = (document: TextDocument): void => {
    for (const feature of FEATURES) feature.changed?.(describe(document), context);
  };
  let refreshing: ReturnType<typeof setTimeout> | undefined;
  const stopRefreshing = (): void => clearTimeout(refreshing);
  /** Shows again what depends on other documents, once none of them has changed for a moment: who types is not to wait for it. */
  function refresh(): void {
    stopRefreshing();
    refreshing = setTimeout(() => {
      for (const document of manifests()) for (const feature of FEATURES) feature.neighboursChanged?.(describe(document), context);
    }, REFRESH_DELAY);
  }
  function showConfiguration(document: TextDocument): void {
    const { uri, lines: at } = describe(document);
    const found = checkConfiguration?.(uri, document.getText()) ?? [];
    void connection.sendDiagnostics({ uri, version: document.version, diagnostics: found.map((each) => toDiagnostic(each, uri, at)) });
  }

  connection.onInitialize((params): InitializeResult => {
    client = params;
    for (const feature of FEATURES) feature.attach(context);
    const capabilities = Object.assign(
      { textDocumentSync: TextDocumentSyncKind.Incremental },
      ...FEATURES.map((feature) => feature.capabilities),
    );
    return { capabilities, serverInfo: { name: 'drydock', version } };
  });
  connection.onInitialized(() => {
    if (client.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
    const watchers = [{ globPattern: '**/drydock.{yaml,yml}' }];
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    if (!changes.some(({ uri }) => isConfiguration(uri))) return;
    session = undefined;
    manifests().forEach(show);
  });
  documents.onDidChangeContent(({ document }) => {
    if (isConfiguration(document.uri)) return showConfiguration(document);
    current().change(document.uri, document.getText());
    show(document);
    refresh();
  });
  documents.onDidClose(({ document: { uri } }) => {
    session?.close(uri);
    for (const feature of FEATURES) feature.closed?.(uri, context);
    refresh();
  });
  connection.onShutdown(stopRefreshing);
  connection.onExit(stopRefreshing);
  documents.listen(connection);
  connection.listen();
}

function settingsOf(
  { initializationOptions, workspaceFolders, rootUri }: Omit<InitializeParams, 'processId'>,
  document: string | undefined,
): SessionSettings {
  const options: unknown = initializationOptions;
  const version = typeof options === 'object' && options !== null && 'kubernetesVersion' in options ? options.kubernetesVersion : undefined;
  const folder = workspaceFolders?.[0]?.uri ?? rootUri ?? document?.slice(0, document.lastIndexOf('/'));
  return { ...(typeof version === 'string' && { kubernetesVersion: version }), ...(folder !== undefined && { folder }) };
}
