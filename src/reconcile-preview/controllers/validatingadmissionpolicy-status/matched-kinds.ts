import { gvkKey } from '../../../model/group-version-kind.ts';
import { compareText } from '../../../model/json.ts';
import type { NamedRuleWithOperations } from '../../../model/kinds/admissionregistration-v1.ts';
import type { Resource } from '../../../schema/registry.ts';

/** So many kinds of one rule end the search. */
const MOST = 10;

/**
 * The resources whose kinds a policy's expressions are checked against, by group, version and kind. Rules with wildcards in groups or versions and names
 * of subresources count for nothing; the core group stands for any group.
 */
export function matchedKinds(rules: readonly NamedRuleWithOperations[], served: readonly Resource[]): Resource[] {
  const found = new Map<string, Resource>();
  for (const rule of rules) {
    let count = 0;
    for (const resource of meantBy(rule, served)) {
      found.set(gvkKey(resource.gvk), resource);
      if (++count === MOST) return inOrder(found.values());
    }
  }
  return inOrder(found.values());
}

const inOrder = (resources: Iterable<Resource>): Resource[] =>
  [...resources].sort(
    ({ gvk: a }, { gvk: b }) => compareText(a.group, b.group) || compareText(a.version, b.version) || compareText(a.kind, b.kind),
  );

function* meantBy({ apiGroups = [], apiVersions = [], resources = [] }: NamedRuleWithOperations, served: readonly Resource[]) {
  if ([...apiGroups, ...apiVersions].some((name) => name.includes('*'))) return;
  for (const group of sorted(apiGroups)) {
    const ofGroup = served.filter(({ gvk }) => group === '' || gvk.group === group);
    if (ofGroup.length === 0) continue;
    for (const version of sorted(apiVersions)) {
      const ofVersion = ofGroup.filter(({ gvk }) => gvk.version === version);
      if (ofVersion.length === 0) continue;
      for (const name of sorted(resources)) yield* ofVersion.filter((resource) => isNamed(resource, name.toLowerCase()));
    }
  }
}

const sorted = (names: readonly string[]): string[] => [...names].sort(compareText);
const isNamed = ({ plural, singular }: Resource, name: string): boolean => plural === name || singular === name;
