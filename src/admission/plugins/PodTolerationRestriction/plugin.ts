import { fieldPath } from '../../../model/field-path.ts';
import { isObject } from '../../../model/json.ts';
import type { Pod, ResourceRequirements, Toleration } from '../../../model/kinds/core-v1.ts';
import { amountsOf, isPodLevelResourcesSet } from '../../../model/pod-resources.ts';
import { signOf } from '../../../model/quantity.ts';
import type { AdmissionContext, AdmissionPlugin, AdmissionRequest, Denial } from '../../plugin.ts';
import { covers, mergeTolerations } from '../../tolerations.ts';
import { at, isAbout, typed } from '../../typed.ts';

const DEFAULTS = 'scheduler.alpha.kubernetes.io/defaultTolerations';
const WHITELIST = 'scheduler.alpha.kubernetes.io/tolerationsWhitelist';
const MEMORY_PRESSURE: Toleration = { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' };

/** Pods get the tolerations, and have none but those, that annotations of their namespace or else the configuration name. */
export const podTolerationRestriction: AdmissionPlugin = {
  name: 'PodTolerationRestriction',
  isOptional: true,
  handles: (request) => request.operation !== 'DELETE' && isAbout(request, '', 'pods'),
  admit(request, context) {
    const pod = typed<Pod>(request.object);
    const defaults = request.operation === 'CREATE' ? tolerationsOf(request, context, DEFAULTS) : [];
    if (isDenial(defaults)) return defaults;
    const extra = [...(defaults ?? context.configuration?.podTolerationRestriction?.default ?? [])];
    if (!isBestEffort(pod)) extra.push(MEMORY_PRESSURE);
    if (extra.length > 0) pod.spec = { ...pod.spec, tolerations: mergeTolerations([...(pod.spec?.tolerations ?? []), ...extra]) };
    return validate(request, pod, context);
  },
  validate: (request, context) => (request.object ? validate(request, typed<Pod>(request.object), context) : undefined),
};

/** Whether a pod asks for no CPU and no memory: its quality of service, as it will be. */
function isBestEffort({ spec = {} }: Pod): boolean {
  const asked = (resources: ResourceRequirements = {}): boolean =>
    [resources.requests, resources.limits].some((list) =>
      [...amountsOf(list)].some(([name, amount]) => (name === 'cpu' || name === 'memory') && signOf(amount) !== 0),
    );
  if (isPodLevelResourcesSet(spec.resources)) return !asked(spec.resources);
  return ![...(spec.initContainers ?? []), ...(spec.containers ?? [])].some(({ resources }) => asked(resources));
}

function validate(request: AdmissionRequest, { spec }: Pod, context: AdmissionContext): Denial | undefined {
  const tolerations = spec?.tolerations ?? [];
  if (tolerations.length === 0) return undefined;
  const own = tolerationsOf(request, context, WHITELIST);
  if (isDenial(own)) return own;
  const whitelist = own ?? context.configuration?.podTolerationRestriction?.whitelist ?? [];
  const isWithin = whitelist.length === 0 || tolerations.every((each) => whitelist.some((allowed) => covers(allowed, each)));
  if (isWithin) return undefined;
  const scope = own ? 'namespace' : 'cluster';
  const message = `pod tolerations (possibly merged with namespace default tolerations) conflict with its ${scope} whitelist`;
  return { kind: 'unclassified', message, blame: at(fieldPath('spec', 'tolerations')) };
}

const isDenial = (value: readonly Toleration[] | Denial | undefined): value is Denial => value !== undefined && 'kind' in value;

/** The tolerations that an annotation of the namespace lists as JSON; undefined where it has no such annotation. */
function tolerationsOf(
  { namespace }: AdmissionRequest,
  { cluster }: AdmissionContext,
  annotation: string,
): readonly Toleration[] | Denial | undefined {
  const found = cluster.store.get({ group: '', kind: 'Namespace', namespace: '', name: namespace });
  const text = found?.metadata.annotations?.[annotation];
  if (text === undefined) return undefined;
  if (text === '') return [];
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value))
      return { kind: 'unclassified', message: 'json: cannot unmarshal object into Go value of type []v1.Toleration' };
    return value.filter(isObject).map(asToleration);
  } catch {
    return { kind: 'unclassified', message: `invalid character '${text.trim().charAt(0)}' looking for beginning of value` };
  }
}

function asToleration({ key, operator, value, effect, tolerationSeconds }: Readonly<Record<string, unknown>>): Toleration {
  const texts = Object.entries({ key, operator, value, effect }).filter(([, text]) => typeof text === 'string' && text !== '');
  return { ...Object.fromEntries(texts), ...(typeof tolerationSeconds === 'number' && { tolerationSeconds }) };
}
