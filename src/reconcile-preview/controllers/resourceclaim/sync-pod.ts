import type { ReadView } from '../../../cluster/store.ts';
import type { Pod, PodResourceClaim } from '../../../model/kinds/core-v1.ts';
import type { ResourceClaim } from '../../../model/kinds/resource-v1.ts';
import { goQuote } from '../../../model/go-text.ts';
import { compareText } from '../../../model/json.ts';
import { POD_CLAIM_ANNOTATION, RESOURCE_CLAIM, RESOURCE_CLAIM_TEMPLATE } from '../../devices/kinds.ts';
import { claimNameOf, isReservedFor, ownerProblem } from '../../devices/pod-claims.ts';
import { attempt, emit, retry, updateStatus, type Work } from '../../intent.ts';
import { getObject, listObjects, type Typed } from '../../kind.ts';
import { POD } from '../../kinds.ts';
import { isControlledBy } from '../ownership.ts';

/** Makes the claims that a pod's templates stand for, notes their names in its status, and reserves allocated claims for a pod that has a node. */
export function* syncPod(namespace: string, name: string, view: ReadView): Work {
  const pod = getObject(view, POD, namespace, name);
  if (!pod || pod.metadata.deletionTimestamp !== undefined) return;
  const made = new Map<string, string>();
  for (const item of pod.spec?.resourceClaims ?? []) {
    const claim = yield* claimFor(pod, item, view);
    if (typeof claim !== 'string') {
      if (claim) made.set(item.name ?? '', claim.metadata.name ?? '');
      continue;
    }
    const problem = `PodResourceClaim ${item.name ?? ''}: ${claim}`;
    yield* emit('Warning', 'FailedResourceClaimCreation', problem, pod);
    yield* retry(`pod ${namespace}/${name}, ${problem}`);
    return;
  }
  const named = made.size > 0 ? yield* noteNames(pod, made) : pod;
  if (named.spec?.nodeName) yield* reserveClaims(named, view);
}

/** The claim that had to be found or made; undefined when there is none to be noted; text is why it could not be made. */
function* claimFor(pod: Typed<Pod>, item: PodResourceClaim, view: ReadView): Work<Typed<ResourceClaim> | string | undefined> {
  const { namespace = '' } = pod.metadata;
  const known = claimNameOf(pod, item);
  if (known.kind === 'none') return undefined;
  if (known.kind === 'named') {
    const claim = getObject(view, RESOURCE_CLAIM, namespace, known.name);
    if (claim && (!known.isGenerated || ownerProblem(pod, claim) === undefined)) return undefined;
  }
  const { resourceClaimTemplateName: templateName } = item;
  if (templateName === undefined) return undefined;
  const orphan = listObjects(view, RESOURCE_CLAIM, namespace).find(
    (claim) => isControlledBy(claim, pod) && claim.metadata.annotations?.[POD_CLAIM_ANNOTATION] === item.name,
  );
  if (orphan) return orphan;
  const template = getObject(view, RESOURCE_CLAIM_TEMPLATE, namespace, templateName);
  if (!template) {
    return `resource claim template ${goQuote(templateName)}: resourceclaimtemplate.resource.k8s.io ${goQuote(templateName)} not found`;
  }
  const { metadata = {}, spec = {} } = template.spec ?? {};
  const object = {
    apiVersion: RESOURCE_CLAIM.apiVersion,
    kind: RESOURCE_CLAIM.kind,
    metadata: {
      generateName: generatedName(pod.metadata.name ?? '', item.name ?? ''),
      namespace,
      annotations: { ...metadata.annotations, [POD_CLAIM_ANNOTATION]: item.name ?? '' },
      ...(metadata.labels && { labels: metadata.labels }),
      ownerReferences: [{ apiVersion: POD.apiVersion, kind: POD.kind, name: pod.metadata.name, uid: pod.metadata.uid, controller: true }],
    },
    spec,
  };
  const outcome = yield* attempt({ type: 'create', object, why: `pod ${pod.metadata.name ?? ''} claims by template ${templateName}` });
  // What the server stored is what was sent, with a name.
  return outcome.refusal ? `create ResourceClaim : ${outcome.refusal.message}` : (outcome.object as Typed<ResourceClaim> | undefined);
}

/** Room for a hyphen and five characters in a name of 63. */
const MOST_BASE = 57;

/** `pod-claim-`; when that is too long both names are cut in proportion. */
function generatedName(pod: string, claim: string): string {
  const whole = `${pod}-${claim}-`;
  if (whole.length <= MOST_BASE) return whole;
  const cut = (text: string): string => text.slice(0, Math.trunc((text.length * MOST_BASE) / whole.length));
  return `${cut(pod)}-${cut(claim)}`;
}

function* noteNames(pod: Typed<Pod>, made: ReadonlyMap<string, string>): Work<Typed<Pod>> {
  const names = new Map<string, string>();
  for (const { name = '', resourceClaimName } of pod.status?.resourceClaimStatuses ?? []) {
    if (resourceClaimName !== undefined) names.set(name, resourceClaimName);
  }
  for (const [name, claim] of made) names.set(name, claim);
  const resourceClaimStatuses = [...names]
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, resourceClaimName]) => ({ name, resourceClaimName }));
  return yield* updateStatus({ ...pod, status: { ...pod.status, resourceClaimStatuses } });
}

function* reserveClaims(pod: Typed<Pod>, view: ReadView): Work {
  const { namespace = '', name, uid } = pod.metadata;
  for (const item of pod.spec?.resourceClaims ?? []) {
    const known = claimNameOf(pod, item);
    if (known.kind === 'none') continue;
    if (known.kind === 'missing') {
      yield* retry(known.error);
      return;
    }
    const claim = getObject(view, RESOURCE_CLAIM, namespace, known.name);
    if (!claim) return;
    const problem = known.isGenerated ? ownerProblem(pod, claim) : undefined;
    if (problem !== undefined) {
      yield* retry(problem);
      return;
    }
    if (!claim.status?.allocation || isReservedFor(claim, pod)) continue;
    const reservedFor = [...(claim.status.reservedFor ?? []), { resource: 'pods', name, uid }];
    yield* updateStatus({ ...claim, status: { ...claim.status, reservedFor } });
  }
}
