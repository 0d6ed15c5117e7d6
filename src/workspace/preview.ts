import type { KubernetesObject } from '../cluster/object.ts';
import { parseApiVersion } from '../model/group-version-kind.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { DnsRecord } from '../reconcile-preview/network/dns-records.ts';
import type { NetworkFinding } from '../reconcile-preview/network/finding.ts';
import { networkView, type NetworkView } from '../reconcile-preview/network/network-view.ts';
import { reachMatrix } from '../reconcile-preview/network/reach-matrix.ts';
import { reachWorld } from '../reconcile-preview/network/reach-world.ts';
import type { Route, RouteTable } from '../reconcile-preview/network/route.ts';
import type { ServicePortView, ServiceView } from '../reconcile-preview/network/service-view.ts';
import type { Preview } from '../reconcile-preview/preview.ts';
import {
  isJobRun,
  type BudgetDip,
  type JobRun,
  type JobStep,
  type PodRollout,
  type Rollout,
  type RolloutStep,
} from '../reconcile-preview/rollout/rollout.ts';
import { rolloutsOf } from '../reconcile-preview/rollout/rollouts.ts';
import { storyOf, type StoryLine } from '../reconcile-preview/story.ts';
import { runWhatIfs, type WhatIfQuestion } from '../reconcile-preview/what-if/run-what-ifs.ts';
import { encode } from '../schema/encode.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { applySources, diagnosticsOfApplied, type Applied } from './apply-sources.ts';
import type { PreviewInput } from './preview-input.ts';
import { createTroubles, type PreviewTrouble, type TroubleCause, type TroubleTree } from './preview-problems.ts';
import type { PreviewEnd, PreviewResult } from './preview-result.ts';
import { unmetAssumptions } from './unmet-assumptions.ts';
import { unmetMetrics } from './unmet-metrics.ts';
import { unmetWhatIfs, whatIfResult, type WhatIfResult } from './what-if-result.ts';

export { isJobRun };
export type {
  BudgetDip,
  DnsRecord,
  JobRun,
  JobStep,
  NetworkFinding,
  NetworkView,
  PodRollout,
  PreviewEnd,
  PreviewInput,
  PreviewResult,
  PreviewTrouble,
  Rollout,
  RolloutStep,
  Route,
  RouteTable,
  ServicePortView,
  ServiceView,
  StoryLine,
  TroubleCause,
  TroubleTree,
  WhatIfQuestion,
  WhatIfResult,
};

/** Applies manifests to a simulated cluster and answers what there is once it rests. */
export function previewSources(input: PreviewInput): PreviewResult {
  const { registry, assumptions = [], metrics = [], whatIf } = input;
  const applied = applySources(input);
  const { result, after } = applied;
  const last = result.stages.at(-1);
  const answers = last?.answers ?? [];
  const { store } = result.server.cluster;
  const network = networkView(store);
  const problems = result.problemsNow(network);
  const told = createTroubles([...after.applied, ...applied.before.applied, ...applied.existing.applied]);
  const plain = {
    accepted: answers.filter(({ answer }) => answer.verdict === 'accepted').length,
    documents: answers.length + after.diagnostics.length,
    troubles: told.troubles(problems).sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error')),
    roots: told.roots(problems),
    settled: last?.settled ?? true,
    objects: (last?.objects ?? []).map((object) => printed(object, registry)),
    everything: store.all().map((object) => printed(object, registry)),
    defaultNodes: result.defaultNodes,
    calls: applied.calls,
    network,
    story: storyOf(result.timeline.entries.slice(last?.firstEntry ?? 0)),
    ...laterAnswers(result),
    assumed: assumptions.map(({ text }, i) => ({ text, pods: result.assumed[i] ?? 0 })),
    end: endOf(result.end),
    now: result.server.cluster.clock.now,
  };
  const diagnostics = [
    ...unmetAssumptions(assumptions, result),
    ...unmetMetrics(metrics, result),
    ...diagnosticsOfApplied(applied, registry),
  ];
  if (!whatIf) return { ...plain, diagnostics };
  const outcome = runWhatIfs(result, whatIf);
  return {
    ...plain,
    diagnostics: [...unmetWhatIfs(outcome), ...diagnostics],
    whatIf: whatIfResult(
      outcome,
      told,
      store.all().map((object) => printed(object, registry)),
    ),
  };
}

/** What is worked out when somebody asks, of the cluster as it is now, whatever happens to it until then. */
function laterAnswers({ server, timeline, stages, end }: Preview<Applied>): Pick<PreviewResult, 'rollouts' | 'reach'> {
  const { store, clock } = server.cluster;
  const view = store.fork();
  const options = {
    timeline: { entries: timeline.entries.slice(), events: timeline.events },
    firstEntry: stages.at(-1)?.firstEntry ?? 0,
    view,
    now: clock.now,
    settled: end.settled,
    release: server.registry.release,
  };
  let rollouts: readonly Rollout[] | undefined;
  return { rollouts: () => (rollouts ??= rolloutsOf(options)), reach: () => reachMatrix(reachWorld(view)) };
}

const endOf = ({ at, stoppedBy, next }: Preview<Applied>['end']): PreviewEnd => ({
  at: at / 1000,
  ...(stoppedBy && { stoppedBy }),
  next: next.map((pending) => ({ at: pending.at / 1000, by: pending.by, key: pending.key })),
});

/** As the API server prints it; custom resources have no Go type and are printed as they are. */
function printed(object: KubernetesObject, registry: SchemaRegistry): JsonObject {
  const { group = '', version = '' } = parseApiVersion(object.apiVersion) ?? {};
  const resource = registry.resource({ group, version, kind: object.kind });
  const out: unknown = resource ? encode(registry, resource.type, object) : object;
  return isObject(out) ? out : {};
}
