import type { Answer } from '../../apiserver/api-server.ts';
import { createApiServer, type ApiServerOptions } from '../../apiserver/create-api-server.ts';
import type { KubernetesObject } from '../../cluster/object.ts';
import type { JsonObject } from '../../model/json.ts';
import type { PodTemplateSpec } from '../../model/kinds/core-v1.ts';
import type { SchedulerSetup } from '../../model/scheduler-configuration.ts';
import { podFromTemplate } from '../controllers/pod-control.ts';
import { controllerReference } from '../controllers/ownership.ts';
import type { Engine } from '../engine.ts';
import { kindOf, listObjects, objectKey } from '../kind.ts';
import { POD, RESOURCE_QUOTA } from '../kinds.ts';
import { objectName, objectText } from '../network/finding.ts';
import type { NetworkView } from '../network/network-view.ts';
import { profilesOf } from '../scheduler/profiles.ts';
import { SCHEDULER_NAME } from '../scheduler/pod-writes.ts';
import { bestNodes } from '../what-if/best-nodes.ts';
import { nodesForEqualPods } from '../what-if/nodes-for-equal-pods.ts';
import { isUnplaced } from '../what-if/pod-moves.ts';
import { requestUser } from '../request-user.ts';
import type { SimulatedWorld } from '../world.ts';
import type { ProblemScene } from './scene.ts';

export interface PreviewSceneOptions {
  readonly engine: Engine;
  readonly world: SimulatedWorld;
  /** What was applied last. */
  readonly stage:
    | {
        readonly objects: readonly KubernetesObject[];
        readonly answers: readonly { readonly document: { readonly value: JsonObject }; readonly answer: Answer }[];
      }
    | undefined;
  readonly network: NetworkView;
  readonly admission: NonNullable<ApiServerOptions['admission']>;
  readonly scheduler?: SchedulerSetup | undefined;
  /** Copies of the cluster that go on; without them nobody counts nodes that are missing. */
  readonly fork?: () => Engine;
}

/** Of more objects, or more pods without a node, nobody tries how many nodes it would take: it is counted where pods are alike. */
const MOST_OBJECTS = 5000;
const MOST_PENDING = 200;

/** The cluster of a preview as problems are looked for in it. */
export function previewScene({ engine, world, stage, network, admission, scheduler, fork }: PreviewSceneOptions): ProblemScene {
  const { cluster, registry } = engine.server;
  const { store: view, clock } = cluster;
  const results = new Set((stage?.objects ?? []).map((object) => objectText(objectName(object))));
  const profiles = profilesOf(scheduler, registry.release);
  return {
    view,
    release: registry.release,
    now: clock.now,
    events: engine.timeline.events,
    network,
    isResult: (object) => results.has(objectText(object)),
    applied: (stage?.answers ?? []).flatMap(({ answer }) => (answer.verdict === 'accepted' ? [answer.object] : [])),
    refused: (stage?.answers ?? []).flatMap(({ document: { value }, answer }) =>
      answer.verdict === 'accepted' ? [] : [{ value, answer }],
    ),
    assumptionOf: (pod) => world.assumptionOf(pod, view),
    isLost: (nodeName) => world.isLost(nodeName),
    pluginsOf: (name) => profiles.get(name || SCHEDULER_NAME)?.plugins,
    tryPod(creator, template, { withoutQuotas = false } = {}) {
      const copy = cluster.fork();
      const server = createApiServer({ cluster: copy, registry, admission });
      const quotas = withoutQuotas ? listObjects(view, RESOURCE_QUOTA, creator.metadata.namespace) : [];
      for (const quota of quotas) copy.store.remove(objectKey(RESOURCE_QUOTA, quota));
      const object = newPod(creator, template);
      const user = requestUser(`${creator.kind.toLowerCase()}-controller`, { type: 'create', object }, view);
      return server.create(object, { dryRun: true, isTrusted: true, user });
    },
    moreNodes: once(() => {
      const pending = listObjects(view, POD).filter(isUnplaced).length;
      if (!fork) return undefined;
      const isLarge = pending > MOST_PENDING || view.all().length > MOST_OBJECTS;
      return isLarge ? nodesForEqualPods(view, (name) => world.isLost(name)) : bestNodes(view, world, fork);
    }),
  };
}

const newPod = (creator: KubernetesObject, template: PodTemplateSpec): JsonObject =>
  body(podFromTemplate(template, creator, controllerReference(creator, kindOf(creator.apiVersion, creator.kind))));

// Objects of the generated types are JSON; only their optional fields differ for the compiler.
const body = (object: object): JsonObject => object as JsonObject;

function once<T>(answer: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: answer() }).value;
}
