import { deepCopy } from '../../../model/json.ts';
import type { StatefulSet } from '../../../model/kinds/apps-v1.ts';
import type { PersistentVolumeClaim, Pod, PodTemplateSpec, Volume } from '../../../model/kinds/core-v1.ts';
import type { Draft, Typed } from '../../kind.ts';
import { PERSISTENT_VOLUME_CLAIM, POD, STATEFUL_SET } from '../../kinds.ts';
import { controllerReference } from '../ownership.ts';

export const REVISION_LABEL = 'controller-revision-hash';
const NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const INDEX_LABEL = 'apps.kubernetes.io/pod-index';

/** `web-3` → `web` and 3; undefined for names that end otherwise. */
export function parseName(name: string): { readonly parent: string; readonly ordinal: number } | undefined {
  const match = /^(.*)-(\d{1,9})$/.exec(name);
  return match ? { parent: match[1] ?? '', ordinal: Number(match[2]) } : undefined;
}

/** The number of a pod in its set; -1 when its name has none. */
export const ordinalOf = ({ metadata }: { readonly metadata: Typed<Pod>['metadata'] }): number =>
  parseName(metadata.name ?? '')?.ordinal ?? -1;

export const startOrdinal = ({ spec }: Typed<StatefulSet>): number => spec?.ordinals?.start ?? 0;

/** The claims of one pod, by the name of their volume. */
export function claimsOf(set: Typed<StatefulSet>, ordinal: number): ReadonlyMap<string, Draft<PersistentVolumeClaim>> {
  const { name: setName = '', namespace = '' } = set.metadata;
  return new Map(
    (set.spec?.volumeClaimTemplates ?? []).map((template) => {
      const claim = deepCopy(template);
      const volume = claim.metadata?.name ?? '';
      const metadata = {
        ...claim.metadata,
        name: `${volume}-${setName}-${ordinal}`,
        namespace,
        labels: { ...claim.metadata?.labels, ...set.spec?.selector?.matchLabels },
      };
      return [volume, { ...claim, apiVersion: PERSISTENT_VOLUME_CLAIM.apiVersion, kind: PERSISTENT_VOLUME_CLAIM.kind, metadata }];
    }),
  );
}

/** The pod of an ordinal as it is to be created from a template of the given revision. */
export function newPod(set: Typed<StatefulSet>, template: PodTemplateSpec | undefined, revision: string, ordinal: number): Draft<Pod> {
  const name = `${set.metadata.name ?? ''}-${ordinal}`;
  const { labels, annotations, finalizers } = template?.metadata ?? {};
  const spec = deepCopy(template?.spec ?? {});
  const claims = claimsOf(set, ordinal);
  const claimed = [...claims].map(([volume, { metadata }]): Volume => ({
    name: volume,
    persistentVolumeClaim: { claimName: metadata.name ?? '' },
  }));
  const others = (spec.volumes ?? []).filter((volume) => !claims.has(volume.name ?? ''));
  const { serviceName } = set.spec ?? {};
  return {
    apiVersion: POD.apiVersion,
    kind: POD.kind,
    metadata: {
      generateName: `${set.metadata.name ?? ''}-`,
      name,
      namespace: set.metadata.namespace ?? '',
      labels: { ...labels, [NAME_LABEL]: name, [INDEX_LABEL]: String(ordinal), [REVISION_LABEL]: revision },
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerReference(set, STATEFUL_SET)],
    },
    spec: {
      ...spec,
      hostname: name,
      ...(serviceName && { subdomain: serviceName }),
      ...(claimed.length + others.length > 0 && { volumes: [...claimed, ...others] }),
    },
  };
}

export const revisionOf = ({ metadata }: { readonly metadata: Typed<Pod>['metadata'] }): string => metadata.labels?.[REVISION_LABEL] ?? '';

/** Whether an adopted pod lacks the label with its name. */
export const lacksIdentity = (pod: Typed<Pod>): boolean => pod.metadata.labels?.[NAME_LABEL] !== pod.metadata.name;

export const identityLabels = (pod: Typed<Pod>): Record<string, string> => ({
  ...pod.metadata.labels,
  [NAME_LABEL]: pod.metadata.name ?? '',
  [INDEX_LABEL]: String(ordinalOf(pod)),
});
