import type { WhatIfResult } from '../../workspace/preview.ts';
import type { BudgetChange, NodesNeeded, PodMove, PodPlace, ReadyCount, UnplacedPod, WhatIfNote } from '../../workspace/what-if-result.ts';
import { counted } from '../counted.ts';
import { printable, type Style } from '../style.ts';
import { afterText } from './duration.ts';
import { problemLines } from './problems.ts';

/** What becomes of a cluster in which something happens: what goes wrong first, then where pods go, who has fewer of them, budgets and the nodes it would take. */
export function whatIfLines(result: WhatIfResult, textOf: (source: string) => string | undefined, style: Style): string[] {
  const { happened, moves, workloads, budgets, nodesNeeded, took, settled } = result;
  const end = `${settled ? 'At rest again' : 'Not at rest'} ${afterText(took)}.`;
  return [
    ...happened.map(({ what }) => `  ${style.bold(printable(what))}`),
    ...(happened.length > 0 ? [`  ${style.dim(end)}`] : []),
    ...problemLines(result.roots, textOf, style),
    ...wrongLines(result, style),
    ...listed('Pods', moveTexts(moves), style),
    ...listed('Ready pods', readyRows(workloads, style), style),
    ...listed('Disruption budgets', budgets.map(budgetText), style),
    ...(nodesNeeded ? listed('More nodes', [nodesText(nodesNeeded)], style) : []),
    ...(moves.length === 0 && happened.length > 0 ? [`  ${style.dim('No pod moves.')}`] : []),
  ];
}

/** What goes wrong, and what is worth knowing. Pods of DaemonSets, which always stay, are only counted. */
function wrongLines({ happened, unplaced }: WhatIfResult, style: Style): string[] {
  const notes = happened.flatMap((each) => each.notes);
  const staying = notes.filter(({ reason }) => reason === 'DaemonSetPod').length;
  return [
    ...notes.filter(({ reason }) => reason !== 'DaemonSetPod').map((note) => noteLine(note, style)),
    ...unplaced.filter(({ before }) => before).map((pod) => noteLine(oldUnplaced(pod), style)),
    ...(staying > 0 ? [`  ${style.dim(`· ${counted(staying, 'pod')} of DaemonSets ${staying === 1 ? 'stays' : 'stay'}`)}`] : []),
  ];
}

const oldUnplaced = ({ namespace, name, message }: UnplacedPod): WhatIfNote => ({
  severity: 'warning',
  object: { kind: 'Pod', namespace, name },
  reason: 'FailedScheduling',
  message: `as before: ${message}`,
});

const SIGNS = { error: '✗', warning: '!', info: '·' } as const;

function noteLine({ severity, object: { kind, namespace, name }, reason, message }: WhatIfNote, style: Style): string {
  const paint = { error: style.red, warning: style.yellow, info: style.dim }[severity];
  return `  ${paint(SIGNS[severity])} ${printable(`${kind} ${nameText(namespace, name)}`)}: ${style.bold(reason)}: ${printable(message)}`;
}

function listed(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : [`  ${style.bold(title)}`, ...lines.map((line) => `    ${line}`)];
}

/** Pods that go elsewhere, one a line; those that only come or only go are counted where a workload has several. */
export function moveTexts(moves: readonly PodMove[]): string[] {
  const groups = new Map<string, PodMove[]>();
  for (const move of moves) {
    const { kind, namespace, name } = move.workload;
    const key = [kind, namespace, name, Boolean(move.from), Boolean(move.to), move.from?.terminating].join('/');
    groups.set(key, [...(groups.get(key) ?? []), move]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const places = group.flatMap(({ from, to }) => (from && to ? [] : (from ?? to ?? [])));
    return first && places.length > 1 ? [countedText(first, places)] : group.map(moveText);
  });
}

