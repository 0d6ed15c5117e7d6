import type { Denial } from '../admission/plugin.ts';
import { assertNever } from '../model/invariant.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';
import { forbiddenStatus, internalServerError, invalidStatus, notFoundStatus, unclassifiedError, type Status } from '../model/status.ts';
import type { Resource } from '../schema/registry.ts';
import { groupResourceOf } from './server-context.ts';

/** A plugin's refusal as the server answers it. Before a name is generated, messages show the base, or `Unknown` where there is none either. */
export function denialStatus(denial: Denial, resource: Resource, metadata: Readonly<ObjectMeta>): Status {
  const name = metadata.name || metadata.generateName || 'Unknown';
  switch (denial.kind) {
    case 'forbidden': {
      const status = forbiddenStatus(groupResourceOf(resource), name, denial.message);
      return denial.causes ? { ...status, details: { ...status.details, causes: denial.causes } } : status;
    }
    case 'invalid':
      return invalidStatus(resource.gvk, metadata.name ?? '', denial.errors);
    case 'not-found':
      return notFoundStatus(denial.resource, denial.name);
    case 'internal':
      return internalServerError(denial.message);
    case 'unclassified':
      return unclassifiedError(denial.message);
    case 'policy': {
      const status = forbiddenStatus(groupResourceOf(resource), name, denial.message);
      const { reason, code, causes } = denial;
      const message = denial.isWholeText ? denial.message : status.message;
      return { ...status, message, reason, code, details: { ...status.details, causes } };
    }
    default:
      return assertNever(denial);
  }
}
