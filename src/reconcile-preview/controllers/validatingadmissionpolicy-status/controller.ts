import type { ValidatingAdmissionPolicy } from '../../../model/kinds/admissionregistration-v1.ts';
import { policyWarnings } from '../../../schema/cel/policy-warnings.ts';
import type { Controller } from '../../controller.ts';
import { updateStatus } from '../../intent.ts';
import { draft, getObject, kindOf } from '../../kind.ts';
import { discoverKinds } from './discovered-kinds.ts';
import { matchedKinds } from './matched-kinds.ts';

const POLICY = kindOf<ValidatingAdmissionPolicy>('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy');

/** Checks the types in expressions of policies, once for each generation, as `validatingadmissionpolicy-status-controller` of kube-controller-manager. */
export const validatingadmissionpolicyStatus: Controller = {
  name: 'validatingadmissionpolicy-status-controller',
  watches: [{ kind: POLICY }],
  *reconcile(key, view, context) {
    const policy = getObject(view, POLICY, '', key);
    const generation = policy?.metadata.generation ?? 0;
    if (!policy || generation <= (policy.status?.observedGeneration ?? 0)) return;
    const { spec = {}, status } = policy;
    const discovered = discoverKinds(view, context);
    const params = spec.paramKind && discovered.ofParams(spec.paramKind);
    const matched = matchedKinds(spec.matchConstraints?.resourceRules ?? [], discovered.resources);
    const kinds = matched.map((resource) => discovered.check(resource));
    const expressionWarnings = policyWarnings(spec, { release: context.release, kinds, ...(params && { params }) });
    const next = draft(policy);
    next.status = { ...status, observedGeneration: generation };
    if (expressionWarnings.length > 0) next.status.typeChecking = { expressionWarnings };
    // taking all warnings back takes the field with them, as server-side apply merges
    else if (status?.typeChecking?.expressionWarnings?.length) delete next.status.typeChecking;
    else next.status.typeChecking = {};
    yield* updateStatus(next, 'the types in its expressions were checked');
  },
};
