import { goQuote } from '../../model/go-text.ts';
import { compareText } from '../../model/json.ts';
import type { Rule } from './rule-allows.ts';

/** Rules for one resource and at most one name each, joined where they differ by verb only, as sorted texts. */
export function compactTexts(rules: readonly Rule[]): string[] {
  const joined = new Map<string, Rule>();
  for (const rule of rules) {
    const { verbs = [], ...rest } = rule;
    const key = rule.nonResourceURLs ? JSON.stringify(rule) : JSON.stringify(rest);
    const known = joined.get(key);
    joined.set(key, known && !rule.nonResourceURLs ? { ...known, verbs: [...(known.verbs ?? []), ...verbs] } : rule);
  }
  return [...new Set([...joined.values()].map(ruleText))].sort(compareText);
}

/** `{APIGroups:["apps"], Resources:["deployments"], Verbs:["get" "list"]}`: empty lists are left out. */
export function ruleText({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: Rule): string {
  const lists = {
    APIGroups: apiGroups,
    Resources: resources,
    NonResourceURLs: nonResourceURLs,
    ResourceNames: resourceNames,
    Verbs: verbs,
  };
  const parts = Object.entries(lists).flatMap(([name, texts]) => (texts?.length ? [`${name}:${quotedList(texts)}`] : []));
  return `{${parts.join(', ')}}`;
}

/** As Go's `%q` prints a list of texts. */
export const quotedList = (texts: readonly string[]): string => `[${texts.map(goQuote).join(' ')}]`;
