import type { Denial } from '../../plugin.ts';

export interface Selector {
  readonly labels: Readonly<Record<string, string>>;
}

/** Reads `disk=ssd,zone=a`. A text that is no list of labels refuses every pod. */
export function readSelector(text: string): Selector | Denial {
  if (text === '') return { labels: {} };
  const labels: Record<string, string> = {};
  for (const each of text.split(',')) {
    const parts = each.split('=');
    const [label = '', value] = parts;
    if (value === undefined || parts.length !== 2) return { kind: 'unclassified', message: `invalid selector: [${parts.join(' ')}]` };
    labels[label.trim()] = value.trim();
  }
  return { labels };
}
