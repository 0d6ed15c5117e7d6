import type { KubernetesObject } from '../../../cluster/object.ts';
import { deepCopy, deepEqual } from '../../../model/json.ts';
import type { MutatingAdmissionPolicyBinding } from '../../../model/kinds/admissionregistration-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { shortTypeName, type Resource } from '../../../schema/registry.ts';
import type { AdmissionPlugin, Denial, MutatingContext, PolicyPlace } from '../../plugin.ts';
import { createActivation } from '../../policy/activation.ts';
import { collectParams, paramResource } from '../../policy/collect-params.ts';
import { evaluateExpression, RUNTIME_BUDGET } from '../../policy/evaluate.ts';
import { hooksOf, type PolicyHook } from '../../policy/hooks.ts';
import { showRequest, type Given, type ShownRequest } from '../../policy/invocation.ts';
import { isExemptFromPolicies } from '../../matching/is-exempt.ts';
import { asksMatchConditions } from '../../matching/match-conditions.ts';
import { matches } from '../../matching/matches.ts';
import { typed, type MutatingRequest } from '../../typed.ts';
import { compiledPolicyOf, type CompiledMutation, type CompiledPolicy } from './compiled-policy.ts';
import { applyConfiguration, patchObject, type Mutated } from './patch-object.ts';

/** MutatingAdmissionPolicies: CEL that changes objects, by JSON patches or by merging. What goes wrong in any of them is listed together. */
export const mutatingAdmissionPolicy: AdmissionPlugin = {
  name: 'MutatingAdmissionPolicy',
  handles: (request) => request.operation !== 'DELETE' && !isExemptFromPolicies(request),
  admit(request, context) {
    if (!isSince(context.registry.release, '1.36')) return undefined;
    const hooks = hooksOf(context.cluster.store, 'MutatingAdmissionPolicy');
    if (hooks.length === 0) return undefined;
    const run: Run = { request, context, errors: [], object: typed<KubernetesObject>(request.object), isDirty: false, shown: new Map() };
    const invocations = hooks.flatMap((hook) => invocationsOf(run, hook));
    const { reinvocation } = context;
    if (invocations.length > 0) {
      if (reinvocation.isAgain && !deepEqual(reinvocation.lastOutput, run.object)) reinvocation.markRemembered();
      for (const invocation of invocations) {
        const internal = invoke(run, invocation);
        if (internal) return internal;
      }
      if (run.isDirty) {
        reinvocation.markRemembered();
        reinvocation.callFor();
        replaceObject(request.object, deepCopy(run.object));
      }
      reinvocation.lastOutput = run.object;
    }
    return denial(run.errors);
  },
};

/** One request on its way through all policies; `object` is what they have made of it. */
interface Run {
  readonly request: MutatingRequest;
  readonly context: MutatingContext;
  readonly errors: PolicyError[];
  readonly shown: Map<Resource, ShownRequest>;
  object: KubernetesObject;
  isDirty: boolean;
}
interface PolicyError {
  readonly message: string;
  readonly reason: 'Invalid' | 'Forbidden';
  readonly place: PolicyPlace;
}

/** A policy, a binding and a parameter that apply to the request. */
interface Invocation {
  readonly policy: KubernetesObject;
  readonly compiled: CompiledPolicy;
  readonly binding: KubernetesObject;
  readonly matched: Resource;
  readonly param: KubernetesObject | undefined;
  readonly paramResource: Resource | undefined;
}

function invocationsOf(run: Run, { policy, bindings }: PolicyHook): readonly Invocation[] {
  const { request, context } = run;
  const compiled = compiledPolicyOf(policy, context.registry.release);
  const { spec } = compiled;
  const matched = spec.matchConstraints && matches(request, spec.matchConstraints, context);
  if (!matched) return [];
  const params = spec.paramKind && paramResource(spec.paramKind, context);
  if (params && 'error' in params) {
    refuse(run, { policy, compiled }, `failed to configure policy: ${params.error}`, 'Forbidden', 'paramKind');
    return [];
  }
  return bindings.flatMap((binding) => {
    const { spec: bound = {} } = typed<MutatingAdmissionPolicyBinding>(binding);
    if (bound.matchResources && !matches(request, bound.matchResources, context)) return [];
    const found = collectParams(params, bound.paramRef, request.namespace, context);
    if (found.error === undefined)
      return found.params.map((param): Invocation => ({ policy, compiled, binding, matched, param, paramResource: params }));
    refuse(run, { policy, compiled, binding }, `failed to configure binding: ${found.error}`, 'Forbidden', 'paramKind');
    return [];
  });
}

