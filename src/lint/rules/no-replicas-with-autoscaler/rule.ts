import { fieldPath } from '../../../model/field-path.ts';
import { parseApiVersion } from '../../../model/group-version-kind.ts';
import { horizontalPodAutoscalers, replicated } from '../../kinds.ts';
import { defineRule } from '../../rule.ts';

export const noReplicasWithAutoscaler = defineRule({
  id: 'no-replicas-with-autoscaler',
  docs: {
    summary: 'Where an autoscaler sets the number of replicas, the manifest does not.',
    sources: ['kube-score/deployment-targeted-by-hpa-does-not-have-replicas-configured'],
  },
  kinds: replicated,
  severity: 'warning',
  fix: 'unsafe',
  check: ({ object, gvk, namespace, name, view, report }) => {
    if (object.spec?.replicas === undefined) return;
    const scaler = view.list(horizontalPodAutoscalers, namespace).find(({ object: { spec } }) => {
      const target = spec?.scaleTargetRef;
      return target?.kind === gvk.kind && target.name === name && parseApiVersion(target.apiVersion ?? '')?.group === gvk.group;
    });
    if (!scaler) return;
    const path = fieldPath('spec', 'replicas');
    report({
      path,
      message: `${gvk.kind} "${name}" sets ${object.spec.replicas} replicas, and HorizontalPodAutoscaler "${scaler.name}" sets the number, too.`,
      note: 'Every apply takes back what the autoscaler has done, in the midst of the load.',
      related: [{ object: scaler, path: fieldPath('spec', 'scaleTargetRef'), message: 'scaled here' }],
      fix: { title: 'Remove replicas', edits: [{ kind: 'remove', path }] },
    });
  },
});
