import type { FieldRequirement } from '../../admission/authorization/authorizer.ts';
import { isLabelValue, isQualifiedName } from '../../validate/shared/names.ts';

/** The terms of a field selector such as `spec.nodeName=worker,status.phase!=Running`; undefined for text that is none. */
export function parseFieldSelector(text: string): readonly FieldRequirement[] | undefined {
  const requirements: FieldRequirement[] = [];
  for (const term of text.match(/(?:\\[^]|[^\\,])+|\\$/g) ?? []) {
    const { field, operator, value = '' } = /^(?<field>[^]*?)(?<operator>!=|==|=)(?<value>[^]*)$/.exec(term)?.groups ?? {};
    if (field === undefined || !/^(?:\\[\\,=]|[^\\,=])*$/.test(value)) return undefined;
    requirements.push({ field, operator: operator === '!=' ? '!=' : '=', value: value.replace(/\\([\\,=])/g, '$1') });
  }
  return requirements;
}

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
