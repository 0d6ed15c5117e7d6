import type { AdmissionConfiguration } from '../admission/configuration.ts';
import type { UserInfo } from '../admission/plugin.ts';
import type { Answer } from '../apiserver/api-server.ts';
import { gvkOf, metadataText } from '../apiserver/find-resource.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { compareDiagnostics } from '../diagnostic/severity.ts';
import { parseApiVersion } from '../model/group-version-kind.ts';
import { compareText, isObject, type JsonObject } from '../model/json.ts';
import type { DnsRecord } from '../reconcile-preview/network/dns-records.ts';
import type { NetworkFinding } from '../reconcile-preview/network/finding.ts';
import { networkView, type NetworkView } from '../reconcile-preview/network/network-view.ts';
import { reachMatrix, type ReachMatrix } from '../reconcile-preview/network/reach-matrix.ts';
import { reachWorld } from '../reconcile-preview/network/reach-world.ts';
import type { Route, RouteTable } from '../reconcile-preview/network/route.ts';
import type { ServicePortView, ServiceView } from '../reconcile-preview/network/service-view.ts';
import { preview, type Preview } from '../reconcile-preview/preview.ts';
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
import type { Assumption } from '../reconcile-preview/assumption.ts';
import type { GivenMetric } from '../reconcile-preview/metrics.ts';
import { storyOf, type StoryLine } from '../reconcile-preview/story.ts';
import { runWhatIfs, type WhatIfQuestion } from '../reconcile-preview/what-if/run-what-ifs.ts';
import { encode } from '../schema/encode.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { readingDiagnostics } from '../yaml/locate.ts';
import { readDocuments, type YamlDocument } from '../yaml/read-documents.ts';
import { answerProblems, type KnownKinds } from './answer-problems.ts';
import { diagnosticsOf } from './located.ts';
import type { Definitions } from './neighbours.ts';
import { oncePerKind } from './once-per-kind.ts';
import { createTroubles, type PreviewTrouble, type TroubleCause, type TroubleTree } from './preview-problems.ts';
import { servedVersions } from './served-versions.ts';
import { readSchedulerConfig } from './scheduler-config.ts';
import type { SourceFile } from './source-file.ts';
import { unmetAssumptions } from './unmet-assumptions.ts';
import { unmetMetrics } from './unmet-metrics.ts';
import { collectCalls } from './webhook-calls.ts';
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

export interface PreviewInput {
  readonly registry: SchemaRegistry;
  /** What is applied. */
  readonly files: readonly SourceFile[];
  /** What was applied before, when a change is previewed. */
  readonly against?: readonly SourceFile[];
  /** Nodes and objects that exist. */
  readonly cluster?: readonly SourceFile[];
  readonly admission?: AdmissionConfiguration;
  /** A KubeSchedulerConfiguration, where the scheduler is not set up as by default. */
  readonly schedulerConfig?: SourceFile | undefined;
  /** Keeps the order of the files and of the documents in them. */
  readonly asGiven?: boolean;
  /** CRDs that exist for what the input does not define itself. */
  readonly crds?: Definitions;
  /** Who applies `files`; an administrator where nobody is named. */
  readonly user?: UserInfo | undefined;
  /** What becomes of containers, where they do not simply run. */
  readonly assumptions?: readonly Assumption[];
  /** What pods use, and what else is measured; without any there are no metrics APIs. */
  readonly metrics?: readonly GivenMetric[];
  /** For how many milliseconds the cluster works after what is applied, also at what only recurs by the clock. */
  readonly until?: number | undefined;
  /** What happens to the cluster once it rests. */
  readonly whatIf?: WhatIfQuestion | undefined;
}

export interface PreviewResult {
  /** Refusals and warnings of the API server, and documents that could not be read. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many documents were accepted, of how many. */
  readonly accepted: number;
  readonly documents: number;
  readonly troubles: readonly PreviewTrouble[];
  /** The same by what it comes of: each root once, the worst first, with what comes of it. */
  readonly roots: readonly TroubleTree[];
  /** Whether the cluster came to rest. */
  readonly settled: boolean;
  /** All objects that resulted, as the API server prints them, ordered by group, kind, namespace, name. */
  readonly objects: readonly JsonObject[];
  /** All objects there are, with those of the cluster. */
  readonly everything: readonly JsonObject[];
  /** Whether nobody brought nodes, so that the default ones were taken. */
  readonly defaultNodes: boolean;
  /** Webhooks that writes would have been sent to, in words, and the objects; what they would have said is open. */
  readonly calls: readonly { readonly webhook: string; readonly objects: readonly string[] }[];
  /** Services, names, routes and policies as the parts of the network see them. */
  readonly network: NetworkView;
  /** Who wrote what, when and why, from when the manifests were applied. */
  readonly story: readonly StoryLine[];
  /** How the pods of each workload that changes go from what they were to what they are. Worked out when somebody asks. */
  readonly rollouts: () => readonly Rollout[];
  /** Who reaches whom, worked out when somebody asks. */
  readonly reach: () => ReachMatrix;
  /** What was assumed of containers, and of how many pods. */
  readonly assumed: readonly { readonly text: string; readonly pods: number }[];
  readonly end: PreviewEnd;
  /** When that was by the cluster's clock, in milliseconds since the epoch. */
  readonly now: number;
  /** What became of all this when something happened to the cluster. */
  readonly whatIf?: WhatIfResult;
}

