import { toHover, toOffset } from '../convert.ts';
import type { Feature } from '../feature.ts';

/** Documentation, type, default and allowed values of the field under the pointer. */
export const hover: Feature = {
  name: 'hover',
  capabilities: { hoverProvider: true },
  attach({ connection, session, document }) {
    connection.onHover(({ textDocument, position }) => {
      const open = document(textDocument.uri);
      const info = open && session().hover(open.uri, toOffset(position, open.lines));
      return info ? toHover(info, open.lines) : null;
    });
  },
};
