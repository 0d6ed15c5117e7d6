import type { JsonObject } from '../model/json.ts';
import { objectOf, objectsOf, textOf } from './context.ts';

/** How a workload takes a ConfigMap or Secret into its pods: files that follow changes, files that do not (`subPath`), environment variables. */
export type Use = 'files' | 'fixed files' | 'environment';

/** The spec of the pods an object makes, or is; undefined for kinds without pods. */
export function podSpecOf(object: JsonObject): JsonObject | undefined {
  switch (textOf(object, 'kind')) {
    case 'Pod':
      return objectOf(object, 'spec');
    case 'CronJob':
      return objectOf(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec');
    default:
      return objectOf(object, 'spec', 'template', 'spec');
  }
}

/** The ways in which pods of this spec take the ConfigMap or Secret `name`, each once. */
export function usesOf(spec: JsonObject, kind: 'ConfigMap' | 'Secret', name: string): Use[] {
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => objectsOf(spec, list));
  const volumes = new Set(
    objectsOf(spec, 'volumes')
      .filter((volume) => namesSource(volume, kind, name))
      .map((volume) => textOf(volume, 'name')),
  );
  const uses = new Set<Use>();
  for (const container of containers) {
    for (const mount of objectsOf(container, 'volumeMounts')) {
      if (volumes.has(textOf(mount, 'name')))
        uses.add(textOf(mount, 'subPath') === '' && textOf(mount, 'subPathExpr') === '' ? 'files' : 'fixed files');
    }
    const prefix = kind === 'ConfigMap' ? 'configMap' : 'secret';
    const isRead =
      objectsOf(container, 'envFrom').some((source) => textOf(objectOf(source, `${prefix}Ref`), 'name') === name) ||
      objectsOf(container, 'env').some((variable) => textOf(objectOf(variable, 'valueFrom', `${prefix}KeyRef`), 'name') === name);
    if (isRead) uses.add('environment');
  }
  return [...uses].sort();
}

function namesSource(volume: JsonObject, kind: 'ConfigMap' | 'Secret', name: string): boolean {
  const projected = objectsOf(objectOf(volume, 'projected'), 'sources');
  return kind === 'ConfigMap'
    ? textOf(objectOf(volume, 'configMap'), 'name') === name ||
        projected.some((source) => textOf(objectOf(source, 'configMap'), 'name') === name)
    : textOf(objectOf(volume, 'secret'), 'secretName') === name ||
        projected.some((source) => textOf(objectOf(source, 'secret'), 'name') === name);
}

const SEEN: Record<Use, string> = {
  files: 'as files, which follow within about a minute',
  'fixed files': 'as files mounted by subPath, which stay until the pods restart',
  environment: 'as environment variables, which stay until the pods restart',
};

/** `used by Deployment web as environment variables, which stay until the pods restart`; undefined when no workload of `objects` uses it. */
export function consumersText(
  objects: readonly JsonObject[],
  kind: 'ConfigMap' | 'Secret',
  namespace: string,
  name: string,
): string | undefined {
  const users = objects.flatMap((object) => {
    const metadata = objectOf(object, 'metadata');
    const spec = podSpecOf(object);
    if (!spec || textOf(metadata, 'namespace') !== namespace) return [];
    return usesOf(spec, kind, name).map((use) => `${textOf(object, 'kind')} ${textOf(metadata, 'name')} ${SEEN[use]}`);
  });
  return users.length === 0 ? undefined : `used by ${[...new Set(users)].sort().join('; ')}`;
}
