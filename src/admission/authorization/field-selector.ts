import type { FieldRequirement } from './authorizer.ts';

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
