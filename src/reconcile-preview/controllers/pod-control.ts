import type { KubernetesObject } from '../../cluster/object.ts';
import type { PodSpec, PodTemplateSpec } from '../../model/kinds/core-v1.ts';
import type { ObjectMeta, OwnerReference } from '../../model/kinds/meta-v1.ts';
import type { Status } from '../../model/status.ts';
import { attempt, emit, pause, remove, type Work } from '../intent.ts';
import { objectKey, type Typed } from '../kind.ts';
import { POD } from '../kinds.ts';

/** The longest name that leaves room for a random end of five characters and its dash. */
const MAX_PREFIX = 253;

/** A pod to be created. */
export interface NewPod {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
}

/** A pod made from a template, to be named by the server: `web-6d4cf56db6-` and five characters. */
export function podFromTemplate(template: PodTemplateSpec | undefined, parent: KubernetesObject, owner: OwnerReference): NewPod {
  const { labels, annotations, finalizers } = template?.metadata ?? {};
  const prefix = `${parent.metadata.name ?? ''}-`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: prefix.length > MAX_PREFIX ? prefix.slice(0, -1) : prefix,
      namespace: parent.metadata.namespace ?? '',
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [owner],
    },
    spec: template?.spec ?? {},
  };
}

/** How many milliseconds it takes to create the pods of a batch, all at once. */
const BATCH_TIME = 10;

/**
 * Creates `count` pods in batches of 1, 2, 4 …, one after the other while others create theirs, and stops after the first batch with a refusal, so that a full quota is not asked over and over.
 * Answers the first refusal. A namespace that is going away is no failure.
 */
export function* createPods(count: number, parent: KubernetesObject, newPod: (index: number) => object): Work<Status | undefined> {
  let made = 0;
  for (let batch = Math.min(1, count); batch > 0; batch = Math.min(2 * batch, count - made)) {
    let failure: Status | undefined;
    for (let i = 0; i < batch; i++) {
      const refusal = yield* createPod(parent, newPod(made + i));
      failure ??= refusal;
    }
    if (failure) return failure;
    made += batch;
    if (made < count) yield* pause(BATCH_TIME);
  }
  return undefined;
}

/** Creates one pod and notes it as an event of its parent. Answers the refusal. */
export function* createPod(parent: KubernetesObject, pod: object): Work<Status | undefined> {
  const { object, refusal } = yield* attempt({
    type: 'create',
    object: pod,
    why: `${parent.kind} ${parent.metadata.name ?? ''} needs a pod`,
  });
  if (object) yield* emit('Normal', 'SuccessfulCreate', `Created pod: ${object.metadata.name ?? ''}`, parent);
  if (!refusal || refusal.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating')) return undefined;
  yield* emit('Warning', 'FailedCreate', `Error creating: ${refusal.message}`, parent);
  return refusal;
}

/** Deletes a pod gracefully and notes it as an event of its parent. Answers the refusal, in the words in which conditions have it. */
export function* deletePod(parent: KubernetesObject, pod: Typed<unknown>, why: string): Work<Status | undefined> {
  const { refusal } = yield* remove(objectKey(POD, pod), {}, why);
  if (!refusal) {
    yield* emit('Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name ?? ''}`, parent);
    return undefined;
  }
  yield* emit('Warning', 'FailedDelete', `Error deleting: ${refusal.message}`, parent);
  return { ...refusal, message: `unable to delete pods: ${refusal.message}` };
}
