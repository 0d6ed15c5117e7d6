import type { Pod } from '../../model/kinds/core-v1.ts';
import { listObjects, type Typed } from '../kind.ts';
import { NODE, POD } from '../kinds.ts';
import { isFilterPass, type CycleContext, type FilterPass, type Plugin } from '../scheduler/framework.ts';
import type { NodeInfo } from '../scheduler/node-info.ts';
import { podInfo, type PodInfo } from '../scheduler/pod-info.ts';
import { Snapshot } from '../scheduler/snapshot.ts';
import { isRejection } from '../scheduler/verdict.ts';
import type { ProblemScene } from './scene.ts';

/** What one plugin has against a pod on a node, or anywhere. */
export interface Objection {
  readonly plugin: string;
  readonly reasons: readonly string[];
}

/** A node with everything that keeps a pod off it: a scheduler stops at the first of them. */
export interface JudgedNode {
  readonly node: NodeInfo;
  readonly objections: readonly Objection[];
}

/** All that keeps a pod from having a node. */
export interface Judgement {
  readonly pod: PodInfo;
  /** What is against the pod on any node. */
  readonly general: readonly Objection[];
  readonly nodes: readonly JudgedNode[];
}

/** Judges pods by all plugins on all nodes, with the pods on them as they are. */
export function nodeJudge({ view, release, now, pluginsOf }: ProblemScene): (pod: Typed<Pod>) => Judgement {
  const snapshot = new Snapshot();
  for (const node of listObjects(view, NODE)) snapshot.setNode(node);
  for (const pod of listObjects(view, POD)) {
    const { phase } = pod.status ?? {};
    if (pod.spec?.nodeName && phase !== 'Succeeded' && phase !== 'Failed') snapshot.setPod(podInfo(pod));
  }
  const context: CycleContext = { release, now, view, snapshot, nextNode: { index: 0 }, nominatedPods: () => [] };
  return (object) => {
    const pod = podInfo(object);
    const general: Objection[] = [];
    const filters = (pluginsOf(pod.spec.schedulerName ?? '') ?? []).flatMap((plugin) => filtersOf(plugin, pod, context, general));
    const nodes = snapshot.nodes.map((node) => ({
      node,
      objections: filters.flatMap(({ plugin, pass }) => objection(plugin, pass, node)),
    }));
    return { pod, general, nodes };
  };
}

interface PluginPass {
  readonly plugin: string;
  readonly pass: FilterPass;
}

function filtersOf(plugin: Plugin, pod: PodInfo, context: CycleContext, general: Objection[]): PluginPass[] {
  const { name, filter } = plugin;
  const plain = filter ? [{ plugin: name, pass: { filter: (node: NodeInfo) => filter(pod, node, context) } }] : [];
  const outcome = plugin.preFilter?.(pod, context) ?? 'skip';
  if (outcome === 'skip') return plain;
  if (isFilterPass(outcome)) return [...plain, { plugin: name, pass: outcome }];
  general.push({ plugin: name, reasons: isRejection(outcome) ? outcome.reasons : [outcome.message] });
  return plain;
}

function objection(plugin: string, { nodeNames, filter }: FilterPass, node: NodeInfo): Objection[] {
  if (nodeNames && !nodeNames.has(node.name)) return [{ plugin, reasons: [`node(s) didn't satisfy plugin ${plugin}`] }];
  const verdict = filter?.(node);
  return verdict && isRejection(verdict) ? [{ plugin, reasons: verdict.reasons }] : [];
}
