import type { AdmissionConfiguration } from '../admission/configuration.ts';
import type { UserInfo } from '../admission/plugin.ts';
import type { Answer, ApiServer, Connection, WriteOptions } from '../apiserver/api-server.ts';
import { createApiServer } from '../apiserver/create-api-server.ts';
import { createControlPlane } from '../apiserver/create-control-plane.ts';
import { metadataText } from '../apiserver/find-resource.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import { restoreObject } from '../reconcile-preview/restore.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { countQuotas } from './count-quotas.ts';
import type { Definitions, Neighbours } from './neighbours.ts';
import { policySourceOf, type PolicySource } from './policy-problem.ts';
import { eachDocument, writeSetup, type Setup } from './setup.ts';
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
  /** What of the setup was refused or could not be read. Asking has all of it judged, of which else only what is needed is. */
  readonly problems: readonly Diagnostic[];
  /** For sharing out the judgement of the setup. */
  readonly setup: Pick<Setup, 'judge' | 'trust'>;
  /** What the API server would answer to one document: of other documents only the neighbours are there. */
  ask(value: JsonObject): Answer;
  /** The answer to `value` where `before` was written first, of a subresource where one is named; undefined when `before` is not accepted. */
  askUpdate(before: JsonObject, value: JsonObject, subresource?: string): Answer | undefined;
  /** The answer to deleting the object of a document, which is there, unless the API server would not have it. */
  askDelete(value: JsonObject): Answer;
  /** The answer to connecting to it. */
  askConnect(value: JsonObject, connection: Connection): Answer;
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
  const restored = cluster.flatMap((file) =>
    eachDocument(file, { start: 0, end: file.text.length }, 'cluster', (value) => restoreObject(server, value)),
  );
  const written = writeSetup(server, setup, { admission, ensure });
  if (countsQuotas) countQuotas(server);
  return simulate(
    {
      registry,
      admission,
      base: server.cluster,
      ensure,
      user,
      restored,
      setup: written,
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
  /** What could not be taken over. */
  readonly restored: readonly Diagnostic[];
  readonly setup: Setup;
  /** Where CRDs are looked for; the later ones hold. */
  readonly definitions: readonly Definitions[];
  readonly policySource: PolicySource;
}

function simulate(parts: Parts, neighbours: readonly JsonObject[]): Simulation {
  const { registry, admission, base, ensure, user, restored, setup, definitions } = parts;
  const serverOn = (cluster: Cluster): ApiServer => createApiServer({ cluster, registry, admission });
  const question: WriteOptions = { dryRun: true, ensure, ...(user && { user }) };
  const place = createSurroundings(parts, neighbours);
  /** Lets an object be there: what a cluster has printed as it is, all else as the API server would have it. */
  const bringIn = (server: ApiServer, value: JsonObject): boolean =>
    metadataText(value, 'uid') === ''
      ? server.createOrReplace(value, { ensure }).verdict === 'accepted'
      : restoreObject(server, value) === undefined;
  function serverWith(value: JsonObject): ApiServer {
    const server = serverOn(place.around(value));
    bringIn(server, value);
    return server;
  }
  return {
    registry,
    get problems() {
      return [...restored, ...setup.problems()];
    },
    setup: {
      judge: (share, count) => [...(share === 0 ? [{ part: -1, problems: restored }] : []), ...setup.judge(share, count)],
      trust: (findings) => setup.trust(findings),
    },
    ask: (value) => serverOn(place.around(value)).createOrReplace(value, question),
    askUpdate(before, value, subresource = '') {
      const server = serverOn(place.around(value));
      if (!bringIn(server, before)) return undefined;
      if (subresource === '') return server.createOrReplace(value, question);
      if (before.status !== undefined) server.replaceStatus(before);
      return server.replaceSubresource(value, subresource, question);
    },
    askDelete: (value) => serverWith(value).delete(value, question),
    askConnect: (value, connection) => serverWith(value).connect(value, connection, question),
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
