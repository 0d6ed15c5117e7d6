import type { LimitRange, LimitRangeItem } from '../../../model/kinds/core-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { roundUpResourceList } from '../../shared/resource-list.ts';
import { validateLimitRange } from './validate.ts';

export const limitRangeStrategy = defineStrategy<LimitRange>({
  gvk: { group: '', version: 'v1', kind: 'LimitRange' },
  createOnUpdate: true,
  defaults({ spec }) {
    for (const item of spec?.limits ?? []) defaultItem(item);
  },
  prepareForCreate(range) {
    // A range without a name is given a random one.
    const metadata = (range.metadata ??= {});
    metadata.name ||= metadata.uid ?? '';
  },
  validate: validateLimitRange,
  validateUpdate: validateLimitRange,
});

/** Containers get the maximum as their limit, and their limit, or else the minimum, as their request. */
function defaultItem(item: LimitRangeItem): void {
  if (item.type === 'Container') {
    item.default = { ...item.max, ...item.default };
    item.defaultRequest = { ...item.min, ...item.default, ...item.defaultRequest };
  }
  for (const list of [item.max, item.min, item.default, item.defaultRequest, item.maxLimitRequestRatio]) roundUpResourceList(list);
}