/** When the cluster came to rest or was stopped. Times are seconds since the manifests were applied. */
export interface PreviewEnd {
  readonly at: number;
  /** Absent where it came to rest: the time that was given to it, the bound of the work, or components that undo each other's work for ever. */
  readonly stoppedBy?: 'time' | 'work' | 'livelock';
  /** What was left to do then. Of a cluster that rests it is what only recurs by the clock. */
  readonly next: readonly { readonly at: number; readonly by: string; readonly key: string }[];
}

/** A document that was applied, and where it stands. */
export interface Applied {
  readonly file: SourceFile;
  readonly document: YamlDocument;
  readonly value: JsonObject;
}

/** A simulated cluster that manifests were applied to, with what was said of them. */
export interface AppliedPreview {
  readonly result: Preview<Applied>;
  readonly before: ReadDocuments;
  readonly after: ReadDocuments;
  readonly existing: ReadDocuments;
  /** Webhooks that writes would have been sent to. */
  readonly calls: PreviewResult['calls'];
  /** What is wrong with the scheduler's configuration. */
  readonly schedulerDiagnostics: readonly Diagnostic[];
}

/** Applies manifests to a simulated cluster and lets it come to rest. Unless their order is to be kept, files are taken by name, so that it makes no difference. */
export function applySources({
  registry,
  files,
  against = [],
  cluster = [],
  crds,
  user,
  admission = {},
  schedulerConfig,
  asGiven = false,
  assumptions = [],
  metrics = [],
  until,
}: PreviewInput): AppliedPreview {
  const inOrder = (given: readonly SourceFile[]): readonly SourceFile[] =>
    asGiven ? given : given.toSorted((a, b) => compareText(a.source, b.source));
  const [before, after, existing] = [readAll(inOrder(against)), readAll(inOrder(files)), readAll(inOrder(cluster))];
  const scheduler = schedulerConfig && readSchedulerConfig(schedulerConfig, registry);
  const calls = collectCalls();
  const result = preview<Applied>({
    registry,
    admission,
    scheduler: scheduler?.setup,
    asGiven,
    assumptions,
    metrics,
    until,
    onCall: calls.note,
    stages: against.length > 0 ? [before.applied, after.applied] : [after.applied],
    cluster: existing.applied.map(({ value }) => value),
    crds: crds ? definitionsFor([...before.applied, ...after.applied], crds) : [],
    user,
  });
  return { result, before, after, existing, calls: calls.all(), schedulerDiagnostics: scheduler?.diagnostics ?? [] };
}

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

/** What could not be read or taken over, and what the API server said to what was applied last. */
export function diagnosticsOfApplied(
  { result, before, after, existing, schedulerDiagnostics }: AppliedPreview,
  registry: SchemaRegistry,
): Diagnostic[] {
  const leftOut = result.leftOut.flatMap(({ value, reason }): Diagnostic[] => {
    const origin = existing.applied.find((each) => each.value === value);
    return origin
      ? [
          {
            code: 'input/cluster',
            severity: 'warning',
            message: `left out: ${reason}`,
            at: { source: origin.file.source, range: origin.document.range },
          },
        ]
      : [];
  });
  const answers = result.stages.at(-1)?.answers ?? [];
  const known: KnownKinds = { registry, versionsOf: (group, kind) => servedVersions(result.server.cluster, registry, group, kind) };
  return [
    ...before.diagnostics,
    ...after.diagnostics,
    ...existing.diagnostics,
    ...leftOut,
    ...schedulerDiagnostics,
    ...oncePerKind(answers.flatMap(({ document, answer }) => answerDiagnostics(document, answer, known))),
  ].sort(compareDiagnostics);
}

/** The CRDs of the kinds of documents, but for those that are among the documents. */
function definitionsFor(documents: readonly Applied[], crds: Definitions): JsonObject[] {
  const own = new Set(documents.map(({ value }) => nameOf(value)));
  const kinds = new Map(
    documents.map(({ value }) => {
      const { group, kind } = gvkOf(value);
      return [`${group}/${kind}`, { group, kind }] as const;
    }),
  );
  const found = [...kinds.values()].flatMap(({ group, kind }) => crds.definitionsOf(group, kind));
  return found.filter((value) => !own.has(nameOf(value)));
}

const nameOf = (value: JsonObject): string => `${String(value.kind)} ${metadataText(value, 'name')}`;

interface ReadDocuments {
  readonly applied: readonly Applied[];
  readonly diagnostics: readonly Diagnostic[];
}

function readAll(files: readonly SourceFile[]): ReadDocuments {
  const read = files.map((file) => ({ file, documents: readDocuments(file.source, file.text) }));
  return {
    applied: read.flatMap(({ file, documents }) =>
      documents.flatMap((document) =>
        document.value && document.strictError === undefined ? [{ file, document, value: document.value }] : [],
      ),
    ),
    diagnostics: read.flatMap(({ file, documents }) => readingDiagnostics(file.text, documents)),
  };
}

const answerDiagnostics = ({ file, document, value }: Applied, answer: Answer, known: KnownKinds): Diagnostic[] =>
  diagnosticsOf(
    file,
    document,
    // Those of all writes are told together.
    answerProblems(answer, value, known).filter(({ code }) => code !== 'admission/webhook'),
  );

/** As the API server prints it; custom resources have no Go type and are printed as they are. */
function printed(object: KubernetesObject, registry: SchemaRegistry): JsonObject {
  const { group = '', version = '' } = parseApiVersion(object.apiVersion) ?? {};
  const resource = registry.resource({ group, version, kind: object.kind });
  const out: unknown = resource ? encode(registry, resource.type, object) : object;
  return isObject(out) ? out : {};
}
