import type { Answer, ApiServer, WriteOptions } from '../apiserver/api-server.ts';
import { createApiServer } from '../apiserver/create-api-server.ts';
import type { ControlPlaneOptions } from '../apiserver/create-control-plane.ts';
import { defineCustomResource } from '../apiserver/define-custom-resource.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { JsonObject } from '../model/json.ts';
import type { SchedulerSetup } from '../model/scheduler-configuration.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { applyDocument, identityOf, isListed, REQUEST_TIME } from './applied.ts';
import { applyOrder } from './apply-order.ts';
import type { Assumption } from './assumption.ts';
import { createComponents } from './components.ts';
import { createEngine, type Engine, type Pending, type RunResult } from './engine.ts';
import { LIMIT } from './limit.ts';
import type { NetworkView } from './network/network-view.ts';
import { findProblems } from './problems/find-problems.ts';
import { previewScene } from './problems/preview-scene.ts';
import type { PreviewProblem } from './problems/problem.ts';
import { latestTime } from './latest-time.ts';
import { restoreObject } from './restore.ts';
import type { GivenMetric } from './metrics.ts';
import { NODE_PAUSE, startedCluster } from './started-cluster.ts';
import type { Timeline } from './timeline.ts';
import { createWorld, type SimulatedWorld } from './world.ts';

/** A readable document; what else the caller keeps in it comes back with the answer. */
export interface PreviewDocument {
  readonly value: JsonObject;
}

export interface PreviewOptions<D extends PreviewDocument> {
  readonly registry: SchemaRegistry;
  /** Applied one after the other, each once the cluster rests: a change is previewed as what was there before and what comes. */
  readonly stages: readonly (readonly D[])[];
  /** Nodes and objects that exist already. Without a Node among them there are three workers. */
  readonly cluster?: readonly JsonObject[];
  /** Admission plugins, where they are not as by default. */
  readonly admission?: ControlPlaneOptions['admission'];
  /** How the scheduler is set up, where it is not as by default. */
  readonly scheduler?: SchedulerSetup | undefined;
  readonly onCall?: ControlPlaneOptions['onCall'];
  /** Documents are applied in the order given rather than in one in which they can be. */
  readonly asGiven?: boolean;
  /** CRDs that exist already. */
  readonly crds?: readonly JsonObject[];
  /** Who applies the last stage; all else an administrator does. */
  readonly user?: WriteOptions['user'] | undefined;
  /** What becomes of containers, where they do not simply run. */
  readonly assumptions?: readonly Assumption[];
  /** What metrics APIs answer; without any there are no such APIs. */
  readonly metrics?: readonly GivenMetric[];
  /** Let the cluster work for so many milliseconds after the last stage, also at what only recurs by the clock; without it until it rests, at most `LIMIT`. */
  readonly until?: number | undefined;
}

export interface PreviewStage<D extends PreviewDocument> {
  /** What the API server said, in the order of application. */
  readonly answers: readonly { readonly document: D; readonly answer: Answer }[];
  /** Whether the cluster came to rest. */
  readonly settled: boolean;
  /** Index of the stage's first entry in the timeline. */
  readonly firstEntry: number;
  /** All objects but those that were there before any stage. */
  readonly objects: readonly KubernetesObject[];
}

/** How a preview ended. Times are milliseconds since its last stage began. */
export interface PreviewEnd extends Pick<RunResult, 'settled' | 'stoppedBy'> {
  readonly at: number;
  /** What was left to do then, the earliest first. Of a cluster that rests it is what only recurs by the clock. */
  readonly next: readonly Pending[];
}

export interface Preview<D extends PreviewDocument> {
  readonly server: ApiServer;
  /** The simulated cluster, to go on with. */
  readonly engine: Engine;
  readonly world: SimulatedWorld;
  /** A copy of the cluster as it is then, to go on by itself. */
  readonly fork: () => Engine;
  readonly stages: readonly PreviewStage<D>[];
  readonly timeline: Timeline;
  /** What is not well in the cluster as it is by then, `network` being its own. Remedies may take copies of the cluster that go on. */
  readonly problemsNow: (network: NetworkView, options?: { readonly withoutRemedies?: boolean }) => readonly PreviewProblem[];
  /** Whether the three workers were taken because nobody brought nodes. */
  readonly defaultNodes: boolean;
  /** Objects of `cluster` that could not be taken over, and why. */
  readonly leftOut: readonly { readonly value: JsonObject; readonly reason: string }[];
  /** How many pods each assumption was about. */
  readonly assumed: readonly number[];
  readonly end: PreviewEnd;
}

