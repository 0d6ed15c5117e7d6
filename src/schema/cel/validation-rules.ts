import {
  duplicate,
  duplicateOmitted,
  fieldErrorText,
  forbidden,
  invalid,
  invalidOmitted,
  required,
  type FieldError,
} from '../../model/field-error.ts';
import { child, elementsOf, index, key, type FieldPath } from '../../model/field-path.ts';
import type { Correlation } from '../crd/correlation.ts';
import type { SchemaProps } from '../crd/schema-props.ts';
import { isFields } from '../crd/value.ts';
import { isSince, type Release } from '../release.ts';
import { evaluate, type Evaluation } from './compile.ts';
import type { CompiledRule } from './compile-rule.ts';
import { asRuleResource } from './resource-schema.ts';
import { ruleFieldPath } from './rule-field-path.ts';
import { rulesOf, type RuleNode } from './rule-tree.ts';
import { typedValue } from './typed-value.ts';
import { NONE, some, type Value } from './value.ts';

/** What all rules of one object may cost together. */
const COST_BUDGET = 10_000_000;
const MAX_MESSAGE_BYTES = 5 * 1024;

export interface RuleResult {
  readonly errors: readonly FieldError[];
  /** What rules say of values that an update did not change: the server only warns about them. */
  readonly warnings: readonly string[];
}

/** A custom resource and, for an update, what it was. `correlation` is the whole object's. */
export interface RuleSubject {
  readonly value: unknown;
  readonly old?: unknown;
  readonly correlation?: Correlation | undefined;
  /** False for a part of an object: it has no `apiVersion`, `kind` and `metadata` of its own. */
  readonly isResource?: boolean;
}

/** Asks all rules (`x-kubernetes-validations`) of a custom resource's schema, as the API server does. */
export function validateRules(subject: RuleSubject, schema: SchemaProps, at: FieldPath, release: Release): RuleResult {
  const { value, old, correlation, isResource = true } = subject;
  const node = rulesOf(schema, release, isResource);
  if (!node) return { errors: [], warnings: [] };
  const run: Run = { release, errors: [], warnings: [], budget: COST_BUDGET };
  visit(run, node, { value, old, at, ratchet: { current: correlation, parent: undefined } });
  return run;
}

interface Run {
  readonly release: Release;
  readonly errors: FieldError[];
  readonly warnings: string[];
  /** Negative once it is used up: no further rules are asked. */
  budget: number;
}
interface Place {
  readonly value: unknown;
  readonly old: unknown;
  readonly at: FieldPath;
  readonly ratchet: Ratchet;
}
/** The value's former self; where it had none, that of what holds it. */
interface Ratchet {
  readonly current: Correlation | undefined;
  readonly parent: Correlation | undefined;
}

const isUnchanged = ({ current, parent }: Ratchet): boolean => (current ?? parent)?.isUnchanged() ?? false;
function memberRatchet(ratchet: Ratchet, name: string): Ratchet {
  const { current, parent } = ratchet;
  if (!current) return ratchet;
  if (!parent && (name === 'apiVersion' || name === 'kind')) return { current: undefined, parent: undefined };
  return { current: current.member(name), parent: current };
}
const itemRatchet = (ratchet: Ratchet, i: number): Ratchet =>
  ratchet.current ? { current: ratchet.current.item(i), parent: ratchet.current } : ratchet;

function visit(run: Run, node: RuleNode, place: Place): void {
  const { value, old, at, ratchet } = place;
  if (value === null || value === undefined) return;
  askRules(run, node, place);
  for (const inner of node.allOf) {
    if (run.budget < 0) return;
    visit(run, inner, { ...place, ratchet: { current: undefined, parent: ratchet.parent } });
  }
  if (run.budget < 0) return;
  if (Array.isArray(value) && node.items) {
    const formerItem = keyedItems(Array.isArray(old) ? old : [], node.schema);
    for (const [i, item] of value.entries()) {
      visit(run, node.items, { value: item, old: formerItem(item), at: index(at, i), ratchet: itemRatchet(ratchet, i) });
      if (run.budget < 0) return;
    }
  }
  if (!isFields(value)) return;
  const former = (name: string): unknown => (isFields(old) && Object.hasOwn(old, name) ? old[name] : undefined);
  for (const name of Object.keys(value)) {
    const inner = node.values ?? node.properties.get(name);
    if (!inner) continue;
    const below = node.values ? key(at, name) : child(at, name);
    visit(run, inner, { value: value[name], old: former(name), at: below, ratchet: memberRatchet(ratchet, name) });
    if (run.budget < 0) return;
  }
}

/** Finds an item's former self by the keys of a list of type `map`; items of other lists have none. */
function keyedItems(old: readonly unknown[], schema: SchemaProps): (item: unknown) => unknown {
  const names = schema['x-kubernetes-list-type'] === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : [];
  if (names.length === 0) return () => undefined;
  const keyOf = (item: unknown): string | undefined => {
    const parts = names.map((name) => (isFields(item) && Object.hasOwn(item, name) ? item[name] : undefined));
    return parts.every((part) => ['string', 'number', 'bigint', 'boolean'].includes(typeof part))
      ? parts.map((part) => `${typeof part}${String(part)}`).join('\0')
      : undefined;
  };
  const byKey = new Map<string | undefined, unknown>();
  for (const item of old) if (!byKey.has(keyOf(item))) byKey.set(keyOf(item), item);
  byKey.delete(undefined);
  return (item) => byKey.get(keyOf(item));
}

const OUT_OF_BUDGET = 'validation failed due to running out of cost budget, no further validation rules will be run';

