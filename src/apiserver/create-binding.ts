import { fieldErrorText } from '../model/field-error.ts';
import { aggregateText, goQuote } from '../model/go-text.ts';
import { pathSegmentProblems } from '../model/path-segment.ts';
import { badRequest, unclassifiedError, type Status } from '../model/status.ts';
import { mutate, validateByAdmission } from './admission-phase.ts';
import { assignPod } from './bind.ts';
import { failed, type MutableObject, type Outcome, type ServerContext, type Write } from './server-context.ts';

/** POST of `bindings`: the pod of the same name gets its node. The answer is a `Status`. Changes `object`. */
export function createBinding(server: ServerContext, write: Write, object: MutableObject): Outcome {
  const { namespace, dryRun } = write;
  const name = object.metadata.name ?? '';
  object.metadata.namespace = namespace;
  const refused =
    mutate(server, write, object, undefined) ??
    targetProblem(server, write, object) ??
    validateByAdmission(server, write, object, undefined) ??
    storedNameProblem(name);
  if (refused) return failed(refused);
  const bound = assignPod(server, { group: '', kind: 'Pod', namespace, name }, object, dryRun);
  return 'failure' in bound ? bound : CREATED;
}

/** What the server answers where it creates something without an object of its own. */
export const CREATED: Outcome = { code: 201, object: { apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Success', code: 201 } };

/** What is wrong with a target is said as errors that the server does not classify. */
function targetProblem({ rules }: ServerContext, { strategy }: Write, object: MutableObject): Status | undefined {
  const errors = strategy?.validate(object, rules) ?? [];
  return errors.length > 0 ? unclassifiedError(aggregateText(errors.map(fieldErrorText))) : undefined;
}

/** Why nothing can be stored under a name. */
export function storedNameProblem(name: string): Status | undefined {
  if (name === '') return badRequest('Name parameter required.');
  const problems = pathSegmentProblems(name);
  return problems.length > 0 ? badRequest(`Name parameter invalid: ${goQuote(name)}: ${problems.join(';')}`) : undefined;
}
