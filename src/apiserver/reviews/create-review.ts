import { mutate, validateByAdmission } from '../admission-phase.ts';
import type { FieldError } from '../../model/field-error.ts';
import { invalidStatus, type Status } from '../../model/status.ts';
import { inWordsOf } from '../../validate/shared/wording.ts';
import { failed, type MutableObject, type Outcome, type ServerContext, type Write } from '../server-context.ts';
import { answerReview, reviewProblem } from './answer-review.ts';

/** POST of a kind that is answered at once and never stored. Changes `object`. */
export function createReview(server: ServerContext, write: Write, object: MutableObject): Outcome {
  const { metadata } = object;
  delete metadata.creationTimestamp;
  delete metadata.uid;
  delete metadata.managedFields;
  if (write.namespace === '') delete metadata.namespace;
  else metadata.namespace = write.namespace;
  const denied = mutate(server, write, object, undefined);
  if (denied) return failed(denied);
  const errors = write.strategy?.validate(object, server.rules) ?? [];
  const refused =
    reviewProblem(write, object) ??
    invalidReview(write, inWordsOf(server.rules.release, errors)) ??
    validateByAdmission(server, write, object, undefined);
  if (refused) return failed(refused);
  answerReview(server, write, object);
  return { code: 201, object };
}

/** 422. Reviews are told without their kind, as the server has lost it by then. */
const invalidReview = ({ resource }: Write, errors: readonly FieldError[]): Status | undefined =>
  errors.length > 0 ? invalidStatus({ group: resource.gvk.group, kind: '' }, '', errors) : undefined;
