import type { AdmissionConfiguration } from '../admission/configuration.ts';
import type { UserInfo } from '../admission/plugin.ts';
import type { Answer, ApiServer, WriteOptions } from '../apiserver/api-server.ts';
import { createApiServer } from '../apiserver/create-api-server.ts';
import { createControlPlane } from '../apiserver/create-control-plane.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import { restoreObject } from '../reconcile-preview/restore.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { readDocuments } from '../yaml/read-documents.ts';
import { countQuotas } from './count-quotas.ts';
import type { Definitions, Neighbours } from './neighbours.ts';
import { policySourceOf, type PolicySource } from './policy-problem.ts';
import type { SourceFile } from './source-file.ts';
import { createSurroundings } from './surroundings.ts';

export interface SimulationOptions {
  readonly registry: SchemaRegistry;
  /** Created through the API before any question is asked. */
  readonly setup?: readonly SourceFile[];
  /** Nodes and objects that exist, as `kubectl get -o yaml` prints them: taken over as they are. */
  readonly cluster?: readonly SourceFile[];
  /** CRDs by which custom resources are judged besides. */
  readonly crds?: Definitions;
  /** Leave namespaces and service accounts that documents name to be found missing. */
  readonly bare?: boolean;
  /** Quotas are in force that nobody has counted yet. Without a controller, as `admit` asks the API server, they are not. */
  readonly countsQuotas?: boolean;
  /** Admission plugins, where they are not as by default. */
  readonly admission?: AdmissionConfiguration;
  /** Who sends the documents that are asked about; an administrator where nobody is named. */
  readonly user?: UserInfo | undefined;
}

/** A cluster as its setup left it, to ask questions of. Questions do not change it. */
export interface Simulation {
  readonly registry: SchemaRegistry;
  /** What of the setup was refused or could not be read. */
  readonly problems: readonly Diagnostic[];
  /** What the API server would answer to one document: of other documents only the neighbours are there. */
  ask(value: JsonObject): Answer;
  /** The answer to `value` where `before` was written first; undefined when `before` is not accepted. */
  askUpdate(before: JsonObject, value: JsonObject): Answer | undefined;
  /** The versions in which CRDs serve a kind; none where no CRD defines it. */
  versionsOf(group: string, kind: string): readonly string[];
  /** The same cluster, where `neighbours` are there as well. An object among them is judged as if it were not. */
  among(neighbours: Neighbours): Simulation;
  /** An independent API server that continues from here. */
  fork(): ApiServer;
  /** Where a policy of the setup or the neighbours has an expression. */
  readonly policySource: PolicySource;
}

export function createSimulation({
  registry,
  setup = [],
  cluster = [],
  crds,
  bare = false,
  countsQuotas = false,
  admission = {},
  user,
}: SimulationOptions): Simulation {
  const server = createControlPlane({ registry, admission });
  const ensure = !bare;
  const problems = [
    ...eachDocument(cluster, 'cluster', (value) => restoreObject(server, value)),
    ...eachDocument(setup, 'setup', (value) => refusalOf(server.createOrReplace(value, { ensure }))),
  ];
  if (countsQuotas) countQuotas(server);
  return simulate(
    {
      registry,
      admission,
      base: server.cluster,
      ensure,
      user,
      problems,
      definitions: crds ? [crds] : [],
      policySource: policySourceOf([...cluster, ...setup]),
    },
    [],
  );
}

interface Parts {
  readonly registry: SchemaRegistry;
  readonly admission: AdmissionConfiguration;
  readonly base: Cluster;
  readonly ensure: boolean;
  readonly user: UserInfo | undefined;
  readonly problems: readonly Diagnostic[];
  /** Where CRDs are looked for; the later ones hold. */
  readonly definitions: readonly Definitions[];
  readonly policySource: PolicySource;
}

function simulate(parts: Parts, neighbours: readonly JsonObject[]): Simulation {
  const { registry, admission, base, ensure, user, problems, definitions } = parts;
  const serverOn = (cluster: Cluster): ApiServer => createApiServer({ cluster, registry, admission });
  const question: WriteOptions = { dryRun: true, ensure, ...(user && { user }) };
  const place = createSurroundings(parts, neighbours);
  return {
    registry,
    problems,
    ask: (value) => serverOn(place.around(value)).createOrReplace(value, question),
    askUpdate(before, value) {
      const server = serverOn(place.around(value));
      return server.createOrReplace(before, { ensure }).verdict === 'accepted' ? server.createOrReplace(value, question) : undefined;
    },
    versionsOf: (group, kind) => place.versionsOf(group, kind),
    among: (more) =>
      simulate(
        { ...parts, definitions: [...definitions, more], policySource: (place) => more.policySource(place) ?? parts.policySource(place) },
        [...neighbours, ...more.objects],
      ),
    fork: () => serverOn(base.fork()),
    policySource: parts.policySource,
  };
}

/** Does something with all objects of files. What cannot be read, and what `act` says is wrong, becomes a finding. */
function eachDocument(
  files: readonly SourceFile[],
  option: 'cluster' | 'setup',
  act: (value: JsonObject) => string | undefined,
): Diagnostic[] {
  return files.flatMap(({ source, text }) =>
    readDocuments(source, text).flatMap(({ value, error, strictError, range }): Diagnostic[] => {
      const unreadable = error ?? strictError;
      const problem = value && unreadable === undefined ? act(value) : unreadable;
      return problem === undefined
        ? []
        : [{ code: `input/${option}`, severity: 'warning', message: `${option}: ${problem}`, at: { source, range } }];
    }),
  );
}

function refusalOf(answer: Answer): string | undefined {
  switch (answer.verdict) {
    case 'accepted':
      return undefined;
    case 'rejected':
      return answer.status.message;
    case 'unknown-kind':
      return answer.error;
  }
}
