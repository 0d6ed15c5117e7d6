import type { LabelSelector, LabelSelectorRequirement } from './kinds/meta-v1.ts';

const REQUIREMENT =
  /^\s*(?:!\s*(?<absent>[^\s=!(),<>]+)|(?<key>[^\s=!(),<>]+)(?:\s*(?<operator>==?|!=)\s*(?<value>[^\s=!(),<>]*)|\s+(?<negated>not)?in\s*\((?<list>[^()]*)\))?)\s*(?<end>,|$)/;

/** The selector that a text such as `app=web,tier in (a,b),!old` means; undefined for text that is none. Empty text takes everything. */
export function parseLabelSelector(text: string): LabelSelector | undefined {
  const matchExpressions: LabelSelectorRequirement[] = [];
  for (let rest = text, more = rest.trim() !== ''; more;) {
    const match = REQUIREMENT.exec(rest);
    if (!match) return undefined;
    const { absent, key = absent ?? '', operator, value = '', negated, list, end } = match.groups ?? {};
    if (absent !== undefined) matchExpressions.push({ key, operator: 'DoesNotExist' });
    else if (operator === undefined && list === undefined) matchExpressions.push({ key, operator: 'Exists' });
    else {
      const values = list === undefined ? [value] : list.split(',').map((each) => each.trim());
      matchExpressions.push({ key, operator: operator === '!=' || negated !== undefined ? 'NotIn' : 'In', values });
    }
    rest = rest.slice(match[0].length);
    more = end === ',';
  }
  return { matchExpressions };
}
