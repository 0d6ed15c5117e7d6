import { fieldPath } from '../../../model/field-path.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import { servers } from '../../kinds.ts';
import { podOf } from '../../pods.ts';
import { defineRule } from '../../rule.ts';
import { labelOf } from '../../view.ts';

export const noOverlappingSelectors = defineRule({
  id: 'no-overlapping-selectors',
  docs: {
    summary: 'A controller selects no pods of another one.',
    sources: [],
  },
  kinds: servers,
  severity: 'warning',
  fix: 'none',
  check: ({ object, gvk, namespace, name, view, report }) => {
    if (gvk.group === '') return;
    const others = view
      .list(servers, namespace)
      .filter((other) => other.gvk.kind !== gvk.kind || other.name !== name)
      .filter((other) => matchesLabelSelector(object.spec?.selector, podOf(other.object).metadata.labels));
    const [first, ...rest] = others;
    if (!first) return;
    report({
      path: fieldPath('spec', 'selector'),
      message: `${gvk.kind} "${name}" selects the pods of ${labelOf(first)}${rest.length === 0 ? '' : ` and of ${rest.length} more`}, too.`,
      note: "They count and may take over each other's pods; give each a label of its own.",
      related: others
        .slice(0, MOST_RELATED)
        .map((other) => ({ object: other, path: fieldPath('metadata', 'name'), message: 'its pods match' })),
    });
  },
});

const MOST_RELATED = 5;
