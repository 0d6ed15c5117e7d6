import { timestampAt } from '../cluster/clock.ts';
import { createSeed, type Seed } from '../cluster/seed.ts';
import { createSource } from '../cluster/source.ts';
import { oncePerObject } from '../model/once-per-object.ts';
import type { SchemaRegistry } from '../schema/registry.ts';

/** Far from the uids that requests are given. */
const FIRST_UID = 0x4000_0000;

/** The RBAC policy that kube-apiserver writes when it first starts (at `start`, in milliseconds since the epoch). Roles that gather others' rules have none yet. */
export const policySeed: (registry: SchemaRegistry, start: number) => Seed = oncePerObject(readPolicySeed);

function readPolicySeed(registry: SchemaRegistry, start: number): Seed {
  return createSeed('rbac.authorization.k8s.io', () => {
    const source = createSource(FIRST_UID);
    const creationTimestamp = timestampAt(start);
    return registry.policy().map((object) => ({
      ...object,
      metadata: {
        ...object.metadata,
        labels: { ...object.metadata.labels },
        annotations: { ...object.metadata.annotations },
        uid: source.uid(),
        resourceVersion: '1',
        creationTimestamp,
      },
    }));
  });
}
