import { isObject } from '../../../model/json.ts';
import { subjectOfRequest } from '../../../model/certificate-request.ts';
import type { CertificateSigningRequest } from '../../../model/kinds/certificates-v1.ts';
import { splitKey, type Controller } from '../../controller.ts';
import { attempt, retry, type Work } from '../../intent.ts';
import { getObject, kindOf, type Typed } from '../../kind.ts';

const CERTIFICATE_SIGNING_REQUEST = kindOf<CertificateSigningRequest>('certificates.k8s.io/v1', 'CertificateSigningRequest');
const SIGNER = 'kubernetes.io/kube-apiserver-client-kubelet';
const NODES = 'system:nodes';
const NODE_PREFIX = 'system:node:';
/** What kubelets ask for, with or without the first. */
const USAGES = ['key encipherment', 'digital signature', 'client auth'];

/** Approves requests of kubelets for certificates of clients, as `certificatesigningrequest-approving-controller` of kube-controller-manager. */
export const certificatesigningrequestApproving: Controller = {
  name: 'certificatesigningrequest-approving-controller',
  watches: [{ kind: CERTIFICATE_SIGNING_REQUEST }],
  *reconcile(key, view) {
    const request = getObject(view, CERTIFICATE_SIGNING_REQUEST, '', splitKey(key).name);
    if (!request || request.status?.certificate) return;
    const { conditions = [] } = request.status ?? {};
    if (conditions.some(({ type }) => type === 'Approved' || type === 'Denied') || !isForKubelet(request)) return;
    const isOwn = request.spec?.username === subjectOfRequest(request.spec?.request ?? '').commonName;
    for (const [subresource, whose] of isOwn ? ([OWN, ANY] as const) : ([ANY] as const)) {
      if (!(yield* mayCreate(request, subresource))) continue;
      const message = `Auto approving ${whose}kubelet client certificate after SubjectAccessReview.`;
      const condition = { type: 'Approved', status: 'True', reason: 'AutoApproved', message };
      const object = { ...request, status: { ...request.status, conditions: [...conditions, condition] } };
      const { refusal } = yield* attempt({ type: 'updateApproval', object, why: 'kubelets may ask for certificates of clients' });
      if (refusal) yield* retry(refusal.message);
      return;
    }
  },
};

const OWN = ['selfnodeclient', 'self '] as const;
const ANY = ['nodeclient', ''] as const;

function isForKubelet({ spec = {} }: Typed<CertificateSigningRequest>): boolean {
  const { commonName, organizations } = subjectOfRequest(spec.request ?? '');
  const usages = new Set<string>(spec.usages ?? []);
  return (
    spec.signerName === SIGNER &&
    organizations.length === 1 &&
    organizations[0] === NODES &&
    commonName.startsWith(NODE_PREFIX) &&
    USAGES.slice(1).every((usage) => usages.has(usage)) &&
    [...usages].every((usage) => USAGES.includes(usage))
  );
}

/** Whether who sent the request may have it approved. */
function* mayCreate({ spec = {} }: Typed<CertificateSigningRequest>, subresource: string): Work<boolean> {
  const { object } = yield* attempt({
    type: 'create',
    object: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      metadata: {},
      spec: {
        user: spec.username,
        groups: spec.groups,
        resourceAttributes: {
          group: 'certificates.k8s.io',
          version: '*',
          resource: 'certificatesigningrequests',
          subresource,
          verb: 'create',
        },
      },
    },
  });
  const status = object?.status;
  return isObject(status) && status.allowed === true;
}
