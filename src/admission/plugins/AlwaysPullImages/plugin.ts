import { fieldErrorText, notSupported } from '../../../model/field-error.ts';
import { child, fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import type { Pod, PodSpec } from '../../../model/kinds/core-v1.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../plugin.ts';
import { isAbout, typed } from '../../typed.ts';

const ALWAYS = 'Always';
const at = fieldPath('spec');
/** The lists of containers, in the order in which they are visited. */
const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** All images of a pod are pulled whenever it starts, so that nobody runs one that only others may pull. */
export const alwaysPullImages: AdmissionPlugin = {
  name: 'AlwaysPullImages',
  isOptional: true,
  handles: (request) => request.operation !== 'DELETE' && isAbout(request, '', 'pods') && !keepsImages(request),
  admit({ object }) {
    const pod = typed<Pod>(object);
    const spec = (pod.spec = { ...pod.spec });
    if (spec.initContainers) spec.initContainers = spec.initContainers.map(pullingAlways);
    if (spec.containers) spec.containers = spec.containers.map(pullingAlways);
    if (spec.ephemeralContainers) spec.ephemeralContainers = spec.ephemeralContainers.map(pullingAlways);
    if (spec.volumes?.some(({ image }) => image)) {
      spec.volumes = spec.volumes.map((volume) => (volume.image ? { ...volume, image: { ...volume.image, pullPolicy: ALWAYS } } : volume));
    }
    return undefined;
  },
  validate({ object, resource, name }) {
    const { spec = {} } = object ? typed<Pod>(object) : {};
    const messages = otherPolicies(spec).map(
      ([path, policy]) => `${resource.plural} "${name}" is forbidden: ${fieldErrorText(notSupported(path, policy, [ALWAYS]))}`,
    );
    if (messages.length === 0) return undefined;
    return { kind: 'unclassified', message: messages.length === 1 ? (messages[0] ?? '') : `[${messages.join(', ')}]` };
  },
};

const pullingAlways = <C extends object>(container: C): C => ({ ...container, imagePullPolicy: ALWAYS });

/** Where something after this plugin has chosen another policy. */
const otherPolicies = (spec: PodSpec): [FieldPath, string][] => [
  ...LISTS.flatMap((list) =>
    (spec[list] ?? []).map(({ imagePullPolicy = '' }, i): [FieldPath, string] => [
      child(index(child(at, list), i), 'imagePullPolicy'),
      imagePullPolicy,
    ]),
  ).filter(([, policy]) => policy !== ALWAYS),
  ...(spec.volumes ?? []).flatMap(({ image }, i): [FieldPath, string][] =>
    image && image.pullPolicy !== ALWAYS ? [[child(index(child(at, 'volumes'), i), 'image', 'pullPolicy'), image.pullPolicy ?? '']] : [],
  ),
];

/** An update that brings no new image to the containers is left alone. */
function keepsImages({ object, old }: AdmissionRequest): boolean {
  if (!object || !old) return false;
  const known = imagesOf(typed<Pod>(old));
  return imagesOf(typed<Pod>(object)).every((image) => known.includes(image));
}

const imagesOf = ({ spec = {} }: Pod): string[] => LISTS.flatMap((list) => (spec[list] ?? []).map(({ image = '' }) => image));
