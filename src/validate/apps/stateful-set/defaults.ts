import type { StatefulSet } from '../../../model/kinds/apps-v1.ts';
import { defaultClaimSpec } from '../../shared/claim-defaults.ts';
import { defaultPodTemplate } from '../../shared/pod-spec/defaults.ts';
import { roundUpResourceList } from '../../shared/resource-list.ts';
import type { RuleContext } from '../../strategy.ts';

export function defaultStatefulSet(statefulSet: StatefulSet, context: RuleContext): void {
  const spec = (statefulSet.spec ??= {});
  spec.podManagementPolicy ||= 'OrderedReady';
  const strategy = (spec.updateStrategy ??= {});
  if (!strategy.type) {
    strategy.type = 'RollingUpdate';
    strategy.rollingUpdate ??= {};
  }
  if (strategy.type === 'RollingUpdate' && strategy.rollingUpdate) {
    strategy.rollingUpdate.partition ??= 0;
    if (context.gate('MaxUnavailableStatefulSet')) strategy.rollingUpdate.maxUnavailable ??= 1;
  }
  const retention = (spec.persistentVolumeClaimRetentionPolicy ??= {});
  retention.whenDeleted ||= 'Retain';
  retention.whenScaled ||= 'Retain';
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  defaultPodTemplate((spec.template ??= {}), context);
  for (const claim of spec.volumeClaimTemplates ?? []) {
    claim.apiVersion = 'v1';
    claim.kind = 'PersistentVolumeClaim';
    (claim.status ??= {}).phase ||= 'Pending';
    defaultClaimSpec((claim.spec ??= {}));
    roundUpResourceList(claim.status.capacity);
    roundUpResourceList(claim.status.allocatedResources);
  }
}
