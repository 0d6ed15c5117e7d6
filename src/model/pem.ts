import { decodeBase64 } from './base64.ts';

/** A PEM block, as Go's `pem.Decode` finds it. */
export interface PemBlock {
  readonly type: string;
  readonly hasHeaders: boolean;
  readonly bytes: Uint8Array;
}

const BEGIN = '-----BEGIN ';
const DASHES = '-----';

/** All readable blocks of a text; what is not readable is skipped. */
export function pemBlocks(text: string): PemBlock[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const blocks: PemBlock[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (!line.startsWith(BEGIN) || !line.endsWith(DASHES)) continue;
    const type = line.slice(BEGIN.length, -DASHES.length);
    const end = lines.indexOf(`-----END ${type}${DASHES}`, i);
    if (end < 0) continue;
    const body = lines.slice(i + 1, end);
    const headers = Math.max(
      body.findIndex((item) => !item.includes(':')),
      0,
    );
    const bytes = decodeBase64(body.slice(headers).join('\n').replace(/[ \t]/g, ''));
    if (!(bytes instanceof Uint8Array)) continue;
    blocks.push({ type, hasHeaders: headers > 0, bytes });
    i = end;
  }
  return blocks;
}
