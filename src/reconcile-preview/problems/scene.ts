import type { Answer } from '../../apiserver/api-server.ts';
import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Pod, PodTemplateSpec } from '../../model/kinds/core-v1.ts';
import type { Release } from '../../schema/release.ts';
import type { Assumption } from '../assumption.ts';
import type { Typed } from '../kind.ts';
import type { NetworkView } from '../network/network-view.ts';
import type { ObjectName } from '../network/finding.ts';
import type { Plugin } from '../scheduler/framework.ts';
import type { RecordedEvent } from '../timeline.ts';
import type { NodesNeeded } from '../what-if/nodes-needed.ts';

/** A document that was not taken, and what was said of it. */
export interface RefusedDocument {
  readonly value: JsonObject;
  readonly answer: Exclude<Answer, { readonly verdict: 'accepted' }>;
}

/** A cluster at rest as far as problems are looked for in it. */
export interface ProblemScene {
  readonly view: ReadView;
  readonly release: Release;
  /** Virtual milliseconds since the epoch. */
  readonly now: number;
  readonly events: readonly RecordedEvent[];
  readonly network: NetworkView;
  /** Whether an object came of what was applied, rather than being there before. */
  isResult(object: ObjectName): boolean;
  /** What was applied, as the server took it. */
  readonly applied: readonly KubernetesObject[];
  readonly refused: readonly RefusedDocument[];
  /** What was assumed of a pod. */
  assumptionOf(pod: Typed<Pod>): Assumption | undefined;
  /** Whether the machine of a node is gone. */
  isLost(nodeName: string): boolean;
  /** The plugins by which the pods of a scheduler's name are placed; undefined where there is no such scheduler. */
  pluginsOf(schedulerName: string): readonly Plugin[] | undefined;
  /** What the API server says to one more pod that an object makes from a template; nothing comes of it. */
  tryPod(creator: KubernetesObject, template: PodTemplateSpec, options?: { readonly withoutQuotas?: boolean }): Answer;
  /** How many more nodes would take in pods without one; undefined where that is too much to find out. */
  moreNodes(): NodesNeeded | undefined;
}
