import type { KubernetesObject } from '../../../cluster/object.ts';
import type { ResourceQuota } from '../../../model/kinds/core-v1.ts';
import { amountsOf, resourceListOf } from '../../../model/pod-resources.ts';
import { equalAmounts } from '../../../model/quota/amounts.ts';
import type { QuotaContext, QuotaEvaluator, QuotaObject } from '../../../model/quota/evaluator.ts';
import { evaluatorOf } from '../../../model/quota/evaluators.ts';
import { isSince } from '../../../schema/release.ts';
import type { AdmissionContext, AdmissionPlugin } from '../../plugin.ts';
import { isResize, typed } from '../../typed.ts';
import { checkRequest, type Charge } from './check-request.ts';

/**
 * Objects are charged to the quotas of their namespace, and refused when they exceed one. The charge is written to the quota's status at once; what becomes
 * free again is for the controller to tell. A quota counts from when the controller has put its limits into the status.
 */
export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  handles: (request) => isResize(request) || (request.operation !== 'DELETE' && request.resource.namespaced && request.subresource === ''),
  validate(request, context) {
    const quotas = context.cluster.store.list({ group: '', kind: 'ResourceQuota' }, request.namespace);
    const limited = context.configuration?.limitedResources ?? [];
    if ((quotas.length === 0 && limited.length === 0) || !request.object) return undefined;
    const evaluator = evaluatorOf(request.gvk.group, request.resource.plural);
    const object = typed<QuotaObject>(request.object);
    if (!evaluator || (request.old && !isResize(request) && !isChargedOnUpdate(evaluator, object, request.old))) return undefined;
    const charges = checkRequest(quotas.map(asQuota), evaluator, { object, old: request.old }, quotaContext(context), limited);
    if ('kind' in charges) return charges;
    if (!request.dryRun) writeCharges(charges, context);
    return undefined;
  },
};

const asQuota = (object: KubernetesObject) => typed<ResourceQuota & KubernetesObject>(object);

const isChargedOnUpdate = (evaluator: QuotaEvaluator, object: QuotaObject, old: QuotaObject): boolean =>
  evaluator.chargesUpdate?.(object, old) ?? false;

const quotaContext = ({ cluster, registry }: AdmissionContext): QuotaContext => ({
  now: cluster.clock.now,
  view: cluster.store,
  chargesImplicitDevices: isSince(registry.release, '1.35'),
  chargesExtendedDevices: isSince(registry.release, '1.36'),
});

function writeCharges(charges: readonly Charge[], { cluster }: AdmissionContext): void {
  for (const { quota, used } of charges) {
    if (equalAmounts(amountsOf(quota.status?.used), used)) continue;
    cluster.store.put({ ...quota, status: { ...quota.status, used: resourceListOf(new Map(used)) } });
  }
}
