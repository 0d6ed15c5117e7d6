import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { ServiceReference, WebhookClientConfig } from '../../../model/kinds/admissionregistration-v1.ts';
import { requireText } from '../../shared/checks.ts';
import { isDns1123Subdomain, isPortNumber } from '../../shared/names.ts';

/** How a webhook is reached: by URL or through a service. */
export function validateClientConfig({ url, service }: WebhookClientConfig, at: FieldPath): FieldError[] {
  if (url !== undefined && service === undefined) return validateUrl(url, child(at, 'url'));
  if (service !== undefined && url === undefined) return validateService(service, child(at, 'service'));
  return [required(at, 'exactly one of url or service is required')];
}

const FORM = '; desired format: https://host[/path]';

/** The parts of a URL as RFC 3986 takes it apart; `user` and so on without their marks. */
const URL_PARTS = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/(?:([^/?#]*)@)?([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

function validateUrl(url: string, at: FieldPath): FieldError[] {
  const problem = urlProblem(url);
  if (problem !== undefined) return [required(at, `url must be a valid URL: parse ${goQuote(url)}: ${problem}${FORM}`)];
  const [, scheme = '', user, host = '', , query = '', fragment = ''] = URL_PARTS.exec(url) ?? [];
  return [
    ...(scheme.toLowerCase() === 'https' ? [] : [invalid(at, scheme.toLowerCase(), `'https' is the only allowed URL scheme${FORM}`)]),
    ...(host === '' ? [invalid(at, host, `host must be specified${FORM}`)] : []),
    ...(user === undefined ? [] : [invalid(at, user, 'user information is not permitted in the URL')]),
    ...(fragment === '' ? [] : [invalid(at, fragment, 'fragments are not permitted in the URL')]),
    ...(query === '' ? [] : [invalid(at, query, 'query parameters are not permitted in the URL')]),
  ];
}

/** Why Go's `url.Parse` refuses a text. */
function urlProblem(url: string): string | undefined {
  if (/[\x00-\x1f\x7f]/.test(url)) return 'net/url: invalid control character in URL';
  if (url.startsWith(':')) return 'missing protocol scheme';
  const escape = /%(?![0-9a-fA-F]{2})/.exec(url);
  if (escape) return `invalid URL escape ${goQuote(url.slice(escape.index, escape.index + 3))}`;
  const [, scheme, , host = '', path = ''] = URL_PARTS.exec(url) ?? [];
  const firstSegment = path.split('/', 1)[0] ?? '';
  if (scheme === undefined && host === '' && firstSegment.includes(':')) return 'first path segment in URL cannot contain colon';
  if (host.includes(' ')) return 'invalid character " " in host name';
  const port = /:([^:\]]*)$/.exec(host)?.[1];
  return port !== undefined && !/^[0-9]*$/.test(port) ? `invalid port ${goQuote(`:${port}`)} after host` : undefined;
}

function validateService({ name, namespace, path, port = 0 }: ServiceReference, at: FieldPath): FieldError[] {
  const portProblems = isPortNumber(port);
  return [
    // The server mixes up both names.
    ...requireText(namespace, child(at, 'name')),
    ...requireText(name, child(at, 'namespace')),
    ...(portProblems.length === 0 ? [] : [invalid(child(at, 'port'), port, `port is not valid: ${portProblems.join(', ')}`)]),
    ...(path ? validatePath(path, child(at, 'path')) : []),
  ];
}

function validatePath(path: string, at: FieldPath): FieldError[] {
  if (path === '/') return [];
  if (path === '//') return [invalid(at, path, 'segment[0] may not be empty')];
  const segments = path.slice(1).replace(/\/$/, '').split('/');
  return [
    ...(path.startsWith('/') ? [] : [invalid(at, path, "must start with a '/'")]),
    ...segments.flatMap((segment, i) =>
      segment === ''
        ? [invalid(at, path, `segment[${i}] may not be empty`)]
        : isDns1123Subdomain(segment).map((message) => invalid(at, path, `segment[${i}]: ${message}`)),
    ),
  ];
}
