import { createActivation } from '../../policy/activation.ts';
import { evaluateExpression, RUNTIME_BUDGET, type Budget, type Evaluated } from '../../policy/evaluate.ts';
import type { Given } from '../../policy/invocation.ts';
import { asksMatchConditions } from '../../matching/match-conditions.ts';
import type { CompiledPolicy, CompiledValidation } from './compiled-policy.ts';

/** What one expression of a policy comes to; `reason` is given where a validation says no, absent where it fails. */
export type Decision =
  | { readonly isAllowed: true }
  | {
      readonly isAllowed: false;
      readonly message: string;
      readonly reason?: string;
      /** Its place in the policy. */ readonly field: string;
    };

export interface Annotation {
  readonly key: string;
  readonly value: string;
}

/** The judgement of a policy on one request with one parameter. */
export interface Judgement {
  readonly decisions: readonly Decision[];
  readonly annotations: readonly Annotation[];
  /** Audit annotations that fail: they deny whatever the binding says. */
  readonly annotationErrors: readonly string[];
}

const NOTHING: Judgement = { decisions: [], annotations: [], annotationErrors: [] };
const ALLOWED: Decision = { isAllowed: true };
const MAX_MESSAGE_BYTES = 5 * 1024;

/** Asks a policy's match conditions, validations, messages and audit annotations. */
export function decide(policy: CompiledPolicy, given: Given): Judgement {
  const { scope, spec } = policy;
  const matching = asksMatchConditions(scope, given.forMatchConditions);
  if (matching === false) return NOTHING;
  if (matching !== true) return { ...NOTHING, decisions: [failure(spec, matching.error, 'matchConditions')] };

  const budget: Budget = { remaining: RUNTIME_BUDGET };
  const activation = createActivation(given.all, scope);
  const results: Evaluated[] = [];
  for (const { expression } of policy.validations) {
    const result = evaluateExpression(expression, activation, budget);
    if (result.error !== undefined && result.isOutOfBudget) return { ...NOTHING, decisions: [failure(spec, result.error, 'validations')] };
    results.push(result);
  }
  const messages = messagesOf(policy, given, budget);
  const decisions = results.map((result, i): Decision => {
    const field = `validations[${i}].expression`;
    if (result.error !== undefined) return failure(spec, result.error, field);
    if (typeof messages === 'string') return failure(spec, `failed messageExpression: ${messages}`, field);
    const { validation } = policy.validations[i] ?? {};
    if (result.value === true || !validation) return ALLOWED;
    return { isAllowed: false, message: messageText(policy.validations[i], messages[i]), reason: validation.reason ?? 'Invalid', field };
  });
  return annotate(policy, given, decisions);
}

/** What cannot be evaluated is refused, unless the policy says to ignore it. */
const failure = ({ failurePolicy }: CompiledPolicy['spec'], message: string, field: string): Decision =>
  failurePolicy === 'Ignore' ? ALLOWED : { isAllowed: false, message, field };

/** What message expressions say; a text when they cost too much together. */
function messagesOf({ validations, scope }: CompiledPolicy, given: Given, budget: Budget): readonly (Evaluated | undefined)[] | string {
  if (validations.every(({ message }) => !message)) return [];
  const activation = createActivation(given.forMessages, scope);
  const messages: (Evaluated | undefined)[] = [];
  for (const { message } of validations) {
    const result = message && evaluateExpression(message, activation, budget);
    if (result?.error !== undefined && result.isOutOfBudget) return result.error;
    messages.push(result);
  }
  return messages;
}

/** The first usable of: what the message expression says, the message, the expression itself. */
function messageText(asked: CompiledValidation | undefined, said: Evaluated | undefined): string {
  const text = typeof said?.value === 'string' ? said.value.trim() : '';
  if (text !== '' && !text.includes('\n') && new TextEncoder().encode(text).length <= MAX_MESSAGE_BYTES) return text;
  const { message = '', expression = '' } = asked?.validation ?? {};
  return message.trim() || `failed expression: ${expression.trim()}`;
}

/** Evaluates audit annotations. Those that come to null or an empty text are left out. */
function annotate({ auditAnnotations, scope, spec }: CompiledPolicy, given: Given, decisions: readonly Decision[]): Judgement {
  if (auditAnnotations.length === 0) return { decisions, annotations: [], annotationErrors: [] };
  const budget: Budget = { remaining: RUNTIME_BUDGET };
  const activation = createActivation(given.forMessages, scope);
  const annotations: Annotation[] = [];
  const annotationErrors: string[] = [];
  for (const { key, value } of auditAnnotations) {
    const result = evaluateExpression(value, activation, budget);
    if (result.error === undefined) {
      const text = typeof result.value === 'string' ? result.value.trim() : '';
      if (text !== '') annotations.push({ key, value: text });
    } else if (result.isOutOfBudget) return { ...NOTHING, decisions: [failure(spec, result.error, 'auditAnnotations')] };
    else if (spec.failurePolicy !== 'Ignore') annotationErrors.push(result.error);
  }
  return { decisions, annotations, annotationErrors };
}
