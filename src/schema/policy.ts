import type { JsonObject } from '../model/json.ts';
import type { Release } from './release.ts';

/** A line of `schemas/policy.jsonl`: the releases that write the object, and what of it is its own. */
type PolicyLine = readonly [releases: readonly Release[], object: PolicyFacts];

interface PolicyFacts {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly aggregationRule?: JsonObject;
  readonly rules?: readonly JsonObject[];
  readonly roleRef?: JsonObject;
  readonly subjects?: readonly JsonObject[];
}

/** A role or binding of the default policy, in canonical form but for what the system gives every object. */
export interface PolicyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** The roles and bindings that kube-apiserver of a release writes when it first starts. */
export function readPolicy(lines: string, release: Release): readonly PolicyObject[] {
  const all = lines.split('\n').filter(Boolean);
  return all.flatMap((line) => {
    const [releases, object] = JSON.parse(line) as PolicyLine;
    return releases.includes(release) ? [policyObject(object)] : [];
  });
}

const policyObject = ({ kind, name, namespace, labels, ...content }: PolicyFacts): PolicyObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: {
    name,
    ...(namespace !== undefined && { namespace }),
    labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  },
  ...content,
});
