import { fn, overload, type Library } from '../declarations.ts';
import { NO_SUCH_OVERLOAD } from '../value.ts';

/** What mutating policies have for JSON patches. */
export const JSON_PATCH: Library = {
  functions: [
    fn(
      'jsonpatch.escapeKey',
      overload('string_jsonpatch_escapeKey_string(string) -> string', (text) =>
        typeof text === 'string' ? text.replace(/[/~]/g, (char) => (char === '/' ? '~1' : '~0')) : NO_SUCH_OVERLOAD,
      ),
    ),
  ],
};
