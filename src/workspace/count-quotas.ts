import type { ApiServer } from '../apiserver/api-server.ts';
import { controllerComponent } from '../reconcile-preview/controller-component.ts';
import { resourcequota } from '../reconcile-preview/controllers/resourcequota/controller.ts';
import { createEngine } from '../reconcile-preview/engine.ts';

/** Puts quotas into force that no controller has counted yet: what they limit, and what of it the objects that are there use. Counted ones stay as they are. */
export function countQuotas(server: ApiServer): void {
  const { store } = server.cluster;
  const quotas = store.list({ group: '', kind: 'ResourceQuota' });
  const counted = quotas.filter(({ status }) => status !== undefined && Object.keys(Object(status)).length > 0);
  if (counted.length === quotas.length) return;
  createEngine(server, [controllerComponent(resourcequota)]).run({ quietFor: 0 });
  for (const quota of counted) store.put(quota);
}
