import { fieldPath } from '../../../model/field-path.ts';
import { deepEqual } from '../../../model/json.ts';
import type { Node, Pod } from '../../../model/kinds/core-v1.ts';
import { isSidecar } from '../../../model/pod-resources.ts';
import { isSince } from '../../../schema/release.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { at, forbidden, isAbout, isResize, typed } from '../../typed.ts';

/** A pod on a node is not changed in ways that take a feature which the kubelet there does not declare. */
export const nodeDeclaredFeatureValidator: AdmissionPlugin = {
  name: 'NodeDeclaredFeatureValidator',
  handles: (request) => isResize(request) || (request.operation === 'UPDATE' && isAbout(request, '', 'pods')),
  validate({ object, old }, { cluster, registry }) {
    if (!object || !old || !isSince(registry.release, '1.36')) return undefined;
    const pod = typed<Pod>(object);
    const nodeName = pod.spec?.nodeName ?? '';
    if (nodeName === '' || pod.metadata?.generation === old.metadata.generation) return undefined;
    const required = requiredFeatures(pod, typed<Pod>(old));
    if (required.length === 0) return undefined;
    const node = cluster.store.get({ group: '', kind: 'Node', namespace: '', name: nodeName });
    if (!node) return forbidden(`node "${nodeName}" not found`, at(fieldPath('spec', 'nodeName')));
    const declared = typed<Node>(node).status?.declaredFeatures ?? [];
    const missing = required.filter((feature) => !declared.includes(feature));
    if (missing.length === 0) return undefined;
    return forbidden(`pod update requires features ${missing.join(', ')} which are not available on node "${nodeName}"`);
  },
};

/** Features that a change takes, by the names nodes declare them under. */
function requiredFeatures({ spec = {} }: Pod, { spec: old = {} }: Pod): string[] {
  const resizesPod = !deepEqual(spec.resources, old.resources);
  const resizesInit = (old.initContainers ?? []).some(
    (container, i) => !isSidecar(container) && !deepEqual(container.resources, spec.initContainers?.[i]?.resources),
  );
  return [
    ...(resizesPod ? ['InPlacePodLevelResourcesVerticalScaling'] : []),
    ...(resizesInit ? ['InPlacePodVerticalScalingInitContainers'] : []),
  ];
}
