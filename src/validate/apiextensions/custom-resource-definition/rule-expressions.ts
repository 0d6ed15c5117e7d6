import { forbidden, internalError, invalid, type FieldError } from '../../../model/field-error.ts';
import { child, index, pathText, type FieldPath } from '../../../model/field-path.ts';
import type { ValidationRule } from '../../../model/kinds/apiextensions-v1.ts';
import { compileRule, ruleEnvironments, type CompiledRule, type RuleEnvironments } from '../../../schema/cel/compile-rule.ts';
import type { Program } from '../../../schema/cel/compile.ts';
import { estimateCost } from '../../../schema/cel/cost-estimate.ts';
import { saturate } from '../../../schema/cel/cost-range.ts';
import { MAX_REQUEST_BYTES, type DeclType } from '../../../schema/cel/decl-type.ts';
import type { ExpressionMode } from '../../../schema/cel/environment.ts';
import { asJson } from '../../shared/checks.ts';
import { shown } from '../../shared/go-form.ts';
import { validationRuleForm } from './go-forms.ts';
import type { CrdOptions } from './options.ts';
import { typeOfScope, type RuleScope } from './rule-scope.ts';

const EXPRESSION_LIMIT = 10_000_000;
const SCHEMA_LIMIT = 100_000_000;
const MOST_EXPENSIVE = 4;

/** What the rules of a schema cost together, and where the most expensive are. */
export interface RuleCosts {
  total: number;
  expensive: { readonly at: FieldPath; readonly cost: number }[];
}

/** The expressions of a schema's rules: that they compile, and that they cannot cost too much; `at` is the schema. Adds to `costs`. */
export function validateRuleExpressions(scope: RuleScope, at: FieldPath, options: CrdOptions, costs: RuleCosts): FieldError[] {
  const rules = scope.schema['x-kubernetes-validations'] ?? [];
  if (rules.length === 0) return [];
  const there = child(at, 'x-kubernetes-validations');
  const type = typeOfScope(scope);
  if (!type) {
    const detail =
      'internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations';
    return [internalError(there, detail)];
  }
  const made = new Map<ExpressionMode, RuleEnvironments>();
  const environments = (isStored: boolean): RuleEnvironments => {
    const mode = isStored ? 'stored' : 'new';
    const known = made.get(mode) ?? ruleEnvironments(type, options.release, mode);
    made.set(mode, known);
    return known;
  };
  return rules.flatMap((rule, i) => {
    const isRuleStored = options.storedRules.has(rule.rule ?? '');
    const isMessageStored = options.storedMessages.has(rule.messageExpression ?? '');
    const compiled = compileRule(rule, environments(isRuleStored), environments(isMessageStored));
    return validateExpression(compiled, { type, scope, at: index(there, i), options, costs });
  });
}

interface Place {
  readonly type: DeclType;
  readonly scope: RuleScope;
  readonly at: FieldPath;
  readonly options: CrdOptions;
  readonly costs: RuleCosts;
}

function validateExpression(compiled: CompiledRule, { type, scope, at, options, costs }: Place): FieldError[] {
  const { rule, program, error, message, messageError } = compiled;
  const limit = (expression: Program | undefined, repetitions: number, name: 'rule' | 'messageExpression'): FieldError[] => {
    const cost = expression ? saturate(estimateCost(expression.checked, type).max * repetitions) : 0;
    const there = child(at, name);
    observe(costs, there, cost);
    return cost > EXPRESSION_LIMIT && !options.allowExpensiveRules
      ? [forbidden(there, exceeds(`estimated ${name} cost`, cost, EXPRESSION_LIMIT))]
      : [];
  };
  const refused = (name: 'rule' | 'messageExpression', detail: string | undefined): FieldError[] =>
    detail === undefined ? [] : [invalid(child(at, name), shown(validationRuleForm, rule), detail)];
  return [
    ...limit(program, scope.cardinality ?? Math.floor(MAX_REQUEST_BYTES / (type.minSize + 1)), 'rule'),
    ...refused('rule', error),
    ...refused('messageExpression', messageError),
    ...(message ? limit(message, 1, 'messageExpression') : []),
    ...validateOldSelf(rule, compiled.usesOldSelf, scope.uncorrelated, at),
  ];
}

function validateOldSelf(
  { rule = '', optionalOldSelf }: ValidationRule,
  isUsed: boolean,
  uncorrelated: FieldPath | undefined,
  at: FieldPath,
): FieldError[] {
  if (!isUsed)
    return optionalOldSelf === undefined
      ? []
      : [invalid(child(at, 'optionalOldSelf'), asJson(optionalOldSelf), 'may not be set if oldSelf is not used in rule')];
  if (!uncorrelated) return [];
  return [
    invalid(child(at, 'rule'), rule, `oldSelf cannot be used on the uncorrelatable portion of the schema within ${pathText(uncorrelated)}`),
  ];
}

function observe(costs: RuleCosts, at: FieldPath, cost: number): void {
  costs.total = saturate(costs.total + cost);
  if (cost < SCHEMA_LIMIT / 100) return;
  costs.expensive = [...costs.expensive, { at, cost }].sort((a, b) => b.cost - a.cost).slice(0, MOST_EXPENSIVE);
}

/** That all rules of a schema together do not cost too much. */
export function validateTotalCost({ total, expensive }: RuleCosts, at: FieldPath): FieldError[] {
  if (total <= SCHEMA_LIMIT) return [];
  const detail = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';
  const name = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
  return [...expensive.map((each) => forbidden(each.at, detail)), forbidden(at, exceeds(name, total, SCHEMA_LIMIT))];
}

function exceeds(name: string, cost: number, limit: number): string {
  const factor = cost / limit;
  const shownFactor = factor > 100 ? 'more than 100x' : `${factor.toFixed(factor < 1.5 ? 6 : 1)}x`;
  return `${name} exceeds budget by factor of ${shownFactor} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`;
}
