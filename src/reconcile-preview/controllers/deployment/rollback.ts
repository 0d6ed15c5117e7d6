import type { ReadView } from '../../../cluster/store.ts';
import type { WorkContext } from '../../controller.ts';
import { emit, update, type Work } from '../../intent.ts';
import { equalIgnoreHash } from '../pod-state.ts';
import { syncRevision } from './new-replica-set.ts';
import { isCopied, parseRevision, revisionOf, ROLLBACK_TO } from './revision.ts';
import type { Replicas, Rollout } from './rollout.ts';
import { without } from '../../../model/without.ts';

/** The revision that the deprecated rollback annotation asks for; 0 is the one before. */
export function rollbackTo({ metadata }: Rollout): number | undefined {
  const text = metadata.annotations?.[ROLLBACK_TO];
  return text ? parseRevision(text) : undefined;
}

/** Gives the Deployment the template of an earlier revision and takes the request away. */
export function* rollBack(deployment: Rollout, sets: readonly Replicas[], view: ReadView, context: WorkContext): Work {
  const generations = yield* syncRevision(deployment, sets, true, view, context);
  if (!generations) return;
  const all = [...generations.oldSets, ...(generations.newSet ? [generations.newSet] : [])];
  const wanted = rollbackTo(deployment) || lastRevision(all);
  const target = wanted === 0 ? undefined : all.find((set) => revisionOf(set) === wanted);
  const name = deployment.metadata.name ?? '';
  if (!target) {
    const message = wanted === 0 ? 'Unable to find last revision.' : 'Unable to find the revision to rollback to.';
    yield* emit('Warning', 'DeploymentRollbackRevisionNotFound', message, deployment);
  } else if (equalIgnoreHash(deployment.spec?.template, target.spec?.template)) {
    const message = `The rollback revision contains the same template as current deployment "${name}"`;
    yield* emit('Warning', 'DeploymentRollbackTemplateUnchanged', message, deployment);
  } else {
    takeTemplate(deployment, target);
    yield* emit('Normal', 'DeploymentRollback', `Rolled back deployment "${name}" to revision ${wanted}`, deployment);
  }
  deployment.metadata.annotations = without(deployment.metadata.annotations ?? {}, ROLLBACK_TO);
  yield* update(deployment, 'rollback');
}

function takeTemplate(deployment: Rollout, set: Replicas): void {
  const { metadata, ...template } = set.spec?.template ?? {};
  const labels = without(metadata?.labels ?? {}, 'pod-template-hash');
  deployment.spec = { ...deployment.spec, template: { ...template, metadata: { ...metadata, labels } } };
  const own = Object.entries(deployment.metadata.annotations ?? {}).filter(([name]) => !isCopied(name));
  const past = Object.entries(set.metadata.annotations ?? {}).filter(([name]) => isCopied(name));
  deployment.metadata.annotations = Object.fromEntries([...own, ...past]);
}

/** The second highest revision; 0 when there is none. */
const lastRevision = (sets: readonly Replicas[]): number => sets.flatMap((set) => revisionOf(set) ?? []).sort((a, b) => b - a)[1] ?? 0;
