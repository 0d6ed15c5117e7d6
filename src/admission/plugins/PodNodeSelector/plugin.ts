import { fieldPath } from '../../../model/field-path.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { AdmissionContext, AdmissionPlugin, AdmissionRequest, Denial } from '../../plugin.ts';
import { at, forbidden, isAbout, typed } from '../../typed.ts';
import { readSelector, type Selector } from './read-selector.ts';

const ANNOTATION = 'scheduler.alpha.kubernetes.io/node-selector';
const CLUSTER_DEFAULT = 'clusterDefaultNodeSelector';

/** Pods keep to the nodes that an annotation of their namespace, or else the configuration, selects for it. */
export const podNodeSelector: AdmissionPlugin = {
  name: 'PodNodeSelector',
  isOptional: true,
  handles: (request) => request.operation === 'CREATE' && isAbout(request, '', 'pods'),
  admit(request, context) {
    const pod = typed<Pod>(request.object);
    const selector = selectorOf(request, context);
    if ('kind' in selector) return selector;
    if (conflict(selector.labels, pod.spec?.nodeSelector)) return CONFLICT;
    const nodeSelector = { ...selector.labels, ...pod.spec?.nodeSelector };
    if (Object.keys(nodeSelector).length > 0) pod.spec = { ...pod.spec, nodeSelector };
    return validate(request, pod, context);
  },
  validate: (request, context) => (request.object ? validate(request, typed<Pod>(request.object), context) : undefined),
};

const NODE_SELECTOR = at(fieldPath('spec', 'nodeSelector'));
const CONFLICT = forbidden('pod node label selector conflicts with its namespace node label selector', NODE_SELECTOR);

function validate(request: AdmissionRequest, { spec = {} }: Pod, context: AdmissionContext): Denial | undefined {
  const selector = selectorOf(request, context);
  if ('kind' in selector) return selector;
  if (conflict(selector.labels, spec.nodeSelector)) return CONFLICT;
  const whitelist = readSelector(context.configuration?.podNodeSelector?.[request.namespace] ?? '');
  if ('kind' in whitelist) return whitelist;
  const isWithin = Object.keys(whitelist.labels).length === 0 || isSubset(spec.nodeSelector ?? {}, whitelist.labels);
  return isWithin ? undefined : forbidden('pod node label selector labels conflict with its namespace whitelist', NODE_SELECTOR);
}

/** What the namespace wants of its pods. */
function selectorOf({ namespace }: AdmissionRequest, { cluster, configuration }: AdmissionContext): Selector | Denial {
  const found = cluster.store.get({ group: '', kind: 'Namespace', namespace: '', name: namespace });
  if (!found) return { kind: 'unclassified', message: `namespace ${namespace} does not exist` };
  return readSelector(found.metadata.annotations?.[ANNOTATION] ?? configuration?.podNodeSelector?.[CLUSTER_DEFAULT] ?? '');
}

type Labels = Readonly<Record<string, string>>;

const conflict = (wanted: Labels, own: Labels = {}): boolean =>
  Object.entries(wanted).some(([label, value]) => Object.hasOwn(own, label) && own[label] !== value);

const isSubset = (labels: Labels, of: Labels): boolean => Object.entries(labels).every(([label, value]) => of[label] === value);
