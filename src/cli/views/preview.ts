import { isObject, type JsonObject } from '../../model/json.ts';
import type { PreviewResult, PreviewTrouble } from '../../workspace/preview.ts';
import { counted } from '../counted.ts';
import { createTextFormatter } from '../formatters/text.ts';
import { printable, type Style } from '../style.ts';
import { nodeLines } from './nodes.ts';
import { routeLines } from './routes.ts';
import { serviceLines } from './services.ts';
import { at, listAt, textAt } from './object-fields.ts';
import { statusLines } from './status.ts';

/** Texts of sources, for the frames of findings. */
export type TextOf = (source: string) => string | undefined;

/** A preview for people: problems first, then workloads down to their pods, services, other objects and nodes. */
export function previewText(
  result: PreviewResult,
  textOf: TextOf,
  style: Style,
  { quiet, version }: { readonly quiet: boolean; readonly version: string },
): string {
  const results = new Set(
    result.objects.map((object) => objectKey(String(object.kind), textAt(object, 'metadata', 'namespace'), nameOf(object))),
  );
  const isResult =
    (kind: string) =>
    ({ namespace, name }: { readonly namespace: string; readonly name: string }): boolean =>
      results.has(objectKey(kind, namespace, name));
  const sections = [
    section(
      'Problems',
      [
        ...result.troubles.map((trouble) => troubleLine(trouble, style)),
        ...(result.settled ? [] : [`  ${style.yellow('!')} the cluster did not come to rest; this is how far it got`]),
      ],
      style,
    ),
    section(
      'Webhooks that nobody asks offline',
      result.calls.map(({ webhook, objects }) => `  ${printable(webhook)}\n    ${style.dim(printable(someOf(objects)))}`),
      style,
    ),
    section('Workloads', workloadLines(result.objects, style), style),
    section('Services', serviceLines(result.network.services.filter(isResult('Service')), style), style),
    section(
      'Routes',
      routeLines(
        result.network.routes.filter(({ routes }) => routes.some(({ ingress }) => isResult('Ingress')(ingress))),
        style,
      ),
      style,
    ),
    section('Other objects', otherLines(result.objects), style),
    section(
      `Nodes${result.defaultNodes ? style.dim('  (three workers of 4 CPU, 8Gi, 110 pods; --cluster brings your own)') : ''}`,
      nodeLines(result.everything, style),
      style,
    ),
  ];
  const findings = findingsText(result, textOf, style, version);
  const wrong = result.troubles.length + result.diagnostics.filter(({ severity }) => severity === 'error').length;
  const sum = `${result.accepted} of ${counted(result.documents, 'object')} applied, ${counted(result.objects.length, 'object')} in the end, ${(wrong === 0 ? style.green : style.red)(counted(wrong, 'problem'))}.\n`;
  return `${findings}${sections.filter(Boolean).join('\n')}${quiet ? '' : `\n${sum}`}`;
}

const MOST_NAMES = 8;
const someOf = (names: readonly string[]): string =>
  [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? [`and ${names.length - MOST_NAMES} more`] : [])].join(', ');

const section = (title: string, lines: readonly string[], style: Style): string =>
  lines.length === 0 ? '' : `${style.bold(title)}\n${lines.join('\n')}\n`;

function findingsText({ diagnostics }: PreviewResult, textOf: TextOf, style: Style, version: string): string {
  const formatter = createTextFormatter({ style, failOn: 'error', quiet: true, version, describe: () => undefined });
  const sources = [...new Set(diagnostics.map(({ at }) => at.source))];
  return sources
    .map((source) =>
      formatter.report({ source, text: textOf(source), documents: 0, diagnostics: diagnostics.filter(({ at }) => at.source === source) }),
    )
    .join('');
}

function troubleLine({ severity, object, reason, message }: PreviewTrouble, style: Style): string {
  const sign = severity === 'error' ? style.red('✗') : style.yellow('!');
  return `  ${sign} ${object.kind} ${label(object.namespace, object.name)}: ${style.bold(reason)}: ${printable(message)}`;
}

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob', 'Pod']);
const HANDLED = new Set([...WORKLOADS, 'Service', 'Ingress', 'EndpointSlice', 'Endpoints', 'Node', 'ControllerRevision']);
/** What controllers put into every namespace: it would only be in the way. */
const isAutomatic = (object: JsonObject): boolean =>
  (object.kind === 'ConfigMap' && nameOf(object) === 'kube-root-ca.crt') ||
  (object.kind === 'ServiceAccount' && nameOf(object) === 'default');

