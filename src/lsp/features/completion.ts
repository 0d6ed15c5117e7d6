import { toCompletionItem, toOffset } from '../convert.ts';
import type { Feature } from '../feature.ts';

/** Keys that the schema has here and the object lacks; allowed values of enumerated fields; kinds and API versions. */
export const completion: Feature = {
  name: 'completion',
  capabilities: { completionProvider: { triggerCharacters: [' ', ':', '\n', '-'] } },
  attach({ connection, session, document }) {
    connection.onCompletion(({ textDocument, position }) => {
      const open = document(textDocument.uri);
      return open
        ? session()
            .complete(open.uri, toOffset(position, open.lines))
            .map((item) => toCompletionItem(item, open.lines))
        : [];
    });
  },
};
