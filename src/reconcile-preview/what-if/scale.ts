import { listObjects, draft, type Kind, type Typed } from '../kind.ts';
import { DEPLOYMENT, REPLICATION_CONTROLLER, REPLICA_SET, STATEFUL_SET } from '../kinds.ts';
import { isNamed, type WantedName } from '../named.ts';
import { objectName, objectText } from '../network/finding.ts';
import type { Happened, Scene, WhatIfKind, WhatIfNote } from './what-if.ts';

interface Scalable {
  readonly spec?: { readonly replicas?: number };
}

const KINDS: readonly Kind<Scalable>[] = [DEPLOYMENT, STATEFUL_SET, REPLICA_SET, REPLICATION_CONTROLLER];

/** Workloads get another number of replicas, as with `kubectl scale`. */
export const scale: WhatIfKind = {
  kind: 'scale',
  plan: (whatIf) => (whatIf.kind === 'scale' ? { happen: (scene) => scaleAll(whatIf.workload, whatIf.replicas, scene) } : undefined),
};

function scaleAll(wanted: WantedName, replicas: number, { engine, view, rest }: Scene): Happened {
  const all = KINDS.flatMap((kind) => listObjects(view, kind));
  const chosen = all.filter((object) => isNamed(wanted, objectName(object)));
  if (chosen.length === 0) {
    const candidates = all.map((object) => `${object.kind.toLowerCase()}/${object.metadata.name ?? ''}`);
    return { missing: `no ${wanted.kind ?? 'workload'} is named ${[wanted.namespace ?? [], wanted.name].flat().join('/')}`, candidates };
  }
  const notes = chosen.flatMap((object) => scaleTo(replicas, object, engine));
  rest();
  const steps = chosen.map((object) => `${objectText(objectName(object))} is scaled from ${object.spec?.replicas ?? 1} to ${replicas}`);
  return { what: steps.join(', '), notes };
}

function scaleTo(replicas: number, object: Typed<Scalable>, engine: Scene['engine']): WhatIfNote[] {
  const next = draft(object);
  const { refusal } = engine.perform('kubectl scale', { type: 'update', object: { ...next, spec: { ...next.spec, replicas } } });
  if (!refusal) return [];
  return [{ severity: 'error', object: objectName(object), reason: 'ScaleRefused', message: refusal.message }];
}