/** Runs the mutations of a policy one after the other; answers only what ends the request. */
function invoke(run: Run, invocation: Invocation): Denial | undefined {
  const { reinvocation } = run.context;
  const { compiled } = invocation;
  const matching = asksMatchConditions(compiled.scope, givenNow(run, invocation).forMatchConditions);
  if (matching === false) return undefined;
  if (matching !== true) return refuse(run, invocation, matching.error, 'Invalid', 'matchConditions');
  const key = keyOf(invocation);
  if (reinvocation.isAgain && !reinvocation.isMarked(key)) return undefined;
  const before = run.object;
  for (const [i, mutation] of compiled.mutations.entries()) {
    const mutated = mutate(run, mutation, invocation);
    if ('object' in mutated) {
      run.object = mutated.object;
      run.isDirty = true;
      run.shown.clear();
    } else if (mutated.isInternal) return { kind: 'internal', message: mutated.error };
    else refuse(run, invocation, mutated.error, 'Invalid', `mutations[${i}]`);
  }
  if (!deepEqual(before, run.object)) {
    reinvocation.markRemembered();
    reinvocation.callFor();
  }
  if (compiled.spec.reinvocationPolicy === 'IfNeeded') reinvocation.remember(key);
  return undefined;
}

/** What a policy is given of the request with the object as it is now. */
function givenNow({ request, object, context, shown }: Run, { matched, param, paramResource: resource }: Invocation): Given {
  const asMatched = shown.get(matched) ?? showRequest({ ...request, object: { ...object } }, matched, context);
  shown.set(matched, asMatched);
  return param && resource ? asMatched.withParam({ object: param, resource }) : asMatched.given;
}

function mutate(run: Run, { kind, expression }: CompiledMutation, invocation: Invocation): Mutated {
  if (!expression.program) return { error: expression.error ?? '' };
  const { context, request } = run;
  const { matched, compiled } = invocation;
  const activation = createActivation(givenNow(run, invocation).all, compiled.scope);
  const result = evaluateExpression(expression, activation, { remaining: RUNTIME_BUDGET });
  if (result.error !== undefined) return { error: result.error };
  const own = context.kinds.convert(run.object, matched);
  const apply = kind === 'JSONPatch' ? patchObject : applyConfiguration;
  const mutated = apply(own, result.value, matched, context);
  if (!('object' in mutated) || matched === request.resource) return mutated;
  return convertedBack(mutated.object, matched, request.resource, context);
}

/** Only custom resources find the way back from the version that a policy matched: the server has no conversion between two versions of a Go type. */
function convertedBack(object: KubernetesObject, from: Resource, to: Resource, { kinds }: MutatingContext): Mutated {
  if (from.type === '') return { object: kinds.convert(object, to) };
  return { error: `converting (${shortTypeName(from.type)}) to (${shortTypeName(to.type)}): unknown conversion` };
}

const keyOf = ({ policy, binding, param }: Invocation): string =>
  [policy.metadata.name, binding.metadata.name, param?.metadata.namespace, param?.metadata.name].map((name) => name ?? '').join('/');

/** What goes wrong counts unless the policy says to ignore failures. */
function refuse(
  run: Run,
  { policy, binding, compiled }: Pick<Invocation, 'policy' | 'compiled'> & { readonly binding?: KubernetesObject },
  text: string,
  reason: PolicyError['reason'],
  field: string,
): undefined {
  if (compiled.spec.failurePolicy === 'Ignore') return undefined;
  const name = policy.metadata.name ?? '';
  const by = binding ? `policy '${name}' with binding '${binding.metadata.name ?? ''}'` : `policy "${name}"`;
  run.errors.push({
    message: `${by} denied request: ${text}`,
    reason,
    place: { kind: 'MutatingAdmissionPolicy', name, path: `spec.${field}` },
  });
  return undefined;
}

/** The first error is the answer; all are its causes. */
function denial(errors: readonly PolicyError[]): Denial | undefined {
  const [first] = errors;
  if (!first) return undefined;
  return {
    kind: 'policy',
    message: first.message,
    isWholeText: true,
    reason: first.reason,
    code: 403,
    causes: errors.map(({ message }) => ({ message })),
    by: first.place,
  };
}

/** Puts the mutated object into the place of what the request carries. */
function replaceObject(target: Record<string, unknown>, object: KubernetesObject): void {
  for (const name of Object.keys(target)) delete target[name];
  Object.assign(target, object);
}
