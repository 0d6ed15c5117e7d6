import type { DaemonSet } from '../../../model/kinds/apps-v1.ts';
import { defaultPodTemplate } from '../../shared/pod-spec/defaults.ts';
import type { RuleContext } from '../../strategy.ts';

export function defaultDaemonSet(daemonSet: DaemonSet, context: RuleContext): void {
  const spec = (daemonSet.spec ??= {});
  const strategy = (spec.updateStrategy ??= {});
  strategy.type ||= 'RollingUpdate';
  if (strategy.type === 'RollingUpdate') {
    const rollingUpdate = (strategy.rollingUpdate ??= {});
    rollingUpdate.maxUnavailable ??= 1;
    rollingUpdate.maxSurge ??= 0;
  }
  spec.revisionHistoryLimit ??= 10;
  defaultPodTemplate((spec.template ??= {}), context);
}
