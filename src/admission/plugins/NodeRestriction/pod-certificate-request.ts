import { goQuote } from '../../../model/go-text.ts';
import type { PodCertificateRequest, PodCertificateRequestSpec } from '../../../model/kinds/certificates-v1beta1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { AdmissionContext, AdmissionRequest, Denial } from '../../plugin.ts';
import { forbidden, typed } from '../../typed.ts';
import { find, type Judge } from './judge.ts';

const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

/** What may come of a cluster's state not being known everywhere yet is no refusal: the kubelet is to try again. */
const unclear = (message: string): Denial => ({ kind: 'unclassified', message });

/** Kubelets ask for certificates for pods that run on their node, and that need one of the signer. */
export const judgePodCertificateRequest: Judge = (request, node, context) => {
  if (request.operation !== 'CREATE') return forbidden(`unexpected operation ${request.operation}`);
  if (request.subresource !== '') return forbidden(`unexpected subresource ${request.subresource}`);
  const { spec = {} }: PodCertificateRequest = request.object ? typed(request.object) : {};
  const { nodeName = '', podName = '' } = spec;
  if (nodeName !== node)
    return forbidden(`PodCertificateRequest.Spec.NodeName=${goQuote(nodeName)}, which is not the requesting node ${goQuote(node)}`);
  const pod = goQuote(`${request.namespace}/${podName}`);
  return (
    judgeNodeUid(spec, pod, context) ??
    judgePodOf(spec, request, context) ??
    judgeAccount(spec, request, context) ??
    judgeSigner(spec, request, context)
  );
};

const missing = (what: string, kind: string, name: string): Denial =>
  unclear(`while retrieving ${what} named in the PodCertificateRequest: ${kind} ${goQuote(name)} not found`);

function judgeNodeUid(
  { nodeName = '', nodeUID = '' }: PodCertificateRequestSpec,
  pod: string,
  context: AdmissionContext,
): Denial | undefined {
  const found = find(context, 'Node', '', nodeName);
  if (!found) return missing(`node ${goQuote(nodeName)}`, 'node', nodeName);
  const uid = found.metadata.uid ?? '';
  return uid === nodeUID
    ? undefined
    : unclear(
        `PodCertificateRequest for pod ${pod} names node UID ${goQuote(nodeUID)}, inconsistent with the running node (${goQuote(uid)})`,
      );
}

function judgePodOf(spec: PodCertificateRequestSpec, { namespace }: AdmissionRequest, context: AdmissionContext): Denial | undefined {
  const { podName = '', podUID = '', nodeName = '', serviceAccountName = '' } = spec;
  const shown = goQuote(`${namespace}/${podName}`);
  const found = find(context, 'Pod', namespace, podName);
  if (!found) return missing(`pod ${shown}`, 'pod', podName);
  const pod = typed<Pod>(found);
  const uid = found.metadata.uid ?? '';
  if (uid !== podUID)
    return unclear(
      `PodCertificateRequest for pod ${shown} contains pod UID (${goQuote(podUID)}) which differs from running pod ${goQuote(uid)}`,
    );
  if (pod.spec?.nodeName !== nodeName)
    return forbidden(`pod ${shown} is not running on node ${goQuote(nodeName)} named in the PodCertificateRequest`);
  if (found.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined) return forbidden(`pod ${shown} is a mirror pod`);
  const account = pod.spec.serviceAccountName ?? '';
  const says = `contains serviceAccountName (${goQuote(serviceAccountName)}) that differs from running pod (${goQuote(account)})`;
  return account === serviceAccountName ? undefined : forbidden(`PodCertificateRequest for pod ${shown} ${says}`);
}

function judgeAccount(spec: PodCertificateRequestSpec, { namespace }: AdmissionRequest, context: AdmissionContext): Denial | undefined {
  const { podName = '', serviceAccountName = '', serviceAccountUID = '' } = spec;
  const found = find(context, 'ServiceAccount', namespace, serviceAccountName);
  if (!found) return missing(`service account ${goQuote(`${namespace}/${serviceAccountName}`)}`, 'serviceaccount', serviceAccountName);
  const uid = found.metadata.uid ?? '';
  const says = `names service account UID ${goQuote(serviceAccountUID)}, which differs from the running service account (${goQuote(uid)})`;
  return uid === serviceAccountUID ? undefined : unclear(`PodCertificateRequest for pod ${goQuote(`${namespace}/${podName}`)} ${says}`);
}

/** The pod mounts a certificate of the signer, or the node has the right to ask for it on behalf of the service account. */
function judgeSigner(
  spec: PodCertificateRequestSpec,
  { namespace, user }: AdmissionRequest,
  context: AdmissionContext,
): Denial | undefined {
  const { podName = '', serviceAccountName = '', signerName = '' } = spec;
  const pod = find(context, 'Pod', namespace, podName);
  const volumes = (pod && typed<Pod>(pod).spec?.volumes) ?? [];
  if (volumes.some(({ projected }) => projected?.sources?.some(({ podCertificate }) => podCertificate?.signerName === signerName)))
    return undefined;
  // a resource with a slash cannot be named in rules
  const resource = signerName.replaceAll('/', ':');
  const verb = 'request-serviceaccounts-podcertificate-signer';
  if (context.authorize(user)({ verb, group: 'certificates.k8s.io', resource, namespace, name: serviceAccountName }).allowed)
    return undefined;
  const shown = goQuote(`${namespace}/${podName}`);
  return forbidden(`pod ${shown} does not mount a podCertificate projected volume for signer ${goQuote(signerName)}`);
}
