import type { Deployment } from '../../../model/kinds/apps-v1.ts';
import { defaultPodTemplate } from '../../shared/pod-spec/defaults.ts';
import type { RuleContext } from '../../strategy.ts';

export function defaultDeployment(deployment: Deployment, context: RuleContext): void {
  const spec = (deployment.spec ??= {});
  spec.replicas ??= 1;
  const strategy = (spec.strategy ??= {});
  strategy.type ||= 'RollingUpdate';
  if (strategy.type === 'RollingUpdate') {
    const rollingUpdate = (strategy.rollingUpdate ??= {});
    rollingUpdate.maxUnavailable ??= '25%';
    rollingUpdate.maxSurge ??= '25%';
  }
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
  defaultPodTemplate((spec.template ??= {}), context);
}
