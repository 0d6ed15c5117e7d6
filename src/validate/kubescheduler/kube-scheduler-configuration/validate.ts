import { duplicate, invalid, required, verbatim, type FieldError } from '../../../model/field-error.ts';
import { child, index, root, type FieldPath } from '../../../model/field-path.ts';
import { deepEqual } from '../../../model/json.ts';
import { parseGoDuration } from '../../../model/go-duration.ts';
import type { RuleContext } from '../../strategy.ts';
import { asJson, each } from '../../shared/checks.ts';
import { isQualifiedName } from '../../shared/names.ts';
import { ARGS, type ConfiguredArgs, type KubeSchedulerConfiguration } from './decode.ts';
import type { CompleteProfile } from './defaults.ts';
import { profilePath } from './expand.ts';
import { ARGS_RULES } from './validate-args.ts';

/** What kube-scheduler refuses in a configuration with its defaults, before it sets up any profile. */
export const validateConfiguration = (
  config: KubeSchedulerConfiguration,
  profiles: readonly CompleteProfile[],
  context: RuleContext,
): FieldError[] => [
  ...validateClient(config.clientConnection, child(root, 'clientConnection')),
  ...validateLeaderElection(config.leaderElection, child(root, 'leaderElection')),
  ...((config.parallelism ?? 16) <= 0
    ? [invalid(child(root, 'parallelism'), config.parallelism, 'should be an integer value greater than zero')]
    : []),
  ...profiles.flatMap((profile, i) => validateProfile(profile, i, profiles, context)),
  ...validateQueueSort(profiles),
  ...validatePercentage(config.percentageOfNodesToScore, child(root, 'percentageOfNodesToScore')),
  ...validateBackoff(config),
  ...validateExtenders(config.extenders ?? [], child(root, 'extenders')),
];

const validateClient = (client: KubeSchedulerConfiguration['clientConnection'], at: FieldPath): FieldError[] =>
  (client?.burst ?? 0) < 0 ? [invalid(child(at, 'burst'), client?.burst, 'must be non-negative')] : [];

function validateLeaderElection(election: KubeSchedulerConfiguration['leaderElection'] = {}, at: FieldPath): FieldError[] {
  if (!(election.leaderElect ?? true)) return [];
  const seconds = (text: string | undefined, otherwise: number): number => parseGoDuration(text ?? '') || otherwise;
  const [lease, renew, retry] = [
    seconds(election.leaseDuration, 15),
    seconds(election.renewDeadline, 10),
    seconds(election.retryPeriod, 2),
  ];
  return [
    ...(lease <= 0 ? [invalid(child(at, 'leaseDuration'), election.leaseDuration, 'must be greater than zero')] : []),
    ...(renew <= 0 ? [invalid(child(at, 'renewDeadline'), election.renewDeadline, 'must be greater than zero')] : []),
    ...(retry <= 0 ? [invalid(child(at, 'retryPeriod'), election.retryPeriod, 'must be greater than zero')] : []),
    ...(lease <= renew
      ? [invalid(child(at, 'leaseDuration'), election.renewDeadline ?? '10s', 'must be greater than `RenewDeadline`')]
      : []),
    ...((election.resourceLock ?? 'leases') === 'leases'
      ? []
      : [invalid(child(at, 'resourceLock'), election.resourceLock, 'resourceLock value must be "leases"')]),
  ];
}

function validateProfile(
  { schedulerName, percentageOfNodesToScore, points, pluginConfig }: CompleteProfile,
  i: number,
  profiles: readonly CompleteProfile[],
  context: RuleContext,
): FieldError[] {
  const at = profilePath(i);
  const first = profiles.findLastIndex((other, j) => j < i && other.schedulerName === schedulerName);
  return [
    ...(schedulerName === '' ? [required(child(at, 'schedulerName'))] : []),
    ...validatePercentage(percentageOfNodesToScore, child(at, 'percentageOfNodesToScore')),
    ...Object.entries(points).flatMap(([point, { enabled }]) =>
      point === 'multiPoint'
        ? []
        : each(enabled, child(at, 'plugins', point, 'enabled'), ({ name = '' }, path) => removedPlugin(name, path)),
    ),
    ...each(pluginConfig, child(at, 'pluginConfig'), ({ name = '', args }, path, j) => [
      ...(pluginConfig.slice(0, j).some((other) => (other.name ?? '') === name) ? [duplicate(path, name)] : []),
      ...removedPlugin(name, path),
      ...validateArgs(name, args, child(path, 'args'), context),
    ]),
    ...(first < 0 ? [] : [duplicate(child(at, 'schedulerName'), verbatim('{}'))]),
  ];
}