function askRules(run: Run, node: RuleNode, { value, old, at, ratchet }: Place): void {
  const { schema, rules } = node;
  /** An error that shows the value's type in its place. */
  const typed = (detail: string): FieldError => invalid(at, schema.type ?? '', detail);
  if (node.error !== undefined) return void run.errors.push(typed(`rule compiler initialization error: ${node.error}`));
  if (rules.length === 0) return;
  if (run.budget <= 0) {
    run.errors.push(typed(OUT_OF_BUDGET));
    run.budget = -1;
    return;
  }
  const seen = node.isResource ? asRuleResource(schema) : schema;
  const self = typedValue(value, seen);
  const hasOld = old !== undefined && old !== null;
  const oldSelf = hasOld ? typedValue(old, seen) : undefined;
  for (const compiled of rules) {
    const { rule, program } = compiled;
    if (compiled.error !== undefined) run.errors.push(typed(`rule compile error: ${compiled.error}`));
    if (!program) continue;
    if (compiled.usesOldSelf && !hasOld && !rule.optionalOldSelf) continue;
    const previous = rule.optionalOldSelf ? (oldSelf === undefined ? NONE : some(oldSelf)) : oldSelf;
    const variables = (name: string): Value | undefined => (name === 'self' ? self : name === 'oldSelf' ? previous : undefined);
    const result = evaluate(program, variables);
    if (result.cost > run.budget) {
      run.errors.push(typed(OUT_OF_BUDGET));
      run.budget = -1;
      return;
    }
    run.budget -= result.cost;
    if (result.error !== undefined) {
      run.errors.push(typed(evaluationComplaint(result.error, compiled)));
      if (isCancelled(result)) {
        run.budget = -1;
        return;
      }
      continue;
    }
    if (result.value === true) continue;
    report(
      run,
      compiled,
      { at: pathOf(compiled, schema, at), value, schema, isOnlyWarned: !compiled.usesOldSelf && isUnchanged(ratchet) },
      variables,
    );
    if (run.budget < 0) return;
  }
}

const isCancelled = ({ error }: Evaluation): boolean => error?.startsWith('operation cancelled: actual cost limit exceeded') ?? false;

function evaluationComplaint(error: string, { rule }: CompiledRule): string {
  const name = ruleText(rule);
  if (error.startsWith('no such overload'))
    return `'${error}': call arguments did not match a supported operator, function or macro signature for rule: ${name}`;
  if (error.startsWith('operation cancelled: actual cost limit exceeded'))
    return `'${error}': no further validation rules will be run due to call cost exceeds limit for rule: ${name}`;
  return `${error} evaluating rule: ${name}`;
}

const ruleText = ({ message, rule }: CompiledRule['rule']): string => ((message ?? '') === '' ? (rule ?? '') : (message ?? '')).trim();

function pathOf({ rule }: CompiledRule, schema: SchemaProps, at: FieldPath): FieldPath {
  const found = rule.fieldPath ? ruleFieldPath(rule.fieldPath, schema) : undefined;
  if (!found || 'error' in found) return at;
  return elementsOf(found.path).reduce<FieldPath>((parent, element) => ({ parent, element }), at);
}

interface Refusal {
  readonly at: FieldPath;
  readonly value: unknown;
  readonly schema: SchemaProps;
  readonly isOnlyWarned: boolean;
}

function report(
  run: Run,
  compiled: CompiledRule,
  { at, value, schema, isOnlyWarned }: Refusal,
  variables: (name: string) => Value | undefined,
): void {
  const add = (error: FieldError): void => void (isOnlyWarned ? run.warnings.push(fieldErrorText(error)) : run.errors.push(error));
  const message = messageOf(run, compiled, variables);
  if (typeof message === 'object') {
    add(invalid(at, schema.type ?? '', message.error));
    run.budget = -1;
    return;
  }
  const { rule } = compiled;
  const detail = message ?? ((rule.message ?? '') === '' ? `failed rule: ${ruleText(rule)}` : ruleText(rule));
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return add(forbidden(at, detail));
    case 'FieldValueRequired':
      return add(required(at, detail));
    case 'FieldValueDuplicate':
      return add(isShown(run.release, schema) ? duplicate(at, shownValue(run.release, schema, value)) : duplicateOmitted(at));
    default:
      return add(isShown(run.release, schema) ? invalid(at, shownValue(run.release, schema, value), detail) : invalidOmitted(at, detail));
  }
}

/** Since 1.35 objects and lists are not shown. */
const isShown = (release: Release, { type = '' }: SchemaProps): boolean =>
  !isSince(release, '1.35') || (type !== 'object' && type !== 'array');

/** Before 1.35 the value's type stands for it. */
const shownValue = (release: Release, { type = '' }: SchemaProps, value: unknown): unknown => (isSince(release, '1.35') ? value : type);

/** What `messageExpression` says; undefined when there is none or it fails; an error ends the asking. */
function messageOf(
  run: Run,
  { message, rule }: CompiledRule,
  variables: (name: string) => Value | undefined,
): string | undefined | { readonly error: string } {
  if (!message) return undefined;
  const result = evaluate(message, variables);
  const quoted = JSON.stringify(rule.messageExpression);
  if (result.cost > run.budget)
    return { error: 'messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run' };
  if (isCancelled(result))
    return { error: `no further validation rules will be run due to call cost exceeds limit for messageExpression: ${quoted}` };
  run.budget -= result.cost;
  if (typeof result.value !== 'string') return undefined;
  const text = result.value.trim();
  const isUsable = text !== '' && !text.includes('\n') && new TextEncoder().encode(text).length <= MAX_MESSAGE_BYTES;
  return isUsable ? text : undefined;
}
