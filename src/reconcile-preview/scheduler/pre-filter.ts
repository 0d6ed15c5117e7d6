import type { EqualPods } from './equal-pods.ts';
import { isFilterPass, type CycleContext, type NamedPass, type Plugin, type PreFilterOutcome } from './framework.ts';
import type { PodInfo } from './pod-info.ts';
import type { Filters } from './run-filters.ts';
import { unresolvable, type Failure, type Rejection } from './verdict.ts';

/** One pod's turn. */
export interface Cycle {
  readonly pod: PodInfo;
  readonly plugins: readonly Plugin[];
  /** What is known from equal pods; undefined where no plugin says which are. */
  readonly equals: EqualPods | undefined;
  readonly context: CycleContext;
}

/** What the plugins found out about a pod before nodes are looked at. */
export interface PreFiltered extends Filters {
  readonly kind: 'passes';
  /** The nodes in question; undefined for all. */
  readonly nodeNames: ReadonlySet<string> | undefined;
  /** Plugins that named nodes, sorted. */
  readonly restrictors: readonly string[];
  readonly rejection: Rejection | undefined;
}

export function preFilter(cycle: Cycle): PreFiltered | Failure {
  const shared: NamedPass[] = [];
  const others: NamedPass[] = [];
  const restrictors: string[] = [];
  let nodeNames: ReadonlySet<string> | undefined;
  let rejection: Rejection | undefined;
  let isShared = cycle.equals !== undefined;
  const found = (): PreFiltered => ({ kind: 'passes', passes: [...shared, ...others], shared, others, nodeNames, restrictors, rejection });
  for (const plugin of cycle.plugins) {
    if (!plugin.filter && !plugin.preFilter) continue;
    isShared &&= plugin.sign !== undefined;
    const outcome = prepare(plugin, cycle);
    if (outcome === 'skip') continue;
    if (!isFilterPass(outcome)) {
      if (outcome.kind === 'error') return { ...outcome, message: `running PreFilter plugin "${plugin.name}": ${outcome.message}` };
      rejection = { ...outcome, plugin: plugin.name };
      if (outcome.kind === 'unresolvable') return { ...found(), restrictors: [] };
      continue;
    }
    (isShared ? shared : others).push({ name: plugin.name, pass: outcome });
    if (!outcome.nodeNames) continue;
    restrictors.push(plugin.name);
    restrictors.sort();
    nodeNames = nodeNames ? new Set([...nodeNames].filter((name) => outcome.nodeNames?.has(name))) : outcome.nodeNames;
    if (nodeNames.size > 0) continue;
    const reason =
      restrictors.length === 1
        ? `node(s) didn't satisfy plugin ${plugin.name}`
        : `node(s) didn't satisfy plugin(s) [${restrictors.join(' ')}] simultaneously`;
    return { ...found(), rejection: unresolvable(reason) };
  }
  return found();
}

function prepare(plugin: Plugin, { pod, equals, context }: Cycle): PreFilterOutcome {
  const { filter } = plugin;
  const ask = (): PreFilterOutcome =>
    filter ? { filter: (node) => filter(pod, node, context) } : (plugin.preFilter?.(pod, context) ?? 'skip');
  return equals && plugin.sign ? equals.outcomeOf(plugin, ask) : ask();
}
