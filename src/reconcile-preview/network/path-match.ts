/** How a rule's path compares with that of a request. */
export interface PathRule {
  readonly path: string;
  readonly pathType: string;
}

/** The elements of a path: `/foo/bar/` → `foo`, `bar`. A final slash makes no element. */
const elementsOf = (path: string): string[] => path.split('/').filter((element, i, all) => element !== '' || (i > 0 && i < all.length - 1));

/**
 * Whether a rule takes a request: `Exact` compares texts, `Prefix` element by element (`/foo` takes `/foo/` and `/foo/bar` but not `/foobar`).
 * What `ImplementationSpecific` means is up to the controller; the common ones take it as a prefix.
 */
export function matchesPath({ path, pathType }: PathRule, requested: string): boolean {
  if (pathType === 'Exact') return path === requested;
  const [wanted, has] = [elementsOf(path), elementsOf(requested)];
  return wanted.every((element, i) => has[i] === element);
}

/** Whether a rule's host takes that of a request: an empty one any, `*.example.com` just one more label, case aside. */
export function matchesHost(host: string, requested: string): boolean {
  const [own, asked] = [host.toLowerCase(), requested.toLowerCase()];
  if (own === '') return true;
  if (!own.startsWith('*.')) return own === asked;
  const dot = asked.indexOf('.');
  return dot > 0 && asked.slice(dot) === own.slice(1);
}

/** Puts first what is asked first: exact hosts, then wildcards (longer ones first), then rules for any host. */
export function compareHosts(a: string, b: string): number {
  const rank = (host: string): number => (host === '' ? 2 : host.startsWith('*.') ? 1 : 0);
  return rank(a) - rank(b) || (rank(a) === 1 ? b.length - a.length : 0);
}

/** Puts first what takes precedence among paths that match: the longest, and of equally long ones `Exact`. */
export const comparePaths = (a: PathRule, b: PathRule): number =>
  b.path.length - a.path.length || Number(b.pathType === 'Exact') - Number(a.pathType === 'Exact');

/** The same for two rules that take the same requests. */
export const samePaths = (a: PathRule, b: PathRule): boolean =>
  (a.pathType === 'Exact') === (b.pathType === 'Exact') &&
  (a.pathType === 'Exact' ? a.path === b.path : elementsOf(a.path).join('/') === elementsOf(b.path).join('/'));
