import type { KubernetesObject } from '../../../cluster/object.ts';
import type { ValidatingAdmissionPolicyBinding } from '../../../model/kinds/admissionregistration-v1.ts';
import type { Resource } from '../../../schema/registry.ts';
import type { AdmissionContext, AdmissionPlugin, AdmissionRequest, Denial, PolicyPlace } from '../../plugin.ts';
import { collectParams, paramResource } from '../../policy/collect-params.ts';
import { hooksOf, type PolicyHook } from '../../policy/hooks.ts';
import { showRequest, type ShownRequest } from '../../policy/invocation.ts';
import { isExemptFromPolicies } from '../../matching/is-exempt.ts';
import { matches } from '../../matching/matches.ts';
import { typed } from '../../typed.ts';
import { publishAnnotations, publishFailures, type AuditFailure } from './audit.ts';
import { compiledPolicyOf, type CompiledPolicy } from './compiled-policy.ts';
import { decide, type Annotation } from './decide.ts';

/** ValidatingAdmissionPolicies: CEL that says no to requests, warns, or annotates audit events. The first policy that denies is the one that is named. */
export const validatingAdmissionPolicy: AdmissionPlugin = {
  name: 'ValidatingAdmissionPolicy',
  handles: (request) => !isExemptFromPolicies(request),
  validate(request, context) {
    const hooks = hooksOf(context.cluster.store, 'ValidatingAdmissionPolicy');
    if (hooks.length === 0) return undefined;
    const run: Run = { request, context, shown: new Map(), refusals: [], failures: [] };
    for (const hook of hooks) askPolicy(run, hook);
    publishFailures(run.failures, context);
    const [first] = run.refusals;
    return first && denial(first);
  },
};

/** One request on its way through all policies. */
interface Run {
  readonly request: AdmissionRequest;
  readonly context: AdmissionContext;
  readonly shown: Map<Resource, ShownRequest>;
  readonly refusals: Refusal[];
  readonly failures: AuditFailure[];
}
interface Refusal {
  readonly policy: KubernetesObject;
  readonly binding: KubernetesObject | undefined;
  readonly message: string;
  readonly reason?: string;
  /** Where in the policy's spec it comes from. */
  readonly field: string;
}

function askPolicy(run: Run, { policy, bindings }: PolicyHook): void {
  const { request, context } = run;
  const compiled = compiledPolicyOf(policy, context.registry.release);
  const { spec } = compiled;
  const matched = spec.matchConstraints && matches(request, spec.matchConstraints, context);
  if (!matched) return;
  const params = spec.paramKind && paramResource(spec.paramKind, context);
  if (params && 'error' in params)
    return refuse(run, compiled, {
      policy,
      binding: undefined,
      message: `failed to configure policy: ${params.error}`,
      field: 'paramKind',
    });
  const annotations: Annotation[] = [];
  for (const binding of bindings) annotations.push(...askBinding(run, { policy, compiled, matched, params }, binding));
  publishAnnotations(policy, annotations, context);
}

/** A policy that matches the request, and what it matches it as. */
interface Matched {
  readonly policy: KubernetesObject;
  readonly compiled: CompiledPolicy;
  readonly matched: Resource;
  readonly params: Resource | undefined;
}

function askBinding(run: Run, { policy, compiled, matched, params }: Matched, binding: KubernetesObject): readonly Annotation[] {
  const { request, context, shown } = run;
  const { spec = {} } = typed<ValidatingAdmissionPolicyBinding>(binding);
  if (spec.matchResources && !matches(request, spec.matchResources, context)) return [];
  const found = collectParams(params, spec.paramRef, request.namespace, context);
  if (found.error !== undefined) {
    refuse(run, compiled, { policy, binding, message: `failed to configure binding: ${found.error}`, field: 'paramKind' });
    return [];
  }
  const asMatched = shown.get(matched) ?? showRequest(request, matched, context);
  shown.set(matched, asMatched);
  return found.params.flatMap((param) => {
    const given = param && params ? asMatched.withParam({ object: param, resource: params }) : asMatched.given;
    const { decisions, annotations, annotationErrors } = decide(compiled, given);
    for (const [index, decision] of decisions.entries()) {
      if (decision.isAllowed) continue;
      act(
        run,
        { policy, binding, message: decision.message, field: decision.field, ...(decision.reason && { reason: decision.reason }) },
        spec.validationActions ?? [],
        index,
      );
    }
    for (const message of annotationErrors) run.refusals.push({ policy, binding, message, field: 'auditAnnotations' });
    return annotations;
  });
}

/** What a binding has done about a refusal. */
function act(
  run: Run,
  refusal: Refusal & { readonly binding: KubernetesObject },
  actions: readonly string[],
  expressionIndex: number,
): void {
  const { policy, binding, message } = refusal;
  const [policyName, bindingName] = [policy.metadata.name ?? '', binding.metadata.name ?? ''];
  for (const action of actions) {
    if (action === 'Deny') run.refusals.push(refusal);
    if (action === 'Audit')
      run.failures.push({ message, policy: policyName, binding: bindingName, expressionIndex, validationActions: actions });
    if (action === 'Warn')
      run.context.warn(`Validation failed for ValidatingAdmissionPolicy '${policyName}' with binding '${bindingName}': ${message}`);
  }
}

/** A policy that is not set up right denies, unless it says to ignore failures. */
function refuse(run: Run, { spec }: CompiledPolicy, refusal: Refusal): void {
  if (spec.failurePolicy !== 'Ignore') run.refusals.push(refusal);
}

const CODES: Readonly<Record<string, number>> = { Forbidden: 403, Unauthorized: 401, RequestEntityTooLarge: 413, Invalid: 422 };

function denial({ policy, binding, message: text, reason = 'Invalid', field }: Refusal): Denial {
  const by = binding ? ` with binding '${binding.metadata.name ?? ''}'` : '';
  const name = policy.metadata.name ?? '';
  const message = `ValidatingAdmissionPolicy '${name}'${by} denied request: ${text}`;
  const place: PolicyPlace = { kind: 'ValidatingAdmissionPolicy', name, path: `spec.${field}` };
  return { kind: 'policy', message, isWholeText: false, reason, code: CODES[reason] ?? 422, causes: [{ message }], by: place };
}
