import { goQuote } from '../../../model/go-text.ts';
import { deepEqual } from '../../../model/json.ts';
import { certificateRequestProblem, subjectOfRequest } from '../../../model/certificate-request.ts';
import type { CertificateSigningRequest } from '../../../model/kinds/certificates-v1.ts';
import type { CSINode } from '../../../model/kinds/storage-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { forbidden, typed } from '../../typed.ts';
import type { Judge } from './judge.ts';

const LEASES = 'kube-node-lease';
const KUBELET_SIGNERS: readonly string[] = ['kubernetes.io/kubelet-serving', 'kubernetes.io/kube-apiserver-client-kubelet'];

const lease: Judge = ({ namespace, name }, node) => {
  if (namespace !== LEASES) return forbidden(`can only access leases in the ${goQuote(LEASES)} system namespace`);
  return name === node ? undefined : forbidden('can only access node lease with the same name as the requesting node');
};

const csiNode: Judge = ({ name, subresource, operation, object, old }, node, { registry }) => {
  if (name !== node) return forbidden('can only access CSINode with the same name as the requesting node');
  if (subresource !== 'status' || !isSince(registry.release, '1.37')) return undefined;
  if (operation !== 'UPDATE') return forbidden(`unexpected operation ${goQuote(operation)}`);
  const specOf = (value: object | undefined): unknown => value && typed<CSINode>(value).spec;
  return deepEqual(specOf(object), specOf(old))
    ? undefined
    : forbidden(`node ${goQuote(node)} is not allowed to modify CSINode spec via status`);
};

const resourceSlice: Judge = ({ operation, object, old }, node) => {
  const nodeNameOf = (value: object | undefined): string | undefined =>
    value && typed<{ spec?: { nodeName?: string } }>(value).spec?.nodeName;
  if (operation === 'CREATE' && nodeNameOf(object) !== node)
    return forbidden('can only create ResourceSlice with the same NodeName as the requesting node');
  if (operation === 'DELETE' && nodeNameOf(old) !== node)
    return forbidden('can only delete ResourceSlice with the same NodeName as the requesting node');
  return undefined;
};

const certificateSigningRequest: Judge = ({ operation, object }, node) => {
  const { spec = {} }: CertificateSigningRequest = object ? typed(object) : {};
  if (operation !== 'CREATE' || !KUBELET_SIGNERS.includes(spec.signerName ?? '')) return undefined;
  const problem = certificateRequestProblem(spec.request ?? '');
  if (problem !== undefined) return forbidden(`unable to parse csr: ${problem}`);
  const name = `system:node:${node}`;
  return subjectOfRequest(spec.request ?? '').commonName === name ? undefined : forbidden(`can only create a node CSR with CN=${name}`);
};

/** Kinds of which a kubelet writes the object of its own node. */
export const judgeOwn = { lease, csiNode, resourceSlice, certificateSigningRequest };
