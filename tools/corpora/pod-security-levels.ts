import { isObject, stringify, type JsonObject } from '../../src/model/json.ts';
import type { SourceFile } from '../../src/workspace/source-file.ts';

const PREFIX = 'pod-security.kubernetes.io/enforce';
const namespaceOf = (level: string, version: string): string => `${level}-${version.replaceAll('.', '-')}`;

/** A namespace for each level and version, which enforces them. */
export function labelledNamespaces(levels: readonly (readonly [level: string, version: string])[]): readonly SourceFile[] {
  const namespaces = levels.map(([level, version]) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespaceOf(level, version), labels: { [PREFIX]: level, [`${PREFIX}-version`]: version } },
  }));
  return [{ source: 'namespaces.yaml', text: [...new Set(namespaces.map((each) => stringify(each)))].join('\n---\n') }];
}

/** The object there; the server would not take its file's name with underscores. */
export const inNamespace = (value: JsonObject, level: string, version: string): JsonObject => ({
  ...value,
  metadata: { ...(isObject(value.metadata) ? value.metadata : {}), name: 'under-test', namespace: namespaceOf(level, version) },
});
