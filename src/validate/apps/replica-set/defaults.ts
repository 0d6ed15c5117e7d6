import type { ReplicaSet } from '../../../model/kinds/apps-v1.ts';
import { defaultPodTemplate } from '../../shared/pod-spec/defaults.ts';
import type { RuleContext } from '../../strategy.ts';

export function defaultReplicaSet(replicaSet: ReplicaSet, context: RuleContext): void {
  const spec = (replicaSet.spec ??= {});
  spec.replicas ??= 1;
  defaultPodTemplate((spec.template ??= {}), context);
}
