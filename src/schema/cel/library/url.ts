import { goQuote } from '../../../model/go-text.ts';
import { isRequestUri } from '../../crd/network-formats.ts';
import { fn, overload, type Implementation, type Library } from '../declarations.ts';
import { celError, isOpaque, listOf, mapOf, NO_SUCH_OVERLOAD, type OpaqueValue, type Value } from '../value.ts';

/** A URL's parts as Go's `url.URL` has them. */
interface Url {
  readonly text: string;
  readonly scheme: string;
  readonly host: string;
  /** As written, with what needs it escaped. */
  readonly path: string;
  readonly query: string;
}

function parseUrl(text: string): Url {
  const [withoutFragment = ''] = text.split('#');
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(withoutFragment)?.[1] ?? '';
  const rest = scheme === '' ? withoutFragment : withoutFragment.slice(scheme.length + 1);
  const question = rest.indexOf('?');
  const [hierarchy, query] = question < 0 ? [rest, ''] : [rest.slice(0, question), rest.slice(question + 1)];
  const isOpaqueUrl = scheme !== '' && !hierarchy.startsWith('/');
  const [, authority, path = ''] = /^(?:\/\/([^/]*))?(.*)$/s.exec(hierarchy) ?? [];
  const host = (authority ?? '').slice((authority ?? '').lastIndexOf('@') + 1);
  return { text, scheme: scheme.toLowerCase(), host, path: isOpaqueUrl ? '' : escapePath(path), query };
}

/** The path with characters escaped that may not stand there, as `EscapedPath()`. */
const escapePath = (path: string): string =>
  path.replace(/[^A-Za-z0-9\-_.~$&+,/:;=@!'()*[\]%]/gu, (char) =>
    [...new TextEncoder().encode(char)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );

const hostName = (host: string): string =>
  host.startsWith('[') && host.includes(']')
    ? host.slice(1, host.indexOf(']'))
    : host.includes(':')
      ? host.slice(0, host.lastIndexOf(':'))
      : host;
const port = (host: string): string => /:(\d*)$/.exec(host.startsWith('[') ? host.slice(host.lastIndexOf(']') + 1) : host)?.[1] ?? '';

/** Values of a query by name; what cannot be decoded is left out. */
function queryOf(query: string): Value {
  const found = new Map<string, Value[]>();
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const equals = pair.indexOf('=');
    const [name, value] = [equals < 0 ? pair : pair.slice(0, equals), equals < 0 ? '' : pair.slice(equals + 1)].map(unescapeQuery);
    if (name !== undefined && value !== undefined) found.set(name, [...(found.get(name) ?? []), value]);
  }
  return mapOf([...found].map(([name, values]) => [name, listOf(values)]));
}

function unescapeQuery(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

const isUrl = (value: unknown): value is Url => typeof value === 'object' && value !== null && 'scheme' in value;
const urlValue = (url: Url): OpaqueValue => ({
  kind: 'opaque',
  type: 'kubernetes.URL',
  value: url,
  equals: ({ value }) => isUrl(value) && value.text === url.text,
});
const getter =
  (run: (url: Url) => Value): Implementation =>
  (value = null) =>
    isOpaque(value) && isUrl(value.value) ? run(value.value) : NO_SUCH_OVERLOAD;

/** Why Go's `url.ParseRequestURI` refuses a text. */
function complaint(text: string): string {
  if (text === '') return 'empty url';
  for (const char of text) if (char < ' ' || char === '\x7f') return 'net/url: invalid control character in URL';
  return 'invalid URI for request';
}

/** URLs. */
export const URLS: Library = {
  functions: [
    fn(
      'url',
      overload('string_to_url(string) -> URL', (text) => {
        if (typeof text !== 'string') return NO_SUCH_OVERLOAD;
        if (!isRequestUri(text)) return celError(`URL parse error during conversion from string: parse ${goQuote(text)}: ${complaint(text)}`);
        return urlValue(parseUrl(text));
      }),
    ),
    fn('getScheme', overload('url_get_scheme: URL.() -> string', getter(({ scheme }) => scheme))),
    fn('getHost', overload('url_get_host: URL.() -> string', getter(({ host }) => host))),
    fn('getHostname', overload('url_get_hostname: URL.() -> string', getter(({ host }) => hostName(host)))),
    fn('getPort', overload('url_get_port: URL.() -> string', getter(({ host }) => port(host)))),
    fn('getEscapedPath', overload('url_get_escaped_path: URL.() -> string', getter(({ path }) => path))),
    fn('getQuery', overload('url_get_query: URL.() -> map(string, list(string))', getter(({ query }) => queryOf(query)))),
    fn('isURL', overload('is_url_string(string) -> bool', (text) => (typeof text === 'string' ? isRequestUri(text) : NO_SUCH_OVERLOAD))),
  ],
}; // prettier-ignore
