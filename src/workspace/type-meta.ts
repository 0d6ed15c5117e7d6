import { root } from '../model/field-path.ts';
import type { JsonObject } from '../model/json.ts';
import type { Problem } from './problem.ts';

/** Whether a document says what it is: kubectl refuses one without `apiVersion` or `kind`. One without both is not meant for it. */
export function typeMetaProblem({ apiVersion, kind }: JsonObject): Problem | undefined {
  const missing = [...(isGiven(apiVersion) ? [] : ['apiVersion']), ...(isGiven(kind) ? [] : ['kind'])];
  if (missing.length === 0) return undefined;
  if (missing.length === 1) return { code: 'schema/type-meta', severity: 'error', message: `${missing.join()} not set`, path: root };
  return {
    code: 'input/not-a-manifest',
    severity: 'info',
    message: 'the document has neither apiVersion nor kind, so it is no Kubernetes object',
    path: root,
  };
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
