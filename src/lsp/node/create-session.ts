import { fileURLToPath } from 'node:url';
import { createEditorSession } from '../../workspace/create-editor-session.ts';
import type { EditorSession } from '../../workspace/editor-session.ts';
import type { OnBug } from '../../workspace/check.ts';
import { neighboursOfSources } from '../../workspace/neighbours.ts';
import { DEFAULT_RELEASE, loadDocumentation, loadSchemas, parseRelease, schemasWith } from '../../workspace/schemas.ts';
import { createSimulation } from '../../workspace/simulation.ts';
import { impersonatedUser } from '../../workspace/user.ts';
import type { SessionSettings } from '../server.ts';
import { readConfiguration } from './read-configuration.ts';

/** A session for a folder: what the client says goes before what its `drydock.yaml` does. */
export function createSession({ kubernetesVersion = '', folder }: SessionSettings, onBug: OnBug): EditorSession {
  const { config, crds } = folder?.startsWith('file:') ? readConfiguration(fileURLToPath(folder)) : { config: {}, crds: [] };
  const release = parseRelease(kubernetesVersion) ?? config.kubernetesVersion ?? DEFAULT_RELEASE;
  const registry = schemasWith(release, config.enableApis ?? []);
  return createEditorSession({
    simulation: createSimulation({
      registry,
      crds: neighboursOfSources(crds),
      ...(config.admission && { admission: config.admission }),
      ...(config.as !== undefined && { user: impersonatedUser(config.as, config.asGroups) }),
    }),
    lint: { registry, rules: config.rules ?? {} },
    sources: { registry, registryOf: loadSchemas, documentation: loadDocumentation() },
    onBug,
  });
}
