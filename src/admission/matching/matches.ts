import { matchesLabelSelector, type Labels } from '../../model/label-selector.ts';
import type { MatchResources } from '../../model/kinds/admissionregistration-v1.ts';
import type { LabelSelector } from '../../model/kinds/meta-v1.ts';
import { isObject } from '../../model/json.ts';
import type { Resource } from '../../schema/registry.ts';
import type { AdmissionContext, AdmissionRequest } from '../plugin.ts';
import { matchesRules } from './matches-rules.ts';

/** The resource that a request is matched as, or undefined when it is not meant: by namespace, labels, excluding rules, rules. Without rules all requests are meant. */
export function matches(request: AdmissionRequest, match: MatchResources, { kinds, cluster }: AdmissionContext): Resource | undefined {
  if (!matchesNamespace(request, match.namespaceSelector, cluster)) return undefined;
  if (!matchesObject(request, match.objectSelector)) return undefined;
  const equivalents = (): readonly Resource[] => (match.matchPolicy === 'Equivalent' ? kinds.otherVersions(request.resource) : []);
  if (matchesRules(request, match.excludeResourceRules ?? [], equivalents)) return undefined;
  if (!match.resourceRules?.length) return request.resource;
  return matchesRules(request, match.resourceRules, equivalents);
}

const isEmpty = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;

/** Cluster-scoped objects are never left out by a namespace selector; a namespace is picked by its own labels. */
function matchesNamespace(
  { gvk, resource, namespace, object, old }: AdmissionRequest,
  selector: LabelSelector = {},
  { store }: AdmissionContext['cluster'],
): boolean {
  const isNamespace = resource.plural === 'namespaces';
  if (isEmpty(selector) || (namespace === '' && !isNamespace)) return true;
  if (isNamespace && gvk.group === '') return matchesLabelSelector(selector, labelsOf(object ?? old));
  return matchesLabelSelector(selector, store.get({ group: '', kind: 'Namespace', namespace: '', name: namespace })?.metadata.labels);
}

/** The object or what it was before. */
const matchesObject = ({ object, old }: AdmissionRequest, selector: LabelSelector = {}): boolean =>
  isEmpty(selector) ||
  (object !== undefined && matchesLabelSelector(selector, labelsOf(object))) ||
  (old !== undefined && matchesLabelSelector(selector, old.metadata.labels));

function labelsOf(object: Readonly<Record<string, unknown>> | undefined): Labels {
  const metadata = object && isObject(object.metadata) ? object.metadata : {};
  return isObject(metadata.labels) ? Object.fromEntries(Object.entries(metadata.labels).map(([name, value]) => [name, String(value)])) : {};
}