/** What comes of manifests: applied in a sensible order to a simulated cluster that then works until it rests. */
export function preview<D extends PreviewDocument>({
  registry,
  stages,
  cluster = [],
  crds = [],
  user,
  admission = {},
  scheduler,
  onCall,
  asGiven = false,
  assumptions = [],
  metrics = [],
  until,
}: PreviewOptions<D>): Preview<D> {
  const defaultNodes = ![...cluster, ...stages.flat().map(({ value }) => value)].some(({ kind }) => kind === 'Node');
  const world = createWorld(assumptions, metrics);
  const components = createComponents(scheduler, world);
  const engine = startedCluster({ registry, admission, onCall, components, hasDefaultNodes: defaultNodes });
  const { server } = engine;
  for (const crd of crds) defineCustomResource(server.cluster, registry, crd);
  const { clock } = server.cluster;
  clock.advance(Math.max(0, (latestTime(cluster) ?? clock.now) - clock.now));
  const leftOut = engine.act('cluster', () =>
    applyOrder(cluster.map((value) => ({ value }))).flatMap(({ value }) => {
      const reason = restoreObject(server, value);
      return reason === undefined ? [] : [{ value, reason }];
    }),
  );
  if (cluster.length > 0) engine.run({ quietFor: NODE_PAUSE, limit: LIMIT });
  const known = new Set(server.cluster.store.all().map(identityOf));
  const applied = new Map<string, JsonObject>();
  let begun = server.cluster.clock.now;
  let end: RunResult = { settled: true, turns: 0 };
  const results = stages.map((documents, i): PreviewStage<D> => {
    const isLast = i === stages.length - 1;
    begun = server.cluster.clock.now;
    const firstEntry = engine.timeline.entries.length;
    const answers = applyAll(engine, asGiven ? documents : applyOrder(documents), applied, isLast ? user : undefined);
    end = engine.run(
      isLast && until !== undefined ? { limit: begun + until - server.cluster.clock.now, recurring: true } : { limit: LIMIT },
    );
    const objects = server.cluster.store.all().filter((object) => !known.has(identityOf(object)) && isListed(object));
    return { answers, settled: end.settled, firstEntry, objects };
  });
  const fork = (): Engine =>
    createEngine(createApiServer({ cluster: server.cluster.fork(), registry, admission }), createComponents(scheduler, world));
  return {
    server,
    engine,
    world,
    fork,
    stages: results,
    timeline: engine.timeline,
    problemsNow: (network, { withoutRemedies = false } = {}) =>
      findProblems(
        previewScene({ engine, world, stage: results.at(-1), network, admission, scheduler, ...(!withoutRemedies && { fork }) }),
      ),
    defaultNodes,
    leftOut,
    assumed: world.counts(),
    end: endOf(engine, end, begun),
  };
}

function applyAll<D extends PreviewDocument>(
  engine: Engine,
  documents: readonly D[],
  applied: Map<string, JsonObject>,
  user: WriteOptions['user'],
): PreviewStage<D>['answers'] {
  return documents.map((document) => {
    const { value } = document;
    const answer = engine.act('kubectl', (server) => applyDocument(server, value, applied, { user }));
    engine.run(value.kind === 'Node' ? { quietFor: NODE_PAUSE, limit: LIMIT } : { quietFor: REQUEST_TIME, limit: REQUEST_TIME });
    return { document, answer };
  });
}

function endOf(engine: Engine, { settled, stoppedBy }: RunResult, begun: number): PreviewEnd {
  return {
    settled,
    ...(stoppedBy && { stoppedBy }),
    at: engine.server.cluster.clock.now - begun,
    next: engine.pending().map((pending) => ({ ...pending, at: pending.at - begun })),
  };
}
