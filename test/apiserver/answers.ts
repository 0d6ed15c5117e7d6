import assert from 'node:assert/strict';
import type { Answer, ApiServer } from '../../src/apiserver/api-server.ts';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import type { KubernetesObject } from '../../src/cluster/object.ts';
import { loadSchemas } from '../../src/schema/load.ts';

const registry = loadSchemas('1.37');

/** A server of its own, whose clock stands at the beginning of 2026. */
export const newServer = (): ApiServer => createControlPlane({ registry, start: Date.UTC(2026, 0, 1) });

/** The object of an answer that has to be a yes. */
export function accepted(answer: Answer): KubernetesObject {
  assert.equal(answer.verdict, 'accepted', JSON.stringify(answer));
  return answer.object;
}

/** `409 configmaps "c" already exists`; the verdict where nothing was refused. */
export const refusal = (answer: Answer): string =>
  answer.verdict === 'rejected' ? `${answer.code} ${answer.status.message}` : answer.verdict;
