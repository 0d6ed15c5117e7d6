import { decodeUtf8 } from './reader/utf8.ts';
import { ESCAPED_BYTE } from './reader/load-units.ts';

/**
 * Text of a manifest file. Files in UTF-8 always have one: bytes that are not UTF-8 stay in it as lone surrogates, so that
 * `readDocuments` can refuse the very document they are in, in the words kubectl uses. A byte order mark stays, too.
 */
export function decodeText(bytes: Uint8Array): { readonly text: string } | { readonly error: string } {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { error: 'yaml: incomplete UTF-16 character: manifests have to be UTF-8, this file is UTF-16' };
  }
  return { text: decodeUtf8(bytes, (byte) => String.fromCharCode(ESCAPED_BYTE + byte)) };
}
