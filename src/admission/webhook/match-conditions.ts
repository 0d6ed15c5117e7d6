import { compileExpression, evaluate, isProgram } from '../../schema/cel/compile.ts';
import { policyEnvironment } from '../../schema/cel/policy-environment.ts';
import type { Value } from '../../schema/cel/value.ts';
import { encode } from '../../schema/encode.ts';
import type { AdmissionContext, AdmissionRequest } from '../plugin.ts';
import { plainValue } from './plain-value.ts';
import type { Webhook } from './webhook.ts';

/**
 * Whether a webhook's conditions let it be called: `unclear` where an expression asks for rights, which nobody knows here, and an error when none says no and
 * some fail.
 */
export function asksMatchConditions(
  { matchConditions = [] }: Webhook,
  request: AdmissionRequest,
  context: AdmissionContext,
): boolean | 'unclear' | { readonly error: string } {
  if (matchConditions.length === 0) return true;
  const environment = policyEnvironment(context.registry.release, 'stored', { hasAuthorizer: true });
  const variables = variablesOf(request, context);
  const errors: string[] = [];
  let isUnclear = false;
  for (const { expression = '' } of matchConditions) {
    if (/\bauthorizer\b/.test(expression)) {
      isUnclear = true;
      continue;
    }
    const program = compileExpression(expression, environment);
    if (!isProgram(program)) errors.push(`compilation error: ${program.errors}`);
    else {
      const { value, error } = evaluate(program, (name) => variables[name]);
      if (value === false) return false;
      if (error !== undefined) errors.push(`expression '${expression}' resulted in error: ${error}`);
    }
  }
  const [first] = errors;
  if (first !== undefined) return { error: errors.length === 1 ? first : `[${errors.join(', ')}]` };
  return isUnclear ? 'unclear' : true;
}

function variablesOf(request: AdmissionRequest, { registry }: AdmissionContext): Readonly<Record<string, Value>> {
  const { resource, object, old } = request;
  const shown = (value: object | undefined): Value =>
    value === undefined ? null : plainValue(resource.type === '' ? value : encode(registry, resource.type, value));
  return { object: shown(object), oldObject: shown(old), request: plainValue(requestOf(request)), namespaceObject: null };
}

/** The request as expressions see it. */
function requestOf({ gvk, resource, subresource, name, namespace, operation, user, dryRun }: AdmissionRequest): object {
  const kind = { group: gvk.group, version: gvk.version, kind: gvk.kind };
  const plural = { group: gvk.group, version: gvk.version, resource: resource.plural };
  const texts = { name, namespace, subResource: subresource, requestSubResource: subresource };
  return {
    kind,
    resource: plural,
    requestKind: kind,
    requestResource: plural,
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    operation,
    userInfo: {
      username: user.username,
      groups: user.groups,
      ...(user.uid && { uid: user.uid }),
      ...(user.extra && { extra: user.extra }),
    },
    dryRun,
  };
}
