import { groupResourceText } from '../status.ts';
import { fromInteger } from '../quantity.ts';
import type { QuotaEvaluator } from './evaluator.ts';

export const ONE = fromInteger(1);

const PREFIX = 'count/';

/** The name under which every resource can be counted: `count/deployments.apps`. */
export const objectCountName = (group: string, resource: string): string => `${PREFIX}${groupResourceText({ group, resource })}`;

/** Which resource a name counts; undefined when it is no such name. */
export function countedResource(name: string): { readonly group: string; readonly resource: string } | undefined {
  if (!name.startsWith(PREFIX)) return undefined;
  const [resource = '', ...group] = name.slice(PREFIX.length).split('.');
  return { resource, group: group.join('.') };
}

/** Names that core resources had before all could be counted. */
const ALIASES: Readonly<Record<string, string>> = {
  configmaps: 'configmaps',
  resourcequotas: 'resourcequotas',
  replicationcontrollers: 'replicationcontrollers',
  secrets: 'secrets',
};

/** Counts the objects of a resource. */
export function objectCountEvaluator(group: string, resource: string): QuotaEvaluator {
  const alias = group === '' && Object.hasOwn(ALIASES, resource) ? ALIASES[resource] : undefined;
  const names = new Set([objectCountName(group, resource), ...(alias === undefined ? [] : [alias])]);
  const usage = new Map([...names].map((name) => [name, ONE] as const));
  return { group, resource, tracks: (wanted) => [...wanted].filter((name) => names.has(name)), usage: () => usage };
}

/** The core resources that have such names. */
export const ALIASED_RESOURCES: readonly string[] = Object.keys(ALIASES);
