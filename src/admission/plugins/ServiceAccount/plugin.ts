import type { Pod, ServiceAccount } from '../../../model/kinds/core-v1.ts';
import type { ReadView } from '../../../cluster/store.ts';
import { fieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import { askForNameProblem } from '../../ask-for-name.ts';
import type { AdmissionContext, AdmissionPlugin, AdmissionRequest, Denial } from '../../plugin.ts';
import { at, forbidden, isAbout, typed } from '../../typed.ts';
import { mirrorPodObjection, unmountableSecret } from './secret-references.ts';
import { mountServiceAccountToken } from './token-volume.ts';

const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';
const ENFORCE_ANNOTATION = 'kubernetes.io/enforce-mountable-secrets';

/** Every pod runs as a service account that exists, and gets its token and image pull secrets. */
export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  handles: (request) => request.operation === 'CREATE' && isAbout(request, '', 'pods'),
  admit(request, context) {
    const pod = typed<Pod>(request.object);
    if (isMirrorPod(pod)) return validate(request, pod, context);
    const spec = (pod.spec = { ...pod.spec });
    if (!spec.serviceAccountName) spec.serviceAccountName = spec.serviceAccount = 'default';
    const account = accountOf(pod, request.namespace, context.cluster.store);
    if (!account) return missingAccount(request.namespace, spec.serviceAccountName);
    if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true)
      mountServiceAccountToken(spec, context.cluster.source);
    if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length) {
      spec.imagePullSecrets = account.imagePullSecrets.map(({ name }) => (name === undefined ? {} : { name }));
    }
    return validate(request, pod, context);
  },
  validate: (request, context) => (request.object ? validate(request, typed<Pod>(request.object), context) : undefined),
};

const isMirrorPod = (pod: Pod): boolean => Object.hasOwn(pod.metadata?.annotations ?? {}, MIRROR_ANNOTATION);

function validate({ namespace }: AdmissionRequest, pod: Pod, { cluster }: AdmissionContext): Denial | undefined {
  if (isMirrorPod(pod)) {
    const objection = mirrorPodObjection(pod);
    return objection === undefined ? undefined : forbidden(objection);
  }
  const name = pod.spec?.serviceAccountName ?? '';
  if (name === '') return forbidden(`no service account specified for pod ${namespace}/${pod.metadata?.name ?? ''}`);
  const account = accountOf(pod, namespace, cluster.store);
  if (!account) return missingAccount(namespace, name);
  const objection = enforcesMountableSecrets(account) ? unmountableSecret(pod, account) : undefined;
  return objection === undefined ? undefined : forbidden(objection);
}

function accountOf(pod: Pod, namespace: string, store: ReadView): ServiceAccount | undefined {
  const found = store.get({ group: '', kind: 'ServiceAccount', namespace, name: pod.spec?.serviceAccountName ?? '' });
  return found && typed<ServiceAccount>(found);
}

const missingAccount = (namespace: string, name: string): Denial =>
  forbidden(
    `error looking up service account ${namespace}/${name}: ${askForNameProblem(name) ?? `serviceaccount ${goQuote(name)} not found`}`,
    at(fieldPath('spec', 'serviceAccountName')),
  );

/** The texts that Go's `strconv.ParseBool` takes for true. */
const TRUE: readonly string[] = ['1', 't', 'T', 'TRUE', 'true', 'True'];

const enforcesMountableSecrets = (account: ServiceAccount): boolean =>
  TRUE.includes(account.metadata?.annotations?.[ENFORCE_ANNOTATION] ?? '');
