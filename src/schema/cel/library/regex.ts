import { fn, overload, type Implementation, type Library } from '../declarations.ts';
import { compileRegex, findAll } from '../regex.ts';
import { celError, listOf, NO_SUCH_OVERLOAD } from '../value.ts';

const find: Implementation = (text, pattern) => {
  if (typeof text !== 'string' || typeof pattern !== 'string') return NO_SUCH_OVERLOAD;
  const regex = compileRegex(pattern);
  return 'error' in regex ? celError(`Illegal regex: ${regex.error}`) : (findAll(text, regex, 1)[0] ?? '');
};

const all: Implementation = (text, pattern, limit = -1n) => {
  if (typeof text !== 'string' || typeof pattern !== 'string' || typeof limit !== 'bigint') return NO_SUCH_OVERLOAD;
  const regex = compileRegex(pattern);
  return 'error' in regex ? celError(`Illegal regex: ${regex.error}`) : listOf(findAll(text, regex, Number(limit)));
};

/** Kubernetes' functions of regular expressions. */
export const REGEX: Library = {
  functions: [
    fn('find', overload('string_find_string: string.(string) -> string', find)),
    fn(
      'findAll',
      overload('string_find_all_string: string.(string) -> list(string)', all),
      overload('string_find_all_string_int: string.(string, int) -> list(string)', all),
    ),
  ],
};
