import type { Diagnostic, Location } from '../diagnostic/diagnostic.ts';
import { child, fieldPath, index } from '../model/field-path.ts';
import { isObject } from '../model/json.ts';
import { isReachProblem, type ReachProblem } from '../reconcile-preview/network/find-end.ts';
import type { FlowVerdict, PolicyName, RuleName, SideVerdict } from '../reconcile-preview/network/judge-flow.ts';
import { parseTarget } from '../reconcile-preview/network/parse-target.ts';
import { portsText, type PortRange } from '../reconcile-preview/network/port-range.ts';
import { reach, type ReachAnswer } from '../reconcile-preview/network/reach.ts';
import { reachMatrix, type MatrixCell, type ReachMatrix } from '../reconcile-preview/network/reach-matrix.ts';
import type { ReachRow } from '../reconcile-preview/network/reach-rows.ts';
import { reachWorld, type ReachWorld } from '../reconcile-preview/network/reach-world.ts';
import { readSyntaxTree, rangeOf } from '../yaml/syntax-tree.ts';
import { applySources, diagnosticsOfApplied, type Applied, type AppliedPreview } from './apply-sources.ts';
import type { PreviewInput } from './preview-input.ts';

export { isReachProblem, portsText };
export type { FlowVerdict, MatrixCell, PolicyName, PortRange, ReachAnswer, ReachMatrix, ReachProblem, ReachRow, RuleName, SideVerdict };

/** Questions of who reaches whom, asked of manifests at rest. */
export interface Reachability {
  /** What could not be read, and what the API server said. */
  readonly diagnostics: readonly Diagnostic[];
  /** `to` is `TO[:PORT[/PROTOCOL]]` or an URL. */
  ask(question: { readonly from: string; readonly to: string; readonly namespace?: string | undefined }): ReachAnswer | ReachProblem;
  matrix(): ReachMatrix;
  /** Where a policy, or one of its rules, is written; undefined when no document says it. */
  locate(policy: PolicyName | RuleName): Location | undefined;
}

/** Applies manifests to a simulated cluster and answers who reaches whom once it rests. */
export function createReachability(input: PreviewInput): Reachability {
  const applied = applySources(input);
  const policies = writtenPolicies(applied);
  let made: ReachWorld | undefined;
  const world = (): ReachWorld => (made ??= reachWorld(applied.result.server.cluster.store));
  return {
    diagnostics: diagnosticsOfApplied(applied, input.registry),
    ask({ from, to, namespace }) {
      const target = parseTarget(to);
      if (!target)
        return { problem: `"${to}" is not TO[:PORT[/PROTOCOL]]: a port is a number up to 65535 or a name, a protocol TCP, UDP or SCTP` };
      return reach({ from, ...target, ...(namespace !== undefined && { namespace }) }, world());
    },
    matrix: () => reachMatrix(world()),
    locate(policy) {
      const written = policies.get(`${policy.namespace}/${policy.name}`);
      return written && locationOf(written, policy);
    },
  };
}

/** The documents that policies come from, the last that was applied of each. */
function writtenPolicies({ result, existing }: AppliedPreview): ReadonlyMap<string, Applied> {
  const policies = new Map<string, Applied>();
  for (const each of existing.applied) {
    const { kind, metadata } = each.value;
    if (kind === 'NetworkPolicy' && isObject(metadata))
      policies.set(`${String(metadata.namespace ?? 'default')}/${String(metadata.name)}`, each);
  }
  for (const { document, answer } of result.stages.flatMap(({ answers }) => answers)) {
    if (answer.verdict !== 'accepted' || answer.object.kind !== 'NetworkPolicy') continue;
    const { namespace = '', name = '' } = answer.object.metadata;
    policies.set(`${namespace}/${name}`, document);
  }
  return policies;
}

function locationOf({ file, document }: Applied, policy: PolicyName | RuleName): Location {
  const path = 'rule' in policy ? index(child(fieldPath('spec'), policy.direction), policy.rule) : fieldPath('metadata', 'name');
  return { source: file.source, range: rangeOf(readSyntaxTree(file.text, document), path).value };
}