/** Volume plugins that went when their limits moved to NodeVolumeLimits. */
const REMOVED = ['AzureDiskLimits', 'CinderLimits', 'EBSLimits', 'GCEPDLimits'];

const removedPlugin = (name: string, at: FieldPath): FieldError[] =>
  REMOVED.includes(name)
    ? [invalid(at, name, 'was invalid in version "v1" (KubeSchedulerConfiguration is version "kubescheduler.config.k8s.io/v1")')]
    : [];

const isArgsName = (name: string): name is keyof ConfiguredArgs => Object.hasOwn(ARGS, name);

/** The plugin NodeResourcesFit asks about its own when it is made. */
function validateArgs(name: string, args: unknown, at: FieldPath, context: RuleContext): readonly FieldError[] {
  if (!isArgsName(name) || name === 'NodeResourcesFit' || args === undefined) return [];
  // Decoding made the arguments what their plugin's name says.
  const rule = ARGS_RULES[name] as (args: unknown, at: FieldPath, context: RuleContext) => readonly FieldError[];
  return rule(args, at, context);
}

function validateQueueSort([canon, ...others]: readonly CompleteProfile[]): FieldError[] {
  const { enabled = [] } = canon?.points.queueSort ?? {};
  return [
    ...(enabled.length > 1
      ? [invalid(child(profilePath(0), 'plugins', 'queueSort', 'Enabled'), enabled.length, 'only one queue sort plugin can be enabled')]
      : []),
    ...others.flatMap(({ points }, i) =>
      deepEqual(points.queueSort, canon?.points.queueSort)
        ? []
        : [invalid(child(profilePath(i + 1), 'plugins', 'queueSort'), asJson(points.queueSort), 'must be the same for all profiles')],
    ),
  ];
}

const validatePercentage = (percentage: number | undefined, at: FieldPath): FieldError[] =>
  percentage !== undefined && (percentage < 0 || percentage > 100) ? [invalid(at, percentage, 'not in valid range [0-100]')] : [];

function validateBackoff({
  podInitialBackoffSeconds: first = 1,
  podMaxBackoffSeconds: last = 10,
}: KubeSchedulerConfiguration): FieldError[] {
  return [
    ...(first <= 0 ? [invalid(child(root, 'podInitialBackoffSeconds'), first, 'must be greater than 0')] : []),
    ...(last < first
      ? [invalid(child(root, 'podMaxBackoffSeconds'), last, 'must be greater than or equal to PodInitialBackoffSeconds')]
      : []),
  ];
}

function validateExtenders(extenders: NonNullable<KubeSchedulerConfiguration['extenders']>, at: FieldPath): FieldError[] {
  const managed = new Set<string>();
  const binders = extenders.filter(({ bindVerb }) => bindVerb).length;
  return [
    ...each(extenders, at, ({ prioritizeVerb, weight = 0, managedResources }, path) => [
      ...(prioritizeVerb && weight <= 0 ? [invalid(child(path, 'weight'), weight, 'must have a positive weight applied to it')] : []),
      ...each(managedResources, child(path, 'managedResources'), ({ name = '' }, item) => {
        const place = child(item, 'name');
        const repeats = managed.has(name) ? [invalid(place, name, 'duplicate extender managed resource name')] : [];
        managed.add(name);
        return [...validateResourceName(name, place), ...repeats];
      }),
    ]),
    ...(binders > 1 ? [invalid(at, `found ${binders} extenders implementing bind`, 'only one extender can implement bind')] : []),
  ];
}

function validateResourceName(name: string, at: FieldPath): FieldError[] {
  const problems = isQualifiedName(name);
  if (problems.length > 0) return problems.map((problem) => invalid(at, asJson(name), problem));
  const isExtended = name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
  return isExtended ? [] : [invalid(at, name, 'is an invalid extended resource name')];
}

/** The place of an extender. */
export const extenderPath = (i: number): FieldPath => index(child(root, 'extenders'), i);
