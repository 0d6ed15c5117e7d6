import type { PodInfo } from '../../pod-info.ts';
import type { SpreadConstraint } from './constraint.ts';

/** What decides which nodes count for a constraint, one of `constraints`. */
export const keyOfNodes = (
  { spec: { nodeSelector, affinity, tolerations } }: PodInfo,
  { topologyKey, honorsAffinity, honorsTaints }: SpreadConstraint,
  constraints: readonly SpreadConstraint[],
): string =>
  JSON.stringify([
    topologyKey,
    constraints.map((constraint) => constraint.topologyKey),
    honorsAffinity && [nodeSelector, affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution],
    honorsTaints && [tolerations],
  ]);

/** What decides which pods a constraint counts. */
export const keyOfPods = ({ namespace }: PodInfo, { selector }: SpreadConstraint): string => JSON.stringify([namespace, selector]);
