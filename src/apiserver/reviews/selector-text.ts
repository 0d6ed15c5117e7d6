import { isLabelValue, isQualifiedName } from '../../validate/shared/names.ts';

const KEY = /[^\s=!(),<>]+/.source;
const LIST = `\\(\\s*(?:${KEY})?\\s*(?:,\\s*(?:${KEY})?\\s*)*\\)`;
const REQUIREMENT = new RegExp(
  `^\\s*(?:!\\s*(?<absent>${KEY})|(?<key>${KEY})(?:\\s*(?<operator>==?|!=|[<>])\\s*(?<value>${KEY})?|\\s+(?:not)?in\\s*(?<list>${LIST}))?)\\s*(?<end>,|$)`,
);

/** Whether a text is a label selector such as `app=web,tier in (a, b),!canary`. */
export function isLabelSelectorText(text: string): boolean {
  for (let rest = text, more = rest.trim() !== ''; more;) {
    const match = REQUIREMENT.exec(rest);
    const { absent, key = absent ?? '', operator = '', value = '', list = '', end } = match?.groups ?? {};
    if (!match || isQualifiedName(key).length > 0) return false;
    const values =
      list === ''
        ? [value]
        : list
            .slice(1, -1)
            .split(',')
            .map((each) => each.trim());
    if (values.some((each) => isLabelValue(each).length > 0)) return false;
    if ((operator === '<' || operator === '>') && !/^[+-]?\d+$/.test(value)) return false;
    rest = rest.slice(match[0].length);
    more = end === ',';
  }
  return true;
}
