import type { DeploymentCondition, DeploymentStatus } from '../../../model/kinds/apps-v1.ts';
import type { WorkContext } from '../../controller.ts';

export const findCondition = (status: DeploymentStatus | undefined, type: string): DeploymentCondition | undefined =>
  status?.conditions?.find((condition) => condition.type === type);

export const newCondition = (type: string, status: string, reason: string, message: string, context: WorkContext): DeploymentCondition => ({
  type,
  status,
  lastUpdateTime: context.timestamp(),
  lastTransitionTime: context.timestamp(),
  reason,
  message,
});

/** Conditions with this one in it. One of the same type, status and reason stays as it is; a kept status keeps its transition time. */
export function withCondition(
  conditions: readonly DeploymentCondition[] | undefined,
  condition: DeploymentCondition,
): DeploymentCondition[] {
  const all = conditions ?? [];
  const current = all.find(({ type }) => type === condition.type);
  if (current?.status === condition.status && current?.reason === condition.reason) return [...all];
  const next =
    current?.status === condition.status
      ? { ...condition, lastTransitionTime: current?.lastTransitionTime ?? condition.lastTransitionTime }
      : condition;
  return [...withoutCondition(all, condition.type), next];
}

export const withoutCondition = (conditions: readonly DeploymentCondition[] | undefined, type: string | undefined): DeploymentCondition[] =>
  (conditions ?? []).filter((condition) => condition.type !== type);
