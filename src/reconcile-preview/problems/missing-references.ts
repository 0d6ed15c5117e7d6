import type { KubernetesObject } from '../../cluster/object.ts';
import { child, fieldPath, index, type FieldPath } from '../../model/field-path.ts';
import type { Pod, PodSpec } from '../../model/kinds/core-v1.ts';
import { isPodActive } from '../controllers/pod-state.ts';
import { getObject, listObjects, type Kind, type Typed } from '../kind.ts';
import { CONFIG_MAP, POD, SECRET } from '../kinds.ts';
import { objectName, objectText } from '../network/finding.ts';
import { missingObject, secretsMadeByOthers } from './missing-object.ts';
import type { Cause } from './problem.ts';
import type { ProblemScene } from './scene.ts';
import type { WorkloadProblem } from './pod-problems.ts';
import { podPlace, workloadOf } from './workloads.ts';

/** A Secret or ConfigMap that a pod cannot start without. */
interface Reference {
  readonly kind: Kind<{ data?: Record<string, string>; binaryData?: Record<string, string>; stringData?: Record<string, string> }>;
  readonly name: string;
  /** The keys that must be in it. */
  readonly keys: readonly string[];
  readonly path: FieldPath;
  /** What the kubelet calls it: volumes are set up before containers are. */
  readonly reason: 'FailedMount' | 'CreateContainerConfigError';
}

/** Pods that would wait for Secrets and ConfigMaps which are not there: no kubelet of a preview looks. A warning, since they are often made in the cluster. */
export function missingReferences(scene: ProblemScene): WorkloadProblem[] {
  const { view } = scene;
  const groups = new Map<string, { readonly workload: KubernetesObject; readonly pods: Typed<Pod>[] }>();
  for (const pod of listObjects(view, POD)) {
    if (!isPodActive(pod) || !scene.isResult(objectName(pod))) continue;
    const workload = workloadOf(pod, view);
    const key = workload.metadata.uid ?? '';
    const known = groups.get(key);
    if (known) known.pods.push(pod);
    else groups.set(key, { workload, pods: [pod] });
  }
  let made: ReadonlySet<string> | undefined;
  const others = (): ReadonlySet<string> => (made ??= secretsMadeByOthers(scene));
  return [...groups.values()].flatMap(({ workload, pods }) => {
    const [pod] = pods;
    const found = pod?.spec
      ? referencesOf(pod.spec).flatMap((reference) => {
          const cause = missing(reference, pod, others, scene);
          return cause ? [{ reason: reference.reason, cause }] : [];
        })
      : [];
    const [first] = found;
    if (!first) return [];
    const causes = found.map(({ cause }) => cause);
    const names = [...new Set(causes.map(({ object }) => objectText(object)))].join(', ');
    return [
      {
        severity: 'warning',
        object: objectName(workload),
        reason: first.reason,
        message: `${pods.length === 1 ? 'its pod' : `its ${pods.length} pods`} would not start for want of ${names}.`,
        effect: `${pods.length === 1 ? '1 pod' : `${pods.length} pods`} would not start`,
        causes: [...new Map(causes.map((cause) => [`${objectText(cause.object)} ${cause.message}`, cause])).values()],
        workload,
        pods,
      },
    ];
  });
}

function missing(
  { kind, name, keys, path }: Reference,
  pod: Typed<Pod>,
  others: () => ReadonlySet<string>,
  scene: ProblemScene,
): Cause | undefined {
  const { namespace = '' } = pod.metadata;
  const places = [podPlace(pod, path, scene.view)];
  const object = getObject(scene.view, kind, namespace, name);
  if (!object) {
    if (kind.kind === SECRET.kind && others().has(`${namespace}/${name}`)) return undefined;
    return missingObject(kind, { namespace, name }, scene, { places, otherwise: 'mark the reference optional' });
  }
  const absent = keys.filter(
    (key) => object.data?.[key] === undefined && object.binaryData?.[key] === undefined && object.stringData?.[key] === undefined,
  );
  if (absent.length === 0) return undefined;
  const there = Object.keys({ ...object.data, ...object.binaryData });
  return {
    object: objectName(object),
    reason: 'KeyNotFound',
    message: `${objectText(objectName(object))} has no key ${absent.join(', ')}; it has ${there.join(', ') || 'none'}.`,
    effect: `lacks the key ${absent.join(', ')}`,
    places,
    remedy: `add ${absent.join(', ')} to ${objectText(objectName(object))}`,
    causes: [],
  };
}

function referencesOf(spec: PodSpec): Reference[] {
  const containers = (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, i) => ({ container, at: index(fieldPath('spec', list), i) })),
  );
  return [
    ...(spec.volumes ?? []).flatMap((volume, i): Reference[] => {
      const at = index(fieldPath('spec', 'volumes'), i);
      const items = (list: readonly { readonly key?: string }[] = []): string[] => list.flatMap(({ key }) => key ?? []);
      const { secret, configMap, projected } = volume;
      return [
        ...reference(
          SECRET,
          secret && { name: secret.secretName, optional: secret.optional },
          items(secret?.items),
          child(at, 'secret', 'secretName'),
          'FailedMount',
        ),
        ...reference(CONFIG_MAP, configMap, items(configMap?.items), child(at, 'configMap', 'name'), 'FailedMount'),
        ...(projected?.sources ?? []).flatMap((source, j) => {
          const inside = index(child(at, 'projected', 'sources'), j);
          return [
            ...reference(SECRET, source.secret, items(source.secret?.items), child(inside, 'secret', 'name'), 'FailedMount'),
            ...reference(CONFIG_MAP, source.configMap, items(source.configMap?.items), child(inside, 'configMap', 'name'), 'FailedMount'),
          ];
        }),
      ];
    }),
    ...containers.flatMap(({ container: { env = [], envFrom = [] }, at }) => [
      ...env.flatMap(({ valueFrom }, i) => {
        const inside = child(index(child(at, 'env'), i), 'valueFrom');
        const { secretKeyRef, configMapKeyRef } = valueFrom ?? {};
        return [
          ...reference(
            SECRET,
            secretKeyRef,
            [secretKeyRef?.key ?? ''],
            child(inside, 'secretKeyRef', 'name'),
            'CreateContainerConfigError',
          ),
          ...reference(
            CONFIG_MAP,
            configMapKeyRef,
            [configMapKeyRef?.key ?? ''],
            child(inside, 'configMapKeyRef', 'name'),
            'CreateContainerConfigError',
          ),
        ];
      }),
      ...envFrom.flatMap(({ secretRef, configMapRef }, i) => {
        const inside = index(child(at, 'envFrom'), i);
        return [
          ...reference(SECRET, secretRef, [], child(inside, 'secretRef', 'name'), 'CreateContainerConfigError'),
          ...reference(CONFIG_MAP, configMapRef, [], child(inside, 'configMapRef', 'name'), 'CreateContainerConfigError'),
        ];
      }),
    ]),
  ];
}

function reference(
  kind: Reference['kind'],
  named: { readonly name?: string | undefined; readonly optional?: boolean | undefined } | undefined,
  keys: readonly string[],
  path: FieldPath,
  reason: Reference['reason'],
): Reference[] {
  return named && !named.optional && named.name ? [{ kind, name: named.name, keys, path, reason }] : [];
}
