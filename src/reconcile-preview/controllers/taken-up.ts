import type { Change } from '../../cluster/store.ts';
import { controllerOf } from './ownership.ts';

/** How many milliseconds two requests take, one after the other: a little longer than a client needs for its next document. */
export const TWO_REQUESTS = 25;

/**
 * How many milliseconds it takes until a new workload has its pods, where its controller writes something else before: ReplicaSets, ControllerRevisions.
 * Meanwhile a client goes on with its next document: a Pod that is written right behind a Deployment is there before the Deployment's pods are. Workloads that
 * belong to others are a controller's work themselves and are taken up at once.
 */
export const takenUpAfter = (change: Change): number => (isWrittenByUser(change) ? TWO_REQUESTS : 0);

/** The same for Jobs, whose pods are the first that their controller writes: those of a Deployment right before one are there sooner. */
export const jobTakenUpAfter = (change: Change): number => (isWrittenByUser(change) ? TWO_REQUESTS / 2 : 0);

const isWrittenByUser = ({ type, object }: Change): boolean => type === 'added' && !controllerOf(object);
