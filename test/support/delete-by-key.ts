import type { Answer, ApiServer, DeleteOptions } from '../../src/apiserver/api-server.ts';
import type { JsonObject, KubernetesObject, ObjectKey } from '../../src/cluster/object.ts';

/** Deletes an object that is in the store; answers it as it is then or was last, undefined when there is none. */
export function deleteByKey(server: ApiServer, key: ObjectKey, options?: DeleteOptions): KubernetesObject | undefined {
  const before = server.cluster.store.get(key);
  if (!before) return undefined;
  const answer: Answer = server.delete(before as unknown as JsonObject, options);
  if (answer.verdict !== 'accepted') return undefined;
  return answer.object.kind === 'Status' ? before : answer.object;
}
