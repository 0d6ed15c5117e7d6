import { joined, type FieldPath } from '../../../model/field-path.ts';
import type { Blame } from '../../plugin.ts';
import type { PodLike } from './check.ts';
import { culpritsOf } from './culprits.ts';
import { checksOf, violationText } from './evaluate.ts';
import type { LevelVersion } from './policy.ts';

/** The fields by which a pod violates a level, check by check. `at` is where the pod stands in the object of the request. */
export const blameOf =
  (level: LevelVersion, pod: PodLike, at: FieldPath, newest: number): Blame =>
  () =>
    checksOf(level, newest).flatMap((applying) =>
      culpritsOf(applying, pod).map(({ path, violation }) => ({ path: joined(at, path), objection: violationText([violation]) })),
    );
