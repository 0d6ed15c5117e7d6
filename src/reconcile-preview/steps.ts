import type { ApiServer } from '../apiserver/api-server.ts';
import { createControlPlane, type ControlPlaneOptions } from '../apiserver/create-control-plane.ts';
import { findResource, resourcesOfKind } from '../apiserver/find-resource.ts';
import { printObject } from '../apiserver/print-object.ts';
import { verdictLine, type VerdictLine } from '../apiserver/verdict.ts';
import { groupKindOf } from '../cluster/create-store.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { ReadView } from '../cluster/store.ts';
import { parseApiVersion } from '../model/group-version-kind.ts';
import { invariant } from '../model/invariant.ts';
import { compareText, own, type JsonObject } from '../model/json.ts';
import type { SchedulerSetup } from '../model/scheduler-configuration.ts';
import { compareKubeAwareVersions } from '../schema/crd/kube-aware-version.ts';
import type { Resource, SchemaRegistry } from '../schema/registry.ts';
import type { Release } from '../schema/release.ts';
import { applyDocument, identityOf, isListed, REQUEST_TIME } from './applied.ts';
import { createComponents } from './components.ts';
import { Discovery } from './discovery.ts';
import { createEngine, type Engine } from './engine.ts';
import { isNews } from './story.ts';
import { stateNote, type TimelineEntry } from './timeline.ts';

/** A document of a step, as it was read. */
export interface StepDocument {
  /** Which part of its file. */
  readonly index: number;
  readonly value?: JsonObject;
  /** Why it cannot be read. */
  readonly error?: string;
  /** What strict reading objects to. */
  readonly strictError?: string;
}

export interface Step {
  /** Name of the file without its folder. */
  readonly file: string;
  readonly documents: readonly StepDocument[];
}

/** A write in a few words; `at` is in seconds since the step began. */
export interface StepChange {
  readonly at: number;
  readonly type: TimelineEntry['type'];
  readonly kind: string;
  readonly name: string;
  readonly note?: string;
}

export interface StepResult {
  readonly file: string;
  readonly verdicts: readonly VerdictLine[];
  readonly settled: boolean;
  /** All objects but those that every cluster has, as the API server prints them. */
  readonly objects: readonly JsonObject[];
  readonly changes: readonly StepChange[];
}

export interface StepsResult {
  readonly kubernetes: string;
  readonly steps: readonly StepResult[];
}

/** The patch release whose behaviour each release has. */
const PATCH: Readonly<Record<Release, number>> = { '1.34': 4, '1.35': 4, '1.36': 3, '1.37': 2 };

/** A step is over when nothing was written for this long, or after the limit; in virtual milliseconds. A failed Job waits 10 s before it tries again. */
const QUIET = 15_000;
const LIMIT = 120_000;
/** How long nobody does anything between two steps where nothing is going to happen. */
const STEP_PAUSE = 3000;
/** How long a new control plane is left to itself before anything is asked of it. */
const START_PAUSE = 1000;
/** How long the scheduler needs to take note of new nodes. */
const NODE_PAUSE = 500;

export interface StepsOptions {
  /** Nodes that are there before the steps. */
  readonly nodes?: readonly JsonObject[];
  /** Admission plugins, where they are not as by default. */
  readonly admission?: ControlPlaneOptions['admission'];
  /** How the scheduler is set up, where it is not as by default. */
  readonly scheduler?: SchedulerSetup | undefined;
}

/**
 * Applies steps one after the other to a new cluster, the documents of each in the order given as `kubectl apply` does, each step once the cluster has
 * settled. Nodes are objects of the steps; what follows them waits until they are ready. `nodes` are there before and are not listed.
 */
