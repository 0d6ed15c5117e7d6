import type { KubernetesObject } from '../cluster/object.ts';
import type { JsonObject } from '../model/json.ts';
import type { Pod } from '../model/kinds/core-v1.ts';
import { notFoundStatus } from '../model/status.ts';
import { mutate, validateByAdmission } from './admission-phase.ts';
import type { Answer, Connection, WriteOptions } from './api-server.ts';
import { authorizeWrite } from './authorize-write.ts';
import { existingObject } from './delete-named.ts';
import { metadataText } from './find-resource.ts';
import { resourceNotFound } from './routing-status.ts';
import { failed, groupResourceOf, type Outcome, type ServerContext, type Write } from './server-context.ts';
import { answer, refused, startWrite } from './start-write.ts';

/** Kinds of the options of a connection, by what it leads to. */
const OPTIONS: Readonly<Record<string, Partial<Record<Connection, string>>>> = {
  pods: { exec: 'PodExecOptions', attach: 'PodAttachOptions', portforward: 'PodPortForwardOptions', proxy: 'PodProxyOptions' },
  services: { proxy: 'ServiceProxyOptions' },
  nodes: { proxy: 'NodeProxyOptions' },
};

/**
 * A request to `exec` and its like: who may send it, what admission says to its options (those of `kubectl exec` and its like without flags), and whether the
 * object is there. What the node does with it is not asked.
 */
export function connect(server: ServerContext, body: JsonObject, connection: Connection, options: WriteOptions): Answer {
  const started = startWrite(server, body, options, connection);
  if ('verdict' in started) return started;
  const { resource } = started.write;
  const name = metadataText(body, 'name');
  const forbidden = authorizeWrite(server, started.write, connection === 'proxy' ? 'get' : 'create', name);
  if (forbidden) return refused(started.write, forbidden);
  const kind = resource.gvk.group === '' ? OPTIONS[resource.plural]?.[connection] : undefined;
  if (kind === undefined) return refused(started.write, resourceNotFound());
  const carries = { gvk: { group: '', version: 'v1', kind }, name };
  // options are no objects of the API: expressions see them as they are
  const write: Write = { ...started.write, operation: 'CONNECT', carries, resource: { ...resource, type: '' }, dryRun: false };
  return answer({ ...write, resource }, open(server, write, name, connection));
}

function open(server: ServerContext, write: Write, name: string, connection: Connection): Outcome {
  const existing = existingObject(server, write, name);
  const options = { apiVersion: 'v1', kind: write.carries?.gvk.kind, ...optionsOf(existing, connection) };
  const denied = mutate(server, write, options, undefined) ?? validateByAdmission(server, write, options, undefined);
  if (denied) return failed(denied);
  return existing ? { code: 200, object: existing } : failed(notFoundStatus(groupResourceOf(write.resource), name));
}

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** What kubectl sends: `exec` and `attach` go to the pod's default container. */
function optionsOf(existing: KubernetesObject | undefined, connection: Connection): Readonly<Record<string, unknown>> {
  if (connection !== 'exec' && connection !== 'attach') return {};
  const pod: Pod = existing ? { ...existing, metadata: { ...existing.metadata } } : {};
  const container = pod.metadata?.annotations?.[DEFAULT_CONTAINER] ?? pod.spec?.containers?.[0]?.name;
  const command = connection === 'exec' ? { command: ['sh'] } : {};
  return { stdout: true, stderr: true, ...(container !== undefined && { container }), ...command };
}
