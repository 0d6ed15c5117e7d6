import assert from 'node:assert/strict';
import { pathText } from '../../../src/model/field-path.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { SchedulerProfile } from '../../../src/model/scheduler-configuration.ts';
import { loadSchemas } from '../../../src/schema/load.ts';
import type { Release } from '../../../src/schema/release.ts';
import { readSchedulerConfiguration } from '../../../src/validate/kubescheduler/kube-scheduler-configuration/setup.ts';

const configuration = (fields: JsonObject): JsonObject => ({
  apiVersion: 'kubescheduler.config.k8s.io/v1',
  kind: 'KubeSchedulerConfiguration',
  ...fields,
});

const read = (fields: JsonObject, release: Release = '1.37') => readSchedulerConfiguration(configuration(fields), loadSchemas(release));

const problems = (fields: JsonObject, release?: Release): string[] => read(fields, release).problems.map(({ message }) => message);

const places = (fields: JsonObject): string[] => read(fields).problems.map(({ path }) => pathText(path));

function profile(fields: JsonObject, release?: Release): SchedulerProfile {
  const { setup, problems } = read({ profiles: [fields] }, release);
  assert.deepEqual(problems, []);
  const [first] = setup?.profiles ?? [];
  assert.ok(first);
  return first;
}

const args = (name: string, value: JsonObject): JsonObject => ({ profiles: [{ pluginConfig: [{ name, args: value }] }] });
const ARGS = 'profiles[0].pluginConfig[0].args';

