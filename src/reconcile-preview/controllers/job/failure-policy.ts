import type { PodFailurePolicy, PodFailurePolicyOnExitCodesRequirement } from '../../../model/kinds/batch-v1.ts';
import type { ContainerStatus, Pod } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';

/** What a failed pod means to its Job: whether it counts, why the whole Job fails with it, and whether its index does. */
export interface FailureVerdict {
  readonly counts: boolean;
  readonly failsJob?: string;
  readonly failsIndex?: true;
}

/** The verdict of the first rule that matches; a failure that none matches counts. */
export function judgeFailure(policy: PodFailurePolicy | undefined, pod: Typed<Pod>): FailureVerdict {
  const { namespace = '', name = '' } = pod.metadata;
  for (const [index, { action, onExitCodes, onPodConditions = [] }] of (policy?.rules ?? []).entries()) {
    const container = onExitCodes && matchingContainer(pod, onExitCodes);
    const condition = onExitCodes
      ? undefined
      : (pod.status?.conditions ?? []).find(({ type, status }) =>
          onPodConditions.some((pattern) => pattern.type === type && pattern.status === status),
        );
    if (!container && !condition) continue;
    if (action === 'Ignore') return { counts: false };
    if (action === 'FailIndex') return { counts: true, failsIndex: true };
    if (action !== 'FailJob') return { counts: true };
    const what = container
      ? `Container ${container.name ?? ''} for pod ${namespace}/${name} failed with exit code ${container.state?.terminated?.exitCode ?? 0}`
      : `Pod ${namespace}/${name} has condition ${condition?.type ?? ''}`;
    return { counts: true, failsJob: `${what} matching ${action} rule at index ${index}` };
  }
  return { counts: true };
}

function matchingContainer(
  { status }: Typed<Pod>,
  { containerName, operator, values = [] }: PodFailurePolicyOnExitCodesRequirement,
): ContainerStatus | undefined {
  return [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].find(({ name, state }) => {
    const exitCode = state?.terminated?.exitCode ?? 0;
    if (!state?.terminated || exitCode === 0 || (containerName !== undefined && containerName !== name)) return false;
    return operator === 'In' ? values.includes(exitCode) : operator === 'NotIn' && !values.includes(exitCode);
  });
}
