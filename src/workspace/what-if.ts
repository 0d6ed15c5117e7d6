import { parseQuantity } from '../model/quantity.ts';
import { KIND_WORDS, readName } from '../reconcile-preview/named.ts';
import type { WantedNodes, WhatIf } from '../reconcile-preview/what-if/what-if.ts';
import { closest } from '../text/closest.ts';
import type { WrongUsage } from './wrong-usage.ts';

export type { WhatIf };

/** Labels that users name in one word. */
const LABELS: Readonly<Record<string, string>> = { zone: 'topology.kubernetes.io/zone', region: 'topology.kubernetes.io/region' };
const SCALABLE: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

/** Reads the nodes that something happens to: `NODE`, `zone=Z`, `region=R` or `LABEL=VALUE`. */
export function parseNodesWhatIf(kind: 'drain' | 'lose' | 'remove', text: string): WhatIf | WrongUsage {
  const nodes = parseNodes(text);
  return nodes ? { kind, text, nodes } : { message: `--${kind} "${text}" names no node`, hint: 'give NODE, zone=ZONE or LABEL=VALUE' };
}

function parseNodes(text: string): WantedNodes | undefined {
  const equals = text.indexOf('=');
  if (equals < 0) return text === '' ? undefined : { name: text };
  const [label, value] = [text.slice(0, equals), text.slice(equals + 1)];
  return label === '' ? undefined : { label: LABELS[label] ?? label, value };
}

/** Reads `deployment/web=10` or `shop/statefulset/db=3`. */
export function parseScale(text: string): WhatIf | WrongUsage {
  const [, name = '', number] = /^(.*)=(\d{1,6})$/.exec(text) ?? [];
  if (number === undefined) return { message: `--scale "${text}" is not WORKLOAD=REPLICAS`, hint: 'such as deployment/web=10' };
  const workload = readName(name);
  if (workload?.kind === undefined) {
    const near = closest(name.split('/')[0]?.toLowerCase() ?? '', KIND_WORDS);
    return {
      message: `--scale "${text}" names no workload`,
      hint: near === undefined ? 'such as deployment/web=10' : `did you mean ${near}?`,
    };
  }
  if (!SCALABLE.has(workload.kind))
    return { message: `--scale "${text}": a ${workload.kind} cannot be scaled`, hint: `what can: ${[...SCALABLE].join(', ')}` };
  return { kind: 'scale', text, workload, replicas: Number(number) };
}

/** Reads `cpu=4,memory=16Gi,nvidia.com/gpu=1`. */
export function parseNodeShape(text: string): Readonly<Record<string, string>> | WrongUsage {
  const entries = text.split(',').map((part): [string, string] => {
    const equals = part.indexOf('=');
    return [part.slice(0, Math.max(0, equals)).trim(), part.slice(equals + 1).trim()];
  });
  const wrong = entries.find(([name, amount]) => name === '' || !isAmount(amount));
  if (wrong) return { message: `--node-shape "${text}" is not RESOURCE=QUANTITY,…`, hint: 'such as cpu=4,memory=16Gi' };
  const missing = ['cpu', 'memory'].filter((name) => !entries.some(([own]) => own === name));
  return missing.length > 0 ? { message: `--node-shape "${text}" has no ${missing.join(' and no ')}` } : Object.fromEntries(entries);
}

function isAmount(text: string): boolean {
  const quantity = parseQuantity(text);
  return typeof quantity === 'object' && quantity.unscaled >= 0n;
}