export function previewSteps(
  steps: readonly Step[],
  registry: SchemaRegistry,
  { nodes = [], admission = {}, scheduler }: StepsOptions = {},
): StepsResult {
  const server = createControlPlane({ registry, admission });
  const engine = createEngine(server, createComponents(scheduler));
  for (const node of nodes) server.create(node);
  engine.run({ quietFor: START_PAUSE });
  const hidden = new Set(server.cluster.store.all().map(identityOf));
  const client: Client = { applied: new Map(), discovery: new Discovery() };
  return {
    kubernetes: `v${registry.release}.${PATCH[registry.release]}`,
    steps: steps.map(({ file, documents }) => {
      const begun = server.cluster.clock.now;
      const known = engine.timeline.entries.length;
      const verdicts = documents.map((document, i) => {
        const verdict = submit(engine, file, document, client);
        engine.run(isLastNode(documents, i) ? { quietFor: NODE_PAUSE, limit: LIMIT } : { quietFor: REQUEST_TIME, limit: REQUEST_TIME });
        return verdict;
      });
      const { settled } = engine.run({ quietFor: QUIET, pause: STEP_PAUSE, limit: LIMIT });
      const changes = engine.timeline.entries.slice(known).filter(isNews);
      return { file, verdicts, settled, objects: snapshot(server, hidden), changes: changes.map((entry) => changeOf(entry, begun)) };
    }),
  };
}

const isLastNode = (documents: readonly StepDocument[], i: number): boolean => isNode(documents[i]) && !isNode(documents[i + 1]);

const isNode = (document: StepDocument | undefined): boolean => document?.value !== undefined && own(document.value, 'kind') === 'Node';

/** What the client that applies documents remembers and knows. */
interface Client {
  readonly applied: Map<string, JsonObject>;
  readonly discovery: Discovery;
}

function submit(engine: Engine, source: string, document: StepDocument, { applied, discovery }: Client): VerdictLine {
  const { index, value, error, strictError } = document;
  const problem = error ?? strictError;
  const judged = { source, index, ...(value && { value }), ...(problem !== undefined && { error: problem }) };
  const answer =
    value && strictError === undefined
      ? (discovery.refusal(value, engine.server) ??
        engine.act('kubectl', (server) => applyDocument(server, value, applied, { postsFirst: true })))
      : undefined;
  if (value && answer?.verdict === 'accepted') discovery.note(answer.object, engine.server);
  return verdictLine(judged, answer, { object: false, registry: engine.server.registry });
}

function snapshot({ cluster, registry }: ApiServer, hidden: ReadonlySet<string>): JsonObject[] {
  return cluster.store
    .all()
    .filter((object) => !hidden.has(identityOf(object)) && isListed(object))
    .sort((a, b) => compareText(identityOf(a), identityOf(b)))
    .map((object) => {
      const { group = '', version = '' } = parseApiVersion(object.apiVersion) ?? {};
      const route = findResource({ group, version, kind: object.kind }, registry, cluster.store);
      invariant(route, `stored object of unknown kind ${object.kind}`);
      return route.custom ? printCustomObject(object, registry, cluster.store) : printObject(registry, route.resource, object);
    });
}

/** A custom resource in the version that clients prefer of those that are served. */
function printCustomObject(object: KubernetesObject, registry: SchemaRegistry, view: ReadView): JsonObject {
  const versionOf = ({ resource }: { readonly resource: Resource }): string => resource.gvk.version;
  const routes = resourcesOfKind(groupKindOf(object), registry, view);
  const [preferred] = [...routes].sort((a, b) => compareKubeAwareVersions(versionOf(b), versionOf(a)));
  invariant(preferred, `stored object of unknown kind ${object.kind}`);
  const { group, version } = preferred.resource.gvk;
  return printObject(registry, preferred.resource, { ...object, apiVersion: `${group}/${version}` });
}

function changeOf({ at, type, object }: TimelineEntry, begun: number): StepChange {
  const { namespace, name = '' } = object.metadata;
  const note = stateNote(object);
  return { at: (at - begun) / 1000, type, kind: object.kind, name: namespace ? `${namespace}/${name}` : name, ...(note && { note }) };
}
