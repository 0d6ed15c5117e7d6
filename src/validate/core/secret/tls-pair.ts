import { decodeBase64 } from '../../../model/base64.ts';
import { pemBlocks } from '../../../model/pem.ts';

/**
 * Why Go's `tls.X509KeyPair` would refuse a certificate and its key, both as base64 of PEM. It looks for PEM blocks only: what is in them is not read.
 */
export function tlsPairProblem(certificate: string, privateKey: string): string | undefined {
  return certificateProblem(typesOf(textOf(certificate))) ?? keyProblem(typesOf(textOf(privateKey)));
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

const typesOf = (text: string): string[] => pemBlocks(text).map(({ type }) => type);
