import type { LineIndex } from '../../text/line-index.ts';
import { toDiagnostic } from '../convert.ts';
import type { Feature } from '../feature.ts';

/** Pushes what the control plane and the rules say, at each change and once more, empty, when the document closes. */
export const diagnostics: Feature = {
  name: 'diagnostics',
  capabilities: {},
  attach: () => undefined,
  changed({ uri, version, lines }, { connection, session, document }) {
    const linesOf = (source: string): LineIndex | undefined => document(source)?.lines;
    const found = session.diagnostics(uri).map((diagnostic) => toDiagnostic(diagnostic, uri, lines, linesOf));
    void connection.sendDiagnostics({ uri, version, diagnostics: found });
  },
  closed(uri, { connection }) {
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  },
};
