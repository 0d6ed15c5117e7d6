import type { ReadView } from '../../../src/cluster/store.ts';
import { preview } from '../../../src/reconcile-preview/preview.ts';
import { loadSchemas } from '../../../src/schema/load.ts';
import { readDocuments } from '../../../src/yaml/read-documents.ts';

/** The objects of a cluster that manifests were applied to, at rest. Refused documents are a mistake of the test. */
export function atRest(yaml: string): ReadView {
  const documents = readDocuments('test.yaml', yaml).flatMap(({ value, error }) => {
    if (!value) throw new Error(error);
    return { value };
  });
  const { stages, server } = preview({ registry: loadSchemas('1.37'), stages: [documents] });
  for (const { answer } of stages.flatMap(({ answers }) => answers)) {
    if (answer.verdict !== 'accepted') throw new Error(answer.verdict === 'rejected' ? answer.status.message : answer.error);
  }
  return server.cluster.store;
}

/** Nodes `name` of zones, as `a1: a`. */
export const nodes = (zones: Readonly<Record<string, string>>): string =>
  Object.entries(zones)
    .map(
      ([name, zone]) =>
        `apiVersion: v1\nkind: Node\nmetadata: {name: ${name}, labels: {topology.kubernetes.io/zone: ${zone}, kubernetes.io/hostname: ${name}}}\nstatus: {capacity: {cpu: 4, memory: 8Gi, pods: 110}}\n---\n`,
    )
    .join('');

interface PodOptions {
  readonly app?: string;
  readonly namespace?: string;
  readonly node?: string;
  /** YAML of `ports`. */
  readonly ports?: string;
  readonly annotations?: string;
  /** More of `spec`, in flow style. */
  readonly spec?: string;
}

/** A pod with label `app`. */
export const pod = (
  name: string,
  {
    app = name,
    namespace = 'default',
    node,
    ports = '[{name: http, containerPort: 8080}]',
    annotations = '{}',
    spec = '',
  }: PodOptions = {},
): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${namespace}, labels: {app: ${app}}, annotations: ${annotations}}\nspec: {${node === undefined ? '' : `nodeName: ${node}, `}${spec === '' ? '' : `${spec}, `}containers: [{name: main, image: 'web:1', ports: ${ports}}]}\n---\n`;

/** A Service; `spec` in flow style. */
export const service = (name: string, spec: string, { namespace = 'default', labels = '{}' } = {}): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: ${namespace}, labels: ${labels}}\nspec: ${spec}\n---\n`;

export const namespace = (name: string, labels = '{}'): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: ${labels}}\n---\n`;

/** A NetworkPolicy; `spec` in flow style. */
export const policy = (name: string, spec: string, ns = 'default'): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: ${ns}}\nspec: ${spec}\n---\n`;

/** An Ingress; `spec` in flow style. */
export const ingress = (name: string, spec: string, annotations = '{}'): string =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: ${name}, annotations: ${annotations}}\nspec: ${spec}\n---\n`;
