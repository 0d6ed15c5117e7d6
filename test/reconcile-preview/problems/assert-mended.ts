import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json.ts';
import { container, namespace, treesOf, type Given } from './problems-of.ts';

export const requests = (amounts: JsonObject): JsonObject => ({ containers: [container({ resources: { requests: amounts } })] });
export const limits = (amounts: JsonObject): JsonObject => ({ containers: [container({ resources: { limits: amounts } })] });
/** The next steps that a preview names, the roots in their order. */
export const remediesOf = (documents: readonly JsonObject[], given: Given = {}): string[] =>
  treesOf(documents, given).flatMap((line) => (line.startsWith('  → ') ? [line.slice(4)] : []));
export const SHOP = namespace('shop');

/** Says what is to be done, and that nothing is wrong any more once it is done. */
export function assertMended(
  broken: readonly JsonObject[],
  remedies: readonly string[],
  mended: readonly JsonObject[],
  given: Given = {},
  then: Given = given,
): void {
  assert.deepEqual(remediesOf([SHOP, ...broken], given), remedies);
  assert.deepEqual(treesOf([SHOP, ...mended], then), []);
}
