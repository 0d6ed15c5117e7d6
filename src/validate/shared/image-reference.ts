const DOMAIN_PART = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`;
const PATH_PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const NAME = new RegExp(`^${DOMAIN}/${PATH_PART}(?:/${PATH_PART})*$`);
const TAG = /^[\w][\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const DIGEST_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
const MAX_NAME = 255;
const MAX_REFERENCE = 1024;

/**
 * The tag that decides the default pull policy: `latest` when the image names neither tag nor digest, empty when there is only a digest or
 * when the text is no image reference, as `parsers.ParseImageName` and docker's reference grammar have it.
 */
function imageTag(image: string): string {
  if (image.length > MAX_REFERENCE || /^[a-f0-9]{64}$/.test(image)) return '';
  const { name, tag, digest } = splitReference(withDomain(image));
  if (!isName(name) || (tag !== undefined && !TAG.test(tag)) || (digest !== undefined && !isDigest(digest))) return '';
  return tag ?? (digest === undefined ? 'latest' : '');
}

/** `nginx` stands for `docker.io/library/nginx`. */
function withDomain(image: string): string {
  const slash = image.indexOf('/');
  const first = slash < 0 ? '' : image.slice(0, slash);
  const isDomain = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const [domain, rest] = isDomain ? [first === 'index.docker.io' ? 'docker.io' : first, image.slice(slash + 1)] : ['docker.io', image];
  return domain === 'docker.io' && !rest.includes('/') ? `${domain}/library/${rest}` : `${domain}/${rest}`;
}

function splitReference(reference: string): { name: string; tag: string | undefined; digest: string | undefined } {
  const [rest, digest] = cut(reference, reference.indexOf('@'));
  const colon = rest.lastIndexOf(':');
  const [name, tag] = cut(rest, colon > rest.lastIndexOf('/') ? colon : -1);
  return { name, tag, digest };
}

const cut = (value: string, at: number): [string, string | undefined] =>
  at < 0 ? [value, undefined] : [value.slice(0, at), value.slice(at + 1)];

const isName = (name: string): boolean => NAME.test(name) && name.length - name.indexOf('/') - 1 <= MAX_NAME;

function isDigest(digest: string): boolean {
  if (!DIGEST.test(digest)) return false;
  const [algorithm = '', hex = ''] = digest.split(':');
  return DIGEST_LENGTHS[algorithm] === hex.length && /^[0-9a-f]+$/.test(hex);
}

/** The default pull policy: `Always` for images of the tag `latest`, which is also meant when there is no tag. */
export const pullPolicyFor = (image: string): string => (imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent');
