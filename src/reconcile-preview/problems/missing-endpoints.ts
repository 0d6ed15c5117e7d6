import { child, fieldPath, index, key } from '../../model/field-path.ts';
import type { KubernetesObject } from '../../cluster/object.ts';
import { isObject, own, type JsonObject } from '../../model/json.ts';
import { matchesLabels } from '../../model/label-selector.ts';
import type { Service } from '../../model/kinds/core-v1.ts';
import { metadataText } from '../../apiserver/find-resource.ts';
import { closest } from '../../text/closest.ts';
import { getObject, listObjects, type Typed } from '../kind.ts';
import { CRON_JOB, DAEMON_SET, DEPLOYMENT, JOB, POD, REPLICATION_CONTROLLER, REPLICA_SET, SERVICE, STATEFUL_SET } from '../kinds.ts';
import { objectName, objectText, type NetworkFinding } from '../network/finding.ts';
import { refusedDocument } from './missing-object.ts';
import type { WorkloadProblem } from './pod-problems.ts';
import type { Cause, ProblemPlace } from './problem.ts';
import type { ProblemScene } from './scene.ts';
import { templateOf, workloadOf, type Unwell } from './workloads.ts';

type Labels = Readonly<Record<string, string>>;

const WORKLOADS = [DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET, REPLICATION_CONTROLLER, JOB, CRON_JOB];

/** What is behind a Service without endpoints: pods that are not well, workloads that do not run any, documents that were refused, or labels that do not agree. */
export function missingEndpoints(
  { object, reason, message }: NetworkFinding,
  workloads: readonly WorkloadProblem[],
  scene: ProblemScene,
): Unwell {
  const { view } = scene;
  const service = getObject(view, SERVICE, object.namespace, object.name);
  if (!service) return { causes: [] };
  const selector = service.spec?.selector ?? {};
  switch (reason) {
    case 'PodsNotStarted':
    case 'PodsNotReady':
    case 'PodsEnded': {
      const pods = listObjects(view, POD, object.namespace).filter(({ metadata }) => matchesLabels(selector, metadata.labels));
      return { causes: problemsOf(new Set(pods.map((pod) => uidOf(workloadOf(pod, view)))), workloads) };
    }
    case 'NoPodsSelected':
      return noPodsSelected(service, selector, workloads, scene);
    case 'TargetPortNotFound':
      return targetPort(service, message, scene);
    case 'NoLocalEndpoints': {
      const field = message.includes('internalTrafficPolicy') ? 'internalTrafficPolicy' : 'externalTrafficPolicy';
      return {
        causes: [],
        places: [{ object, path: fieldPath('spec', field) }],
        remedy: `set spec.${field} of ${objectText(object)} to Cluster, or run a pod on each node (DaemonSet)`,
      };
    }
    default:
      return { causes: [], places: [{ object, path: fieldPath('spec', 'selector') }] };
  }
}

const uidOf = ({ metadata }: KubernetesObject): string => metadata.uid ?? '';

/** What keeps workloads from having pods that are ready, not what follows from it. */
const problemsOf = (uids: ReadonlySet<string>, workloads: readonly WorkloadProblem[]): WorkloadProblem[] =>
  workloads.filter(({ workload, severity }) => uids.has(uidOf(workload)) && severity === 'error');

function noPodsSelected(service: Typed<Service>, selector: Labels, problems: readonly WorkloadProblem[], scene: ProblemScene): Unwell {
  const { namespace = '' } = service.metadata;
  const all = WORKLOADS.flatMap((kind): readonly KubernetesObject[] => scene.view.list(kind, namespace));
  const meant = all.filter((workload) => matchesLabels(selector, templateOf(workload)?.metadata?.labels));
  const causes: Cause[] = problemsOf(new Set(meant.map((workload) => uidOf(workloadOf(workload, scene.view)))), problems);
  if (causes.length > 0) return { causes };
  const idle = meant.find((workload) => isObject(workload.spec) && workload.spec.replicas === 0);
  if (idle) return { causes: [noReplicas(idle)] };
  const refused = scene.refused.find(({ value }) => isInNamespace(value, namespace) && matchesLabels(selector, labelsOf(value)));
  if (refused) return { causes: [refusedDocument(refused)] };
  const path = fieldPath('spec', 'selector');
  const known = all.map((workload) => ({ workload, labels: templateOf(workload)?.metadata?.labels ?? {} }));
  const [first] = Object.entries(selector).filter(([name, value]) => !known.some(({ labels }) => labels[name] === value));
  const at: ProblemPlace = { object: objectName(service), path: first ? key(path, first[0]) : path };
  if (!first) return { causes: [], places: [at] };
  const [name, value] = first;
  const near = closest(
    `${name}=${value}`,
    known.flatMap(({ labels }) => Object.entries(labels).map((pair) => pair.join('='))),
  );
  const holder = known.find(({ labels }) => Object.entries(labels).some((pair) => pair.join('=') === near));
  return {
    causes: [],
    places: [at],
    remedy:
      near !== undefined && holder
        ? `select ${near}, as pods of ${objectText(objectName(holder.workload))} are labelled, in ${objectText(objectName(service))}`
        : `apply a workload whose pods are labelled ${name}=${value}, or select labels that pods have`,
  };
}

function noReplicas(workload: KubernetesObject): Cause {
  const object = objectName(workload);
  return {
    object,
    reason: 'NoReplicas',
    message: 'it runs no pods: spec.replicas is 0.',
    effect: 'runs no pods',
    places: [{ object, path: fieldPath('spec', 'replicas') }],
    remedy: `kubectl scale ${object.kind.toLowerCase()}/${object.name} --replicas=1 -n ${object.namespace}`,
    causes: [],
  };
}

const isInNamespace = (value: JsonObject, namespace: string): boolean => (metadataText(value, 'namespace') || 'default') === namespace;

/** The labels of a document's pods, as far as it can be read. */
function labelsOf(value: JsonObject): Record<string, string> {
  const spec = isObject(value.spec) ? value.spec : {};
  const template = value.kind === 'Pod' ? value : own(spec, 'template');
  const metadata = isObject(template) ? own(template, 'metadata') : undefined;
  const labels = isObject(metadata) ? own(metadata, 'labels') : undefined;
  return isObject(labels) ? Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, String(label)])) : {};
}

/** A port by a name that no container of the pods has. */
function targetPort(service: Typed<Service>, message: string, { view }: ProblemScene): Unwell {
  const ports = service.spec?.ports ?? [];
  const i = ports.findIndex(({ targetPort: target }) => message.includes(`named "${target ?? ''}"`));
  const pods = listObjects(view, POD, service.metadata.namespace).filter(({ metadata }) =>
    matchesLabels(service.spec?.selector ?? {}, metadata.labels),
  );
  const declared = [
    ...new Set(
      pods
        .flatMap(({ spec }) => (spec?.containers ?? []).flatMap((each) => each.ports ?? []))
        .map(({ name, containerPort }) => name ?? String(containerPort ?? '')),
    ),
  ];
  const [pod] = pods;
  const workload = pod && objectText(objectName(workloadOf(pod, view)));
  const wanted = String(ports[i]?.targetPort ?? '');
  const choose = declared.length > 0 ? `set targetPort to ${declared.join(' or ')}, or ` : '';
  return {
    causes: [],
    places: [{ object: objectName(service), path: child(index(fieldPath('spec', 'ports'), Math.max(0, i)), 'targetPort') }],
    remedy: `${choose}name a container port of ${workload ?? 'its pods'} ${wanted}`,
  };
}
