import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, index, key, type FieldPath } from '../../../model/field-path.ts';
import { parseGoDuration } from '../../../model/go-duration.ts';
import type { NodeSelectorRequirement, NodeSelectorTerm, TopologySpreadConstraint } from '../../../model/kinds/core-v1.ts';
import type { RuleContext } from '../../strategy.ts';
import { asJson, each, oneOf, optional } from '../../shared/checks.ts';
import { validateLabelName } from '../../shared/label-selector.ts';
import { isLabelValue, isQualifiedName } from '../../shared/names.ts';
import { goJson } from '../../../model/go-text.ts';
import { verbatim } from '../../../model/field-error.ts';
import type { ConfiguredArgs } from './decode.ts';

type ArgsRules = {
  readonly [Plugin in keyof ConfiguredArgs]: (args: ConfiguredArgs[Plugin], at: FieldPath, context: RuleContext) => readonly FieldError[];
};

/** What kube-scheduler asks of the arguments of its plugins, defaults filled in. */
export const ARGS_RULES: ArgsRules = {
  DefaultPreemption: ({ minCandidateNodesPercentage = 10, minCandidateNodesAbsolute = 100 }, at) => {
    const [percentage, absolute] = [child(at, 'minCandidateNodesPercentage'), child(at, 'minCandidateNodesAbsolute')];
    const bothZero = minCandidateNodesPercentage === 0 && minCandidateNodesAbsolute === 0;
    return [
      ...range(minCandidateNodesPercentage, 0, 100, percentage),
      ...(minCandidateNodesAbsolute < 0 ? [invalid(absolute, minCandidateNodesAbsolute, 'not in valid range [0, inf)')] : []),
      ...(bothZero ? [invalid(percentage, 0, 'cannot be zero at the same time as minCandidateNodesAbsolute')] : []),
      ...(bothZero ? [invalid(absolute, 0, 'cannot be zero at the same time as minCandidateNodesPercentage')] : []),
    ];
  },
  InterPodAffinity: ({ hardPodAffinityWeight = 1 }, at) => range(hardPodAffinityWeight, 0, 100, child(at, 'hardPodAffinityWeight')),
  NodeAffinity: ({ addedAffinity }, at) => {
    const path = child(at, 'addedAffinity');
    const [required, preferred] = [
      'requiredDuringSchedulingIgnoredDuringExecution',
      'preferredDuringSchedulingIgnoredDuringExecution',
    ] as const;
    return [
      ...each(addedAffinity?.[required]?.nodeSelectorTerms, child(path, required, 'nodeSelectorTerms'), validateTerm),
      ...each(addedAffinity?.[preferred], child(path, preferred), ({ weight = 0, preference = {} }, item) =>
        weight === 0 ? [] : validateTerm(preference, item),
      ),
    ];
  },
  NodeResourcesBalancedAllocation: ({ resources = [] }, at) => {
    const seen = new Set<string>();
    return each(resources, child(at, 'resources'), ({ name = '', weight = 0 }, path) => {
      const repeats = seen.has(name) ? [duplicate(child(path, 'name'), name)] : [];
      seen.add(name);
      return [...repeats, ...(weight === 0 || weight === 1 ? [] : [invalid(child(path, 'weight'), weight, 'must be 1')])];
    });
  },
  NodeResourcesFit: ({ ignoredResources, ignoredResourceGroups, scoringStrategy }, at) => [
    ...each(ignoredResources, child(at, 'ignoredResources'), validateLabelName),
    ...each(ignoredResourceGroups, child(at, 'ignoredResourceGroups'), (group, path) => [
      ...(group.includes('/') ? [invalid(path, group, "resource group name can't contain '/'")] : []),
      ...validateLabelName(group, path),
    ]),
    ...optional(scoringStrategy, child(at, 'scoringStrategy'), validateStrategy),
  ],
  PodTopologySpread: ({ defaultConstraints = [], defaultingType = 'System' }, at) => {
    const type = child(at, 'defaultingType');
    return [
      ...oneOf(defaultingType, ['System', 'List'], type),
      ...(defaultingType === 'System' && defaultConstraints.length > 0
        ? [invalid(type, asJson(defaultingType), 'when .defaultConstraints are not empty')]
        : []),
      ...each(defaultConstraints, child(at, 'defaultConstraints'), (constraint, path, i) =>
        validateConstraint(constraint, path, defaultConstraints.slice(0, i)),
      ),
    ];
  },
  VolumeBinding: ({ bindTimeoutSeconds = 600, shape }, at, { gate }) => {
    const path = child(at, 'shape');
    const isScored = gate('StorageCapacityScoring');
    return [
      ...(bindTimeoutSeconds < 0
        ? [invalid(child(at, 'bindTimeoutSeconds'), bindTimeoutSeconds, 'invalid BindTimeoutSeconds, should not be a negative value')]
        : []),
      ...(isScored && shape?.length ? validateShape(shape, path) : []),
      ...(!isScored && shape
        ? [invalid(path, asJson(shape), 'unexpected field `shape`, remove it or turn on the feature gate StorageCapacityScoring')]
        : []),
    ];
  },
  DynamicResources: ({ filterTimeout, bindingTimeout }, at, { gate }) => {
    const path = child(at, 'bindingTimeout');
    const least = filterTimeout === undefined ? 0 : (parseGoDuration(filterTimeout) ?? 0);
    const mayBind = gate('DRADeviceBindingConditions') && gate('DRAResourceClaimDeviceStatus');
    return [
      ...(least < 0 ? [invalid(child(at, 'filterTimeout'), filterTimeout, 'must be zero or positive')] : []),
      ...(bindingTimeout !== undefined && mayBind && (parseGoDuration(bindingTimeout) ?? 0) < 1
        ? [invalid(path, bindingTimeout, 'must be at least 1 second')]
        : []),
      ...(bindingTimeout !== undefined && !mayBind
        ? [forbidden(path, 'DRADeviceBindingConditions or DRAResourceClaimDeviceStatus feature gate is disabled')]
        : []),
    ];
  },
};

