import { CodeActionKind } from 'vscode-languageserver';
import { toCodeAction, toOffset } from '../convert.ts';
import type { Feature } from '../feature.ts';

/** Fixes of the findings that touch the selection. */
export const codeAction: Feature = {
  name: 'code-action',
  capabilities: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },
  attach({ connection, session, document }) {
    connection.onCodeAction(({ textDocument, range }) => {
      const open = document(textDocument.uri);
      if (!open) return [];
      const start = toOffset(range.start, open.lines);
      const end = toOffset(range.end, open.lines);
      return session()
        .diagnostics(open.uri)
        .filter(({ at }) => at.range.start <= end && at.range.end >= start)
        .flatMap((diagnostic) => (diagnostic.fixes ?? []).map((fix) => toCodeAction(fix, diagnostic, open.uri, open.lines)));
    });
  },
};
