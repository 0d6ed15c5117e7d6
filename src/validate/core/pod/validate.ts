import { forbidden, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import type { Pod, PodSpec } from '../../../model/kinds/core-v1.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta } from '../../shared/object-meta.ts';
import { validateAnnotationsMatchFields, validatePodAnnotations } from '../../shared/pod-spec/annotations.ts';
import { validateImagesOf } from '../../shared/pod-spec/containers.ts';
import { podOptions } from '../../shared/pod-spec/make-options.ts';
import type { PodOptions } from '../../shared/pod-spec/options.ts';
import { validatePodSpec } from '../../shared/pod-spec/validate.ts';
import type { RuleContext } from '../../strategy.ts';

/** A new pod. */
export function validatePod(pod: Pod, context: RuleContext): FieldError[] {
  const spec = pod.spec ?? {};
  const at = fieldPath('spec');
  return [
    ...validateMetadataAndSpec(pod, podOptions(context, undefined, true)),
    ...(spec.ephemeralContainers?.length ? [forbidden(child(at, 'ephemeralContainers'), 'cannot be set on create')] : []),
    ...(spec.nodeName && spec.schedulingGates?.length
      ? [forbidden(child(at, 'nodeName'), 'cannot be set until all schedulingGates have been cleared')]
      : []),
    ...validateAnnotationsMatchFields(pod.metadata?.annotations, spec, at),
  ];
}

/** What holds for new and changed pods alike. */
export function validateMetadataAndSpec({ metadata, spec = {} }: Pod, options: PodOptions): FieldError[] {
  const at = fieldPath('spec');
  const meta = fieldPath('metadata');
  return [
    ...validateObjectMeta(metadata, namespaced(isDns1123Subdomain), meta),
    ...validatePodAnnotations(metadata?.annotations, spec, child(meta, 'annotations'), options),
    ...validatePodSpec(spec, metadata ?? {}, at, options),
    ...(spec.serviceAccountName ? [] : refuseTokens(spec, child(at, 'volumes'))),
    ...validateImagesOf(spec.containers, child(at, 'containers')),
    ...validateImagesOf(spec.initContainers, child(at, 'initContainers')),
  ];
}

/** A token is that of a service account. */
const refuseTokens = ({ volumes }: PodSpec, at: FieldPath): FieldError[] =>
  (volumes ?? []).flatMap(({ projected }, i) =>
    (projected?.sources ?? []).flatMap(({ serviceAccountToken }, j) => {
      const path = child(index(child(index(at, i), 'projected', 'sources'), j), 'serviceAccountToken');
      return serviceAccountToken ? [forbidden(path, 'must not be specified when serviceAccountName is not set')] : [];
    }),
  );
