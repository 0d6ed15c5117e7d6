import { closest } from '../../../text/closest.ts';
import { fieldPath } from '../../../model/field-path.ts';
import { podBearing, services } from '../../kinds.ts';
import { podOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';
import { selectedBy } from '../../view.ts';

export const noDanglingServiceSelector = defineRule({
  id: 'no-dangling-service-selector',
  docs: {
    summary: 'A Service selects pods that exist.',
    sources: ['kube-linter/dangling-service', 'kube-score/service-targets-pod', 'popeye/service'],
  },
  kinds: services,
  severity: 'warning',
  fix: 'none',
  check: ({ object, namespace, name, view, report }) => {
    const selector = object.spec?.selector ?? {};
    if (object.spec?.type === 'ExternalName' || Object.keys(selector).length === 0) return;
    // without any pods of its namespace at hand, they are likely to be elsewhere
    const known = view.list(podBearing, namespace);
    if (known.length === 0 || selectedBy(view, namespace, selector).length > 0) return;
    const labels = known.flatMap((each) =>
      Object.entries(podOf(each.object).metadata.labels ?? {}).map(([label, value]) => `${label}: ${value}`),
    );
    const missing = Object.entries(selector)
      .map(([label, value]) => `${label}: ${value}`)
      .find((pair) => !labels.includes(pair));
    const meant = missing === undefined ? undefined : closest(missing, labels);
    report({
      path: fieldPath('spec', 'selector'),
      message: `Service "${name}" selects no pods.`,
      note:
        missing === undefined
          ? 'No single workload of the namespace has all these labels.'
          : `No pods of the namespace "${namespace}" are labelled \`${missing}\`${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`,
    });
  },
});
