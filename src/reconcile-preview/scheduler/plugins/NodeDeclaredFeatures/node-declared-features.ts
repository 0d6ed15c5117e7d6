import type { PodSpec } from '../../../../model/kinds/core-v1.ts';
import { isSince } from '../../../../schema/release.ts';
import { onNode, onPod } from '../../cluster-event.ts';
import type { Plugin } from '../../framework.ts';
import { deepEqual } from '../../../../model/json.ts';
import { fits, unresolvable } from '../../verdict.ts';

/** A pod that uses a feature which only some kubelets have goes to a node that declares it. */
export const nodeDeclaredFeatures: Plugin = {
  name: 'NodeDeclaredFeatures',
  enabled: (release) => isSince(release, '1.36'),
  preFilter: ({ spec }) => {
    const required = requiredFeatures(spec);
    if (required.length === 0) return 'skip';
    return {
      filter: ({ node }) =>
        required.every((feature) => node?.status?.declaredFeatures?.includes(feature))
          ? fits
          : unresolvable("node(s) didn't match Pod's required features"),
    };
  },
  events: [
    onNode(['Add', 'UpdateNodeDeclaredFeature']),
    onPod(
      'TargetPod',
      ['Update'],
      (_pod, before, after) => !deepEqual(before && requiredFeatures(before.spec), after && requiredFeatures(after.spec)),
    ),
  ],
};

/** Features that a pod needs from its node, by the names nodes declare them under. */
function requiredFeatures(spec: PodSpec): string[] {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = spec;
  const features: string[] = [];
  if (
    [...containers, ...initContainers].some(({ restartPolicyRules = [] }) =>
      restartPolicyRules.some(({ action }) => action === 'RestartAllContainers'),
    )
  ) {
    features.push('RestartAllContainersOnContainerExits');
  }
  if (spec.hostNetwork && spec.hostUsers === false) features.push('UserNamespacesHostNetworkSupport');
  const mounts = [...containers, ...initContainers, ...ephemeralContainers].flatMap(({ volumeMounts = [] }) => volumeMounts);
  if (mounts.some((mount) => 'bindMountOptions' in mount)) features.push('VolumeBindMountOptions');
  return features;
}
