import { decodeBase64 } from '../../../model/base64.ts';

/**
 * Why Go's `tls.X509KeyPair` would refuse a certificate and its key, both as base64 of PEM. It looks for PEM blocks only: what is in them is not read.
 */
export function tlsPairProblem(certificate: string, privateKey: string): string | undefined {
  return certificateProblem(blockTypes(textOf(certificate))) ?? keyProblem(blockTypes(textOf(privateKey)));
}

function certificateProblem(types: readonly string[]): string | undefined {
  if (types.includes('CERTIFICATE')) return undefined;
  const [first = ''] = types;
  if (types.length === 0) return 'tls: failed to find any PEM data in certificate input';
  return types.length === 1 && first.endsWith('PRIVATE KEY')
    ? 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched'
    : `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${types.join(' ')}]`;
}

function keyProblem(types: readonly string[]): string | undefined {
  if (types.some((type) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY'))) return undefined;
  if (types.length === 0) return 'tls: failed to find any PEM data in key input';
  return types.length === 1 && types[0] === 'CERTIFICATE'
    ? 'tls: found a certificate rather than a key in the PEM for the private key'
    : `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${types.join(' ')}]`;
}

function textOf(encoded: string): string {
  const bytes = decodeBase64(encoded);
  return bytes instanceof Uint8Array ? new TextDecoder('latin1').decode(bytes) : '';
}

const BEGIN = '-----BEGIN ';
const DASHES = '-----';

/** The types of all readable PEM blocks: a line that begins one, base64 with optional headers, and a line that ends it. */
function blockTypes(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const types: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (!line.startsWith(BEGIN) || !line.endsWith(DASHES)) continue;
    const type = line.slice(BEGIN.length, -DASHES.length);
    const end = lines.indexOf(`-----END ${type}${DASHES}`, i);
    if (end < 0) continue;
    const body = lines.slice(i + 1, end);
    const headersEnd = body.findIndex((item) => !item.includes(':'));
    if (!(decodeBase64(body.slice(Math.max(headersEnd, 0)).join('\n').replace(/[ \t]/g, '')) instanceof Uint8Array)) continue;
    types.push(type);
    i = end;
  }
  return types;
}
