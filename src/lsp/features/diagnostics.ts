import type { Connection } from 'vscode-languageserver';
import type { LineIndex } from '../../text/line-index.ts';
import { toDiagnostic } from '../convert.ts';
import type { Feature, FeatureContext, OpenDocument } from '../feature.ts';

/** What was pushed last, as text, by connection and document. */
const pushed = new WeakMap<Connection, Map<string, string>>();

function push({ uri, version, lines }: OpenDocument, { connection, session, document }: FeatureContext, isRepeated: boolean): void {
  const linesOf = (source: string): LineIndex | undefined => document(source)?.lines;
  const diagnostics = session()
    .diagnostics(uri)
    .map((diagnostic) => toDiagnostic(diagnostic, uri, lines, linesOf));
  const last = pushed.get(connection) ?? new Map<string, string>();
  const text = JSON.stringify(diagnostics);
  if (!isRepeated && last.get(uri) === text) return;
  pushed.set(connection, last.set(uri, text));
  void connection.sendDiagnostics({ uri, version, diagnostics });
}

/**
 * Pushes what the control plane and the rules say: of a document at each change of it and once more, empty, when it closes; of the others when it is
 * something else now.
 */
export const diagnostics: Feature = {
  name: 'diagnostics',
  capabilities: {},
  attach: () => undefined,
  changed: (document, context) => push(document, context, true),
  neighboursChanged: (document, context) => push(document, context, false),
  closed(uri, { connection }) {
    pushed.get(connection)?.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  },
};
