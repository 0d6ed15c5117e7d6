import type { AdmissionConfiguration } from '../admission/configuration.ts';
import type { Answer, ApiServer } from '../apiserver/api-server.ts';
import { createApiServer } from '../apiserver/create-api-server.ts';
import { createControlPlane } from '../apiserver/create-control-plane.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import { restoreObject } from '../reconcile-preview/restore.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { readDocuments } from '../yaml/read-documents.ts';
import { countQuotas } from './count-quotas.ts';
import type { SourceFile } from './source-file.ts';

export interface SimulationOptions {
  readonly registry: SchemaRegistry;
  /** Created through the API before any question is asked. */
  readonly setup?: readonly SourceFile[];
  /** Nodes and objects that exist, as `kubectl get -o yaml` prints them: taken over as they are. */
  readonly cluster?: readonly SourceFile[];
  /** Leave namespaces and service accounts that documents name to be found missing. */
  readonly bare?: boolean;
  /** Quotas are in force that nobody has counted yet. Without a controller, as `admit` asks the API server, they are not. */
  readonly countsQuotas?: boolean;
  /** Admission plugins, where they are not as by default. */
  readonly admission?: AdmissionConfiguration;
}

/** A cluster as its setup left it, to ask questions of. Questions do not change it. */
export interface Simulation {
  readonly registry: SchemaRegistry;
  /** What of the setup was refused or could not be read. */
  readonly problems: readonly Diagnostic[];
  /** What the API server would answer to one document: nothing of other documents is there. */
  ask(value: JsonObject): Answer;
  /** The answer to `value` where `before` was written first; undefined when `before` is not accepted. */
  askUpdate(before: JsonObject, value: JsonObject): Answer | undefined;
  /** An independent API server that continues from here. */
  fork(): ApiServer;
}

export function createSimulation({
  registry,
  setup = [],
  cluster = [],
  bare = false,
  countsQuotas = false,
  admission = {},
}: SimulationOptions): Simulation {
  const server = createControlPlane({ registry, admission });
  const base = server.cluster;
  const ensure = !bare;
  const serverOn = (cluster: Cluster): ApiServer => createApiServer({ cluster, registry, admission });
  const problems = [
    ...eachDocument(cluster, 'cluster', (value) => restoreObject(server, value)),
    ...eachDocument(setup, 'setup', (value) => refusalOf(server.createOrReplace(value, { ensure }))),
  ];
  if (countsQuotas) countQuotas(server);
  return {
    registry,
    problems,
    ask: (value) => serverOn(base.fork()).createOrReplace(value, { dryRun: true, ensure }),
    askUpdate(before, value) {
      const server = serverOn(base.fork());
      return server.createOrReplace(before, { ensure }).verdict === 'accepted'
        ? server.createOrReplace(value, { dryRun: true, ensure })
        : undefined;
    },
    fork: () => serverOn(base.fork()),
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