/** Workloads that nobody owns, each with what it owns below it. */
function workloadLines(objects: readonly JsonObject[], style: Style): string[] {
  const workloads = objects.filter(({ kind }) => WORKLOADS.has(String(kind)));
  const uids = new Set(workloads.map((object) => textAt(object, 'metadata', 'uid')));
  const roots = workloads.filter((object) => !uids.has(ownerOf(object)) || ownerOf(object) === '');
  return roots.flatMap((root) => treeLines(root, workloads, 1, style));
}

/** Up to so many workloads are shown with their statuses; of more, those only that are not as they should be. */
const MOST_DETAILED = 20;

function isDetailed(object: JsonObject, workloads: readonly JsonObject[]): boolean {
  if (workloads.length <= MOST_DETAILED) return true;
  const conditions = (listAt(object, 'status', 'conditions') ?? []).filter(isObject);
  const phase = textAt(object, 'status', 'phase');
  return (
    phase !== 'Succeeded' &&
    conditions.some(({ type, status }) => status === 'False' && ['Available', 'PodScheduled', 'Ready'].includes(String(type)))
  );
}

function treeLines(object: JsonObject, workloads: readonly JsonObject[], depth: number, style: Style): string[] {
  const uid = textAt(object, 'metadata', 'uid');
  const children = uid === '' ? [] : workloads.filter((each) => ownerOf(each) === uid);
  const name = depth === 1 ? label(textAt(object, 'metadata', 'namespace'), nameOf(object)) : nameOf(object);
  const line = `${'  '.repeat(depth)}${String(object.kind)} ${style.bold(name)}  ${stateOf(object, style)}`;
  const details = isDetailed(object, workloads) ? statusLines(object, style) : [];
  const indented = details.map((detail) => `${'  '.repeat(depth + 2)}${style.dim(detail)}`);
  return [line, ...indented, ...children.flatMap((child) => treeLines(child, workloads, depth + 1, style))];
}

function ownerOf(object: JsonObject): string {
  const owners = at(object, 'metadata', 'ownerReferences');
  const owner = Array.isArray(owners) ? owners.filter(isObject).find((each) => each.controller === true) : undefined;
  return owner ? String(owner.uid ?? '') : '';
}

/** How far a workload has come, in a few words. */
function stateOf(object: JsonObject, style: Style): string {
  const number = (...path: string[]): number => Number(at(object, ...path) ?? 0);
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet':
    case 'ReplicationController':
      return readiness(number('status', 'readyReplicas'), number('spec', 'replicas'), style);
    case 'DaemonSet':
      return readiness(number('status', 'numberReady'), number('status', 'desiredNumberScheduled'), style);
    case 'Job':
      return `${number('status', 'succeeded')}/${String(at(object, 'spec', 'completions') ?? 1)} succeeded${number('status', 'failed') > 0 ? style.red(`, ${number('status', 'failed')} failed`) : ''}`;
    case 'CronJob':
      return printable(textAt(object, 'spec', 'schedule'));
    case 'Pod':
      return podState(object, style);
    default:
      return '';
  }
}

const readiness = (ready: number, wanted: number, style: Style): string =>
  (ready < wanted ? style.red : wanted === 0 ? style.dim : style.green)(`${ready}/${wanted} ready`);

function podState(pod: JsonObject, style: Style): string {
  const phase = textAt(pod, 'status', 'phase');
  const node = textAt(pod, 'spec', 'nodeName');
  const paint = phase === 'Running' || phase === 'Succeeded' ? style.green : style.red;
  const images = (listAt(pod, 'spec', 'containers') ?? [])
    .map((container) => (isObject(container) ? String(container.image ?? '') : ''))
    .join(', ');
  return `${paint(phase)}${node === '' ? '' : ` on ${node}`}  ${style.dim(printable(images))}`;
}

function otherLines(objects: readonly JsonObject[]): string[] {
  const byKind = new Map<string, string[]>();
  for (const object of objects) {
    const kind = String(object.kind);
    if (HANDLED.has(kind) || isAutomatic(object)) continue;
    byKind.set(kind, [...(byKind.get(kind) ?? []), label(textAt(object, 'metadata', 'namespace'), nameOf(object))]);
  }
  return [...byKind].map(([kind, names]) => `  ${kind} ${names.join(', ')}`);
}

const objectKey = (kind: string, namespace: string, name: string): string => [kind, namespace, name].join('/');
const label = (namespace: string, name: string): string => (namespace === '' ? name : `${namespace}/${name}`);
const nameOf = (object: JsonObject): string => textAt(object, 'metadata', 'name');