describe('a KubeSchedulerConfiguration', () => {
  it('without anything is the default profile', () => {
    const { setup } = read({});
    assert.equal(setup?.profiles.length, 1);
    const [only] = setup?.profiles ?? [];
    assert.equal(only?.schedulerName, 'default-scheduler');
    assert.deepEqual(only?.points.preEnqueue, ['SchedulingGates', 'DynamicResources', 'DefaultPreemption']);
    assert.deepEqual(only?.points.postFilter, ['DynamicResources', 'DefaultPreemption']);
    assert.equal(only?.weights.get('TaintToleration'), 3);
    assert.ok(only?.points.filter.includes('NodeDeclaredFeatures'));
    assert.ok(!profile({}, '1.35').points.filter.includes('NodeDeclaredFeatures'));
  });

  describe('is decoded strictly', () => {
    it('and tells of all unknown fields, those of arguments too', () => {
      const fields: JsonObject = {
        profile: [],
        profiles: [
          {
            pluginConfig: [
              { name: 'NodeResourcesFit', args: { scoring: {} } },
              { name: 'Custom', args: { any: 1 } },
            ],
          },
        ],
      };
      assert.deepEqual(problems(fields), [
        'strict decoding error: unknown field "profile"',
        'decoding .profiles[0].pluginConfig[0]: strict decoding error: decoding args for plugin NodeResourcesFit: ' +
          'strict decoding error: unknown field "scoring"',
      ]);
      assert.deepEqual(places(fields), ['profile', `${ARGS}.scoring`]);
    });

    it('and stops at the first value of a wrong type', () => {
      const fields = args('PodTopologySpread', { defaultConstraints: [{ maxSkew: '1' }] });
      assert.deepEqual(problems(fields), [
        'decoding .profiles[0].pluginConfig[0]: decoding args for plugin PodTopologySpread: json: cannot unmarshal string into ' +
          'Go struct field TopologySpreadConstraint.defaultConstraints.maxSkew of type int32',
      ]);
    });

    it('as the kind that it is', () => {
      const other = readSchedulerConfiguration(
        { ...configuration({}), apiVersion: 'kubescheduler.config.k8s.io/v1beta3' },
        loadSchemas('1.37'),
      );
      assert.match(
        other.problems[0]?.message ?? '',
        /^no kind "KubeSchedulerConfiguration" is registered for version "kubescheduler.config.k8s.io\/v1beta3"/,
      );
      assert.deepEqual(problems(args('NodeAffinity', { kind: 'NodeResourcesFitArgs' })), [
        'decoding .profiles[0].pluginConfig[0]: args for plugin NodeAffinity were not of type NodeAffinityArgs.kubescheduler.config.k8s.io, ' +
          'got NodeResourcesFitArgs.kubescheduler.config.k8s.io',
      ]);
    });
  });

  describe('is validated', () => {
    it('as a whole', () =>
      assert.deepEqual(
        problems({
          parallelism: 0,
          percentageOfNodesToScore: 101,
          podInitialBackoffSeconds: 20,
          profiles: [{ schedulerName: 'a' }, {}, { schedulerName: 'a', percentageOfNodesToScore: -1 }],
          extenders: [{ prioritizeVerb: 'p', managedResources: [{ name: 'cpu' }] }, { bindVerb: 'b' }, { bindVerb: 'b' }],
        }),
        [
          'parallelism: Invalid value: 0: should be an integer value greater than zero',
          'profiles[1].schedulerName: Required value',
          'profiles[2].percentageOfNodesToScore: Invalid value: -1: not in valid range [0-100]',
          'profiles[2].schedulerName: Duplicate value: {}',
          'percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]',
          'podMaxBackoffSeconds: Invalid value: 10: must be greater than or equal to PodInitialBackoffSeconds',
          'extenders[0].weight: Invalid value: 0: must have a positive weight applied to it',
          'extenders[0].managedResources[0].name: Invalid value: "cpu": is an invalid extended resource name',
          'extenders: Invalid value: "found 2 extenders implementing bind": only one extender can implement bind',
        ],
      ));

    const refusals: readonly [plugin: string, value: JsonObject, messages: readonly string[]][] = [
      [
        'DefaultPreemption',
        { minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 0 },
        [
          `${ARGS}.minCandidateNodesPercentage: Invalid value: 0: cannot be zero at the same time as minCandidateNodesAbsolute`,
          `${ARGS}.minCandidateNodesAbsolute: Invalid value: 0: cannot be zero at the same time as minCandidateNodesPercentage`,
        ],
      ],
      [
        'InterPodAffinity',
        { hardPodAffinityWeight: 101 },
        [`${ARGS}.hardPodAffinityWeight: Invalid value: 101: not in valid range [0, 100]`],
      ],
      [
        'NodeResourcesBalancedAllocation',
        { resources: [{ name: 'cpu' }, { name: 'cpu', weight: 2 }] },
        [`${ARGS}.resources[1].name: Duplicate value: "cpu"`, `${ARGS}.resources[1].weight: Invalid value: 2: must be 1`],
      ],
      [
        'PodTopologySpread',
        { defaultConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }] },
        [`${ARGS}.defaultingType: Invalid value: "System": when .defaultConstraints are not empty`],
      ],
      [
        'PodTopologySpread',
        { defaultingType: 'List', defaultConstraints: [{ whenUnsatisfiable: 'Maybe', labelSelector: {} }] },
        [
          `${ARGS}.defaultConstraints[0].maxSkew: Invalid value: 0: not in valid range (0, inf)`,
          `${ARGS}.defaultConstraints[0].topologyKey: Required value: can not be empty`,
          `${ARGS}.defaultConstraints[0].whenUnsatisfiable: Unsupported value: "Maybe": supported values: "DoNotSchedule", "ScheduleAnyway"`,
          `${ARGS}.defaultConstraints[0].labelSelector: Forbidden: constraint must not define a selector, as they deduced for each pod`,
        ],
      ],
      [
        'VolumeBinding',
        { bindTimeoutSeconds: -1 },
        [`${ARGS}.bindTimeoutSeconds: Invalid value: -1: invalid BindTimeoutSeconds, should not be a negative value`],
      ],
      ['DynamicResources', { bindingTimeout: '10ms' }, [`${ARGS}.bindingTimeout: Invalid value: "10ms": must be at least 1 second`]],
    ];
    for (const [plugin, value, messages] of refusals) {
      it(`in the arguments of ${plugin}: ${messages[0] ?? ''}`, () => assert.deepEqual(problems(args(plugin, value)), messages));
    }

    it('in an affinity for all pods', () => {
      const term = (requirement: JsonObject): JsonObject => ({ matchExpressions: [requirement] });
      const required = { nodeSelectorTerms: [term({ key: 'a', operator: 'In' }), term({ key: 'a', operator: 'Near' })] };
      const at = `${ARGS}.addedAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`;
      assert.deepEqual(problems(args('NodeAffinity', { addedAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } })), [
        `${at}[0].matchExpressions[0].values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty`,
        `${at}[1].matchExpressions[0].operator: Unsupported value: "Near": supported values: "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"`,
      ]);
    });

    it('for plugins that went', () =>
      assert.deepEqual(problems({ profiles: [{ plugins: { filter: { enabled: [{ name: 'EBSLimits' }] } } }] }), [
        'profiles[0].plugins.filter.enabled[0]: Invalid value: "EBSLimits": was invalid in version "v1" ' +
          '(KubeSchedulerConfiguration is version "kubescheduler.config.k8s.io/v1")',
      ]));
  });

  describe('sets up profiles', () => {
    it('with plugins taken away everywhere, at a point, or all of a point', () => {
      const { points } = profile({
        plugins: {
          multiPoint: { disabled: [{ name: 'ImageLocality' }] },
          filter: { disabled: [{ name: 'NodePorts' }] },
          score: { disabled: [{ name: '*' }], enabled: [{ name: 'NodeResourcesFit', weight: 5 }] },
        },
      });
      assert.deepEqual(points.score, ['NodeResourcesFit']);
      assert.ok(!points.filter.includes('NodePorts') && points.preFilter.includes('NodePorts'));
    });

    it('in the order of the points: named plugins that all points have first, then the others', () => {
      const { points, weights } = profile({
        plugins: {
          multiPoint: { disabled: [{ name: 'NodeName' }] },
          filter: { enabled: [{ name: 'InterPodAffinity' }, { name: 'NodeName' }, { name: 'NodePorts' }] },
          score: { enabled: [{ name: 'TaintToleration', weight: 9 }] },
        },
      });
      assert.deepEqual(points.filter.slice(0, 3), ['InterPodAffinity', 'NodePorts', 'NodeUnschedulable']);
      assert.equal(points.filter.at(-1), 'NodeName');
      assert.equal(weights.get('TaintToleration'), 9);
    });

    const failures: readonly [plugins: JsonObject, message: string, place: string][] = [
      [{ filter: { enabled: [{ name: 'Mine' }] } }, 'FilterPlugin "Mine" does not exist', 'profiles[0].plugins.filter.enabled[0]'],
      [
        { multiPoint: { enabled: [{ name: 'Mine' }] } },
        'PreFilterPlugin "Mine" does not exist',
        'profiles[0].plugins.multiPoint.enabled[0]',
      ],
      [
        { score: { enabled: [{ name: 'NodePorts' }] } },
        'plugin "NodePorts" does not extend ScorePlugin plugin',
        'profiles[0].plugins.score.enabled[0]',
      ],
      [
        { filter: { enabled: [{ name: 'NodePorts' }, { name: 'NodePorts' }] } },
        'plugin "NodePorts" already registered as "FilterPlugin"',
        'profiles[0].plugins.filter.enabled[1]',
      ],
      [
        { multiPoint: { disabled: [{ name: '*' }] } },
        'only one queue sort plugin required for profile with scheduler name "default-scheduler", but got 0',
        'profiles[0].plugins.queueSort',
      ],
      [
        { bind: { disabled: [{ name: 'DefaultBinder' }] } },
        'at least one bind plugin is needed for profile with scheduler name "default-scheduler"',
        'profiles[0].plugins.bind',
      ],
    ];
    for (const [plugins, message, place] of failures) {
      it(`or not: ${message}`, () => {
        const fields: JsonObject = { profiles: [{ plugins }] };
        assert.deepEqual(problems(fields), [`initializing profiles: creating profile for scheduler name default-scheduler: ${message}`]);
        assert.deepEqual(places(fields), [place]);
      });
    }

    it('or not, when NodeResourcesFit does not take its arguments', () => {
      const { problems: refused } = read(args('NodeResourcesFit', { scoringStrategy: { type: 'Most' } }));
      assert.deepEqual(
        refused.map(({ path, message }) => [pathText(path), message]),
        [
          [
            `${ARGS}.scoringStrategy.type`,
            'initializing profiles: creating profile for scheduler name default-scheduler: initializing plugin "NodeResourcesFit": ' +
              'scoringStrategy.type: Unsupported value: "Most": supported values: "LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"',
          ],
        ],
      );
      const unused = { multiPoint: { disabled: [{ name: 'NodeResourcesFit' }] } };
      const pluginConfig = [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'Most' } } }];
      assert.deepEqual(problems({ profiles: [{ plugins: unused, pluginConfig }] }), []);
    });

    it('with arguments and their defaults', () => {
      const { args: set } = profile({
        pluginConfig: [
          { name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu' }] } } },
          { name: 'InterPodAffinity', args: { ignorePreferredTermsOfExistingPods: true } },
        ],
      });
      assert.deepEqual(set, {
        InterPodAffinity: { hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: true },
        NodeResourcesFit: {
          ignoredResources: [],
          ignoredResourceGroups: [],
          strategy: { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 1 }] },
        },
      });
    });
  });
});
