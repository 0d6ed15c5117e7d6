import type { JsonObject } from '../../model/json.ts';
import type { PreviewResult } from '../../workspace/preview.ts';
import { counted } from '../counted.ts';
import { createTextFormatter } from '../formatters/text.ts';
import { printable, type Style } from '../style.ts';
import { nodeLines } from './nodes.ts';
import { routeLines } from './routes.ts';
import { serviceLines } from './services.ts';
import { textAt } from './object-fields.ts';
import { pendingText, restText, unrestText } from './rest.ts';
import { objectsOfResult } from './objects-of-result.ts';
import { problemCount } from './problem-count.ts';
import { problemLines } from './problems.ts';
import { whatIfLines } from './what-if.ts';
import { workloadLines } from './workload-lines.ts';
import { WORKLOADS } from './workload-tree.ts';

/** Texts of sources, for the frames of findings. */
export type TextOf = (source: string) => string | undefined;

/** A preview for people: problems first, then workloads down to their pods, services, other objects and nodes. */
export function previewText(
  result: PreviewResult,
  textOf: TextOf,
  style: Style,
  { quiet, version, columns = Infinity }: { readonly quiet: boolean; readonly version: string; readonly columns?: number },
): string {
  const isResult = objectsOfResult(result);
  const sections = [
    section(
      'Assumed',
      result.assumed.map(({ text, pods }) => `  ${printable(text)}  ${style.dim(counted(pods, 'pod'))}`),
      style,
    ),
    section(
      'Problems',
      [...problemLines(result.roots, textOf, style), ...(result.settled ? [] : [`  ${style.yellow('!')} ${unrestText(result.end)}`])],
      style,
    ),
    section('What if', result.whatIf ? whatIfLines(result.whatIf, textOf, style) : [], style),
    section(
      'Webhooks that nobody asks offline',
      result.calls.map(({ webhook, objects }) => `  ${printable(webhook)}\n    ${style.dim(printable(someOf(objects)))}`),
      style,
    ),
    section('Workloads', workloadLines(result, style, columns), style),
    section('Services', serviceLines(result.network.services.filter(isResult('Service')), style), style),
    section(
      'Routes',
      routeLines(
        result.network.routes.filter(({ routes }) => routes.some(({ ingress }) => isResult('Ingress')(ingress))),
        style,
      ),
      style,
    ),
    section(
      'Other objects',
      [...otherObjects(result.objects)].map(([kind, names]) => `  ${kind} ${names.join(', ')}`),
      style,
    ),
    section('Later', laterLines(result), style),
    section(
      `Nodes${result.defaultNodes ? style.dim('  (three workers of 4 CPU, 8Gi, 110 pods; --cluster brings your own)') : ''}`,
      nodeLines(result, style, columns),
      style,
    ),
  ];
  const findings = findingsText(result, textOf, style, version);
  const wrong = problemCount(result);
  const sum = `${result.accepted} of ${counted(result.documents, 'object')} applied, ${counted(result.objects.length, 'object')} in the end, ${(wrong === 0 ? style.green : style.red)(counted(wrong, 'problem'))}. ${restText(result)}\n`;
  return `${findings}${sections.filter(Boolean).join('\n')}${quiet ? '' : `\n${sum}`}`;
}

/** What happens again by the clock in a cluster that rests, or that was stopped as asked. */
function laterLines({ settled, end: { next } }: PreviewResult): string[] {
  if (!settled) return [];
  return next.slice(0, MOST_NAMES).map((pending) => `  ${printable(pendingText(pending))}`);
}

const MOST_NAMES = 8;
const someOf = (names: readonly string[]): string =>
  [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? [`and ${names.length - MOST_NAMES} more`] : [])].join(', ');

const section = (title: string, lines: readonly string[], style: Style): string =>
  lines.length === 0 ? '' : `${style.bold(title)}\n${lines.join('\n')}\n`;

function findingsText({ diagnostics }: PreviewResult, textOf: TextOf, style: Style, version: string): string {
  const formatter = createTextFormatter({ style, failOn: 'error', quiet: true, version, describe: () => undefined, textOf });
  const sources = [...new Set(diagnostics.map(({ at }) => at.source))];
  return sources
    .map((source) =>
      formatter.report({ source, text: textOf(source), documents: 0, diagnostics: diagnostics.filter(({ at }) => at.source === source) }),
    )
    .join('');
}

const HANDLED = new Set([...WORKLOADS, 'Service', 'Ingress', 'EndpointSlice', 'Endpoints', 'Node', 'ControllerRevision']);
/** What controllers put into every namespace: it would only be in the way. */
const isAutomatic = (object: JsonObject): boolean =>
  (object.kind === 'ConfigMap' && nameOf(object) === 'kube-root-ca.crt') ||
  (object.kind === 'ServiceAccount' && nameOf(object) === 'default');

/** Objects that no other section shows, their names by kind. */
export function otherObjects(objects: readonly JsonObject[]): Map<string, string[]> {
  const byKind = new Map<string, string[]>();
  for (const object of objects) {
    const kind = String(object.kind);
    if (HANDLED.has(kind) || isAutomatic(object)) continue;
    byKind.set(kind, [...(byKind.get(kind) ?? []), label(textAt(object, 'metadata', 'namespace'), nameOf(object))]);
  }
  return byKind;
}

const label = (namespace: string, name: string): string => (namespace === '' ? name : `${namespace}/${name}`);
const nameOf = (object: JsonObject): string => textAt(object, 'metadata', 'name');
