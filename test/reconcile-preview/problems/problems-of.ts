import type { JsonObject } from '../../../src/model/json.ts';
import { pathText } from '../../../src/model/field-path.ts';
import type { Assumption } from '../../../src/reconcile-preview/assumption.ts';
import { networkView } from '../../../src/reconcile-preview/network/network-view.ts';
import { objectText } from '../../../src/reconcile-preview/network/finding.ts';
import { preview } from '../../../src/reconcile-preview/preview.ts';
import { problemTrees, type ProblemTree } from '../../../src/reconcile-preview/problems/problem-trees.ts';
import type { PreviewProblem } from '../../../src/reconcile-preview/problems/problem.ts';
import { loadSchemas } from '../../../src/schema/load.ts';

const registry = loadSchemas('1.37');

export interface Given {
  readonly cluster?: readonly JsonObject[];
  readonly assumptions?: readonly Assumption[];
  readonly until?: number;
}

/** What is not well once documents were applied. */
export function problemsOf(
  documents: readonly JsonObject[],
  { cluster = [], assumptions = [], until }: Given = {},
): readonly PreviewProblem[] {
  const { problemsNow, server } = preview({ registry, stages: [documents.map((value) => ({ value }))], cluster, assumptions, until });
  return problemsNow(networkView(server.cluster.store));
}

/** The same as trees of text: what is wrong, where, what is to be done, and what comes of it below. */
export const treesOf = (documents: readonly JsonObject[], given: Given = {}): string[] =>
  problemTrees(problemsOf(documents, given)).flatMap(rootText);

function rootText({ severity, cause, consequences }: ProblemTree): string[] {
  const { object, reason, places = [], remedy } = cause;
  return [
    `${severity === 'error' ? '✗' : '!'} ${objectText(object).trim()}: ${reason}`,
    ...places.map((place) => `  @ ${objectText(place.object)} ${pathText(place.path)}`),
    ...(remedy === undefined ? [] : [`  → ${remedy}`]),
    ...consequences.flatMap((each) => consequenceText(each, '  ')),
  ];
}

const consequenceText = ({ cause: { object, effect, message }, consequences }: ProblemTree, indent: string): string[] => [
  `${indent}${objectText(object)}: ${(effect ?? message).replace(/-[a-z0-9]{8,10}(?= )/g, '-…')}`,
  ...consequences.flatMap((each) => consequenceText(each, `${indent}  `)),
];

export const namespace = (name: string, labels: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});

export const container = (more: JsonObject = {}): JsonObject => ({ name: 'app', image: 'nginx:1', ...more });

/** A Deployment (or another kind) of pods labelled `app: NAME`. */
export const workload = (name: string, podSpec: JsonObject = {}, { kind = 'Deployment', ...spec }: JsonObject = {}): JsonObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: 'shop' },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [container()], ...podSpec } },
    ...(kind === 'StatefulSet' && { serviceName: name }),
    ...spec,
  },
});

export const service = (name: string, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { selector: { app: name }, ports: [{ port: 80 }], ...more },
});

export const node = (
  name: string,
  { labels = {}, spec = {}, status = {}, ...capacity }: Record<string, JsonObject | string> = {},
): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/hostname': name, ...(labels as JsonObject) } },
  spec,
  status: { capacity: { cpu: '4', memory: '8Gi', pods: '110', ...capacity }, ...(status as JsonObject) },
});

export const object = (apiVersion: string, kind: string, name: string, more: JsonObject = {}): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(NAMESPACED.has(kind) && { namespace: 'shop' }) },
  ...more,
});

const NAMESPACED = new Set([
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'PersistentVolumeClaim',
  'Secret',
  'ConfigMap',
  'Ingress',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'Job',
  'Pod',
]);