/** `Deployment shop/web: web-1 on worker-1 → web-2 on worker-2`. */
function moveText({ workload, from, to }: PodMove): string {
  const gone = from && `${placeText(from)}${from.terminating ? ', terminating' : ''}`;
  const way = gone === undefined ? `+ ${to ? placeText(to) : ''}` : `${gone} → ${to ? placeText(to) : 'not replaced'}`;
  return printable(`${workloadText(workload)}${way}`);
}

/** `Deployment shop/web: + 5 pods: 2 on worker-1, 3 on no node`. */
function countedText({ workload, from, to }: PodMove, places: readonly PodPlace[]): string {
  const nodes = new Map<string, number>();
  for (const { node } of places) nodes.set(node, (nodes.get(node) ?? 0) + 1);
  const where = [...nodes].map(([node, count]) => `${count} on ${node || 'no node'}`).join(', ');
  const fate = from && (from.terminating ? ', terminating, not replaced' : ' → not replaced');
  return printable(`${workloadText(workload)}${to ? '+ ' : ''}${counted(places.length, 'pod')}: ${where}${fate ?? ''}`);
}

const workloadText = ({ kind, namespace, name }: PodMove['workload']): string =>
  kind === 'Pod' ? 'Pod ' : `${kind} ${nameText(namespace, name)}: `;

export const placeText = ({ name, node }: PodPlace): string => (node === '' ? `${name} on no node` : `${name} on ${node}`);

/** Workloads whose number of ready pods changes, at the end or in between. */
const readyRows = (workloads: readonly ReadyCount[], style: Style): string[] =>
  workloads.filter(isShaken).map((count) => {
    const { workload, wanted, after } = count;
    const text = printable(`${workload.kind} ${nameText(workload.namespace, workload.name)}: ${readyText(count)}`);
    return after < wanted ? style.red(text) : text;
  });

export const isShaken = ({ before, lowest, after }: ReadyCount): boolean => lowest < before || after !== before;

/** `3 of 3 ready, 2 at the lowest, then 3 of 3`. */
export const readyText = ({ wanted, before, lowest, after }: ReadyCount): string =>
  `${before} ready${lowest < Math.min(before, after) ? `, ${lowest} at the lowest` : ''}, then ${after} of ${wanted}`;

export function budgetText({ namespace, name, before, after, lowest }: BudgetChange): string {
  const short = lowest < after.desired ? `, ${lowest} at the lowest where ${after.desired} should be` : ` of at least ${after.desired}`;
  return printable(
    `${nameText(namespace, name)}: allows ${before.allowed} → ${after.allowed}; healthy ${before.healthy} → ${after.healthy}${short}`,
  );
}

/** `2 more nodes (cpu 4, memory 8Gi, as worker-1) take in all 3 pods.` */
export function nodesText({ shape: { resources, like }, nodes, pods, left, bounded }: NodesNeeded): string {
  const { cpu = '0', memory = '0' } = resources;
  const others = Object.entries(resources).filter(
    ([name]) => !['cpu', 'memory', 'pods', 'ephemeral-storage'].includes(name) && !name.startsWith('hugepages-'),
  );
  const size = [['cpu', cpu], ['memory', memory], ...others].map(([name, amount]) => `${name} ${amount}`).join(', ');
  const kind = `${size}${like === undefined ? '' : `, as ${like}`}`;
  const reasons = [...new Set(left.map(({ message }) => message))].slice(0, 2).join(' ');
  const rest =
    left.length === 0 ? '' : ` ${counted(left.length, 'pod')} ${left.length === 1 ? 'finds' : 'find'} no place on them: ${reasons}`;
  if (pods === 0) return printable(`Nodes of ${kind} do not help, however many.${rest}`);
  const whom = left.length > 0 ? counted(pods, 'pod') : pods === 1 ? 'the pod without a node' : `all ${pods} pods without a node`;
  return printable(
    `${counted(nodes, 'more node')} (${kind}) ${nodes === 1 ? 'takes' : 'take'} in ${whom}${bounded ? '; more were not tried' : ''}.${rest}`,
  );
}

const nameText = (namespace: string, name: string): string => (namespace === '' ? name : `${namespace}/${name}`);
