import { hasOrAll, urlCovers, type Rule } from './rule-allows.ts';

/** What `wanted` allows and `held` does not: one rule for each group, resource, verb and name, and for each URL and verb. */
export const missingRules = (held: readonly Rule[], wanted: readonly Rule[]): Rule[] =>
  wanted.flatMap(atoms).filter((atom) => !held.some((rule) => covers(rule, atom)));

function atoms({ apiGroups = [], resources = [], verbs = [], resourceNames = [], nonResourceURLs = [] }: Rule): Rule[] {
  const ofResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb): Rule[] => {
        const all = { apiGroups: [group], resources: [resource], verbs: [verb] };
        return resourceNames.length === 0 ? [all] : resourceNames.map((name) => ({ ...all, resourceNames: [name] }));
      }),
    ),
  );
  return [...ofResources, ...nonResourceURLs.flatMap((url) => verbs.map((verb): Rule => ({ nonResourceURLs: [url], verbs: [verb] })))];
}

/** Whether one rule allows all that an atom does. Rules are compared by their text, so that `*` is only covered by `*`. */
function covers(rule: Rule, atom: Rule): boolean {
  const { resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const names = atom.resourceNames ?? [];
  return (
    (atom.verbs ?? []).every((verb) => hasOrAll(rule.verbs, verb)) &&
    (atom.apiGroups ?? []).every((group) => hasOrAll(rule.apiGroups, group)) &&
    (atom.resources ?? []).every((resource) => coversResource(resources, resource)) &&
    (resourceNames.length === 0 || (names.length > 0 && names.every((name) => resourceNames.includes(name)))) &&
    (atom.nonResourceURLs ?? []).every((path) => nonResourceURLs.some((url) => urlCovers(url, path)))
  );
}

function coversResource(held: readonly string[], resource: string): boolean {
  if (hasOrAll(held, resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && held.includes(`*${resource.slice(slash)}`);
}