const range = (value: number, low: number, high: number, at: FieldPath): FieldError[] =>
  value < low || value > high ? [invalid(at, value, `not in valid range [${low}, ${high}]`)] : [];

type Strategy = NonNullable<ConfiguredArgs['NodeResourcesFit']['scoringStrategy']>;
type Shape = NonNullable<ConfiguredArgs['VolumeBinding']['shape']>;

function validateStrategy({ type = '', resources, requestedToCapacityRatio: ratio }: Strategy, at: FieldPath): FieldError[] {
  const path = child(at, 'requestedToCapacityRatio');
  return [
    ...oneOf(type, ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'], child(at, 'type')),
    ...each(resources, child(at, 'resources'), ({ name = '', weight = 0 }, item) =>
      weight < 0 || weight > 100 ? [invalid(child(item, 'weight'), weight, `resource weight of ${name} not in valid range (0, 100]`)] : [],
    ),
    ...(type !== 'RequestedToCapacityRatio' && ratio ? [forbidden(path, 'must be nil when type is not RequestedToCapacityRatio')] : []),
    ...(type === 'RequestedToCapacityRatio' && !ratio ? [required(path, 'must be specified when type is RequestedToCapacityRatio')] : []),
    ...(type === 'RequestedToCapacityRatio' && ratio ? validateShape(ratio.shape ?? [], child(path, 'shape')) : []),
  ];
}

function validateShape(shape: Shape, at: FieldPath): FieldError[] {
  if (shape.length === 0) return [required(at, 'at least one point must be specified')];
  const unsorted = shape.findIndex(({ utilization = 0 }, i) => i > 0 && (shape[i - 1]?.utilization ?? 0) >= utilization);
  return [
    ...(unsorted < 0
      ? []
      : [
          invalid(
            child(index(at, unsorted), 'utilization'),
            shape[unsorted]?.utilization ?? 0,
            'values must be sorted in increasing order',
          ),
        ]),
    ...each(shape, at, ({ utilization = 0, score = 0 }, path) => [
      ...range(utilization, 0, 100, child(path, 'utilization')),
      ...range(score, 0, 10, child(path, 'score')),
    ]),
  ];
}

function validateConstraint(
  { maxSkew = 0, topologyKey = '', whenUnsatisfiable = '', labelSelector }: TopologySpreadConstraint,
  at: FieldPath,
  earlier: readonly TopologySpreadConstraint[],
): FieldError[] {
  const [keyPath, action] = [child(at, 'topologyKey'), child(at, 'whenUnsatisfiable')];
  const isRepeated = earlier.some(
    (other) => (other.topologyKey ?? '') === topologyKey && (other.whenUnsatisfiable ?? '') === whenUnsatisfiable,
  );
  return [
    ...(maxSkew <= 0 ? [invalid(child(at, 'maxSkew'), maxSkew, 'not in valid range (0, inf)')] : []),
    ...(topologyKey === '' ? [required(keyPath, 'can not be empty')] : validateLabelName(topologyKey, keyPath)),
    ...(whenUnsatisfiable === ''
      ? [required(action, 'can not be empty')]
      : oneOf(whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway'], action)),
    ...(labelSelector
      ? [forbidden(child(at, 'labelSelector'), 'constraint must not define a selector, as they deduced for each pod')]
      : []),
    ...(isRepeated ? [duplicate(at, `{${topologyKey}, ${whenUnsatisfiable}}`)] : []),
  ];
}

/** A term as the scheduler parses it, whose words are not the API server's. */
const validateTerm = ({ matchExpressions, matchFields }: NodeSelectorTerm, at: FieldPath): FieldError[] => [
  ...each(matchExpressions, child(at, 'matchExpressions'), validateExpression),
  ...each(matchFields, child(at, 'matchFields'), ({ operator = '', values = [] }, path) => {
    if (operator !== 'In' && operator !== 'NotIn') return [notSupported(child(path, 'operator'), asJson(operator), ['In', 'NotIn'])];
    return values.length === 1 ? [] : [invalid(child(path, 'values'), list(values), 'must have one element')];
  }),
];

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];

function validateExpression({ key: name = '', operator = '', values = [] }: NodeSelectorRequirement, at: FieldPath): FieldError[] {
  if (!OPERATORS.includes(operator)) return [notSupported(child(at, 'operator'), asJson(operator), OPERATORS)];
  const path = child(at, 'values');
  const keyProblems = isQualifiedName(name);
  return [
    ...(keyProblems.length > 0 ? [invalid(child(at, 'key'), name, keyProblems.join('; '))] : []),
    ...validateValues(operator, values, path),
    ...values.flatMap((value, i) => {
      const problems = isLabelValue(value);
      return problems.length > 0 ? [invalid(key(index(path, i), name), value, problems.join('; '))] : [];
    }),
  ];
}

function validateValues(operator: string, values: readonly string[], at: FieldPath): FieldError[] {
  const wrong = (detail: string): FieldError => invalid(at, list(values), detail);
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length === 0 ? [wrong("for 'in', 'notin' operators, values set can't be empty")] : [];
    case 'Exists':
    case 'DoesNotExist':
      return values.length > 0 ? [wrong('values set must be empty for exists and does not exist')] : [];
    default:
      return [
        ...(values.length === 1 ? [] : [wrong("for 'Gt', 'Lt' operators, exactly one value is required")]),
        ...values.flatMap((value, i) =>
          /^[-+]?\d+$/.test(value) ? [] : [invalid(index(at, i), value, "for 'Gt', 'Lt' operators, the value must be an integer")],
        ),
      ];
  }
}

/** A list that may be Go's nil. */
const list = (values: readonly string[]): ReturnType<typeof verbatim> => verbatim(values.length === 0 ? 'null' : goJson(values));
