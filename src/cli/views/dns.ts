import type { DnsRecord } from '../../workspace/preview.ts';
import { printable, type Style } from '../style.ts';

/** The records of a name, or of names that begin with its labels, and of some types; all where neither is asked for. */
export function selectRecords(
  records: readonly DnsRecord[],
  { name, types }: { readonly name?: string | undefined; readonly types: readonly string[] },
): DnsRecord[] {
  const wanted = name?.toLowerCase().replace(/\.$/, '');
  const kinds = new Set(types.map((type) => type.toUpperCase()));
  return records.filter(
    (record) =>
      (wanted === undefined || record.name === wanted || record.name.startsWith(`${wanted}.`)) &&
      (kinds.size === 0 || kinds.has(record.type)),
  );
}

/** Records as zone files have them, in columns, each Service or Pod below a comment. */
export function recordsText(records: readonly DnsRecord[], style: Style): string {
  const width = Math.max(0, ...records.map(({ name }) => name.length));
  const lines: string[] = [];
  let before = '';
  for (const { name, type, value, ttl, of } of records) {
    const title = `${of.kind} ${of.namespace}/${of.name}`;
    if (title !== before && of.kind !== 'Pod') lines.push(...(before === '' ? [] : ['']), style.dim(`; ${title}`));
    else if (of.kind === 'Pod' && !before.startsWith('Pod ')) lines.push(...(before === '' ? [] : ['']), style.dim('; Pods'));
    before = title;
    lines.push(printable(`${name.padEnd(width)}  ${ttl}  ${type.padEnd(5)}  ${value}`));
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
