import type { RuleWithOperations } from '../../model/kinds/admissionregistration-v1.ts';
import type { LabelSelector } from '../../model/kinds/meta-v1.ts';
import { isObject } from '../../model/json.ts';
import { matchesLabelSelector, type Labels } from '../../model/label-selector.ts';
import type { AdmissionContext, AdmissionRequest } from '../plugin.ts';
import { versionsOf } from './versions-of.ts';
import type { Webhook } from './webhook.ts';

/** Kinds that no webhook is asked about, since nobody could mend a bad one then. */
const EXEMPT: readonly string[] = [
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
];

/** Whether requests for this kind are sent to webhooks at all. */
export const isExempt = ({ gvk }: AdmissionRequest): boolean => gvk.group === 'admissionregistration.k8s.io' && EXEMPT.includes(gvk.kind);

/**
 * The version as which a webhook gets a request, by namespace, labels and rules: that of the request, or with `matchPolicy: Equivalent` another one of the
 * same resource; undefined when it is not meant.
 */
export function matchedVersion(request: AdmissionRequest, webhook: Webhook, context: AdmissionContext): string | undefined {
  const { rules = [], matchPolicy = 'Equivalent', namespaceSelector, objectSelector } = webhook;
  if (!matchesNamespace(request, namespaceSelector, context) || !matchesObject(request, objectSelector)) return undefined;
  const { version } = request.gvk;
  if (rules.some((rule) => matchesRule(request, version, rule))) return version;
  if (matchPolicy !== 'Equivalent') return undefined;
  const others = versionsOf(request.resource, context).filter((other) => other !== version);
  return rules.flatMap((rule) => others.find((other) => matchesRule(request, other, rule)) ?? [])[0];
}

function matchesRule(request: AdmissionRequest, version: string, rule: RuleWithOperations): boolean {
  const { gvk, resource, operation, subresource } = request;
  return (
    matchesScope(request, rule.scope) &&
    includes(rule.operations, operation) &&
    includes(rule.apiGroups, gvk.group) &&
    includes(rule.apiVersions, version) &&
    (rule.resources ?? []).some((text) => namesResource(text, resource.plural, subresource))
  );
}

const includes = (wanted: readonly string[] = [], name: string): boolean => wanted.includes('*') || wanted.includes(name);

const isAboutNamespace = ({ gvk }: AdmissionRequest): boolean => gvk.group === '' && gvk.kind === 'Namespace';

function matchesScope(request: AdmissionRequest, scope = '*'): boolean {
  const isNamespaced = request.namespace !== '' && !isAboutNamespace(request);
  return scope === '*' || (scope === 'Namespaced' ? isNamespaced : scope === 'Cluster' && !isNamespaced);
}

/** `pods`, `pods/status`, `*`: without a slash the resource itself is meant. */
function namesResource(text: string, plural: string, subresource: string): boolean {
  const [resource = '', ...rest] = text.split('/');
  const wanted = rest.join('/');
  return (resource === '*' || resource === plural) && (wanted === '*' || wanted === subresource);
}

const isEmpty = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;

/** A namespace goes by its own labels; what is in no namespace is always meant. */
function matchesNamespace(request: AdmissionRequest, selector: LabelSelector = {}, { cluster }: AdmissionContext): boolean {
  if (isEmpty(selector)) return true;
  if (isAboutNamespace(request)) return matchesLabelSelector(selector, labelsOf(request.object ?? request.old));
  if (request.namespace === '') return true;
  const found = cluster.store.get({ group: '', kind: 'Namespace', namespace: '', name: request.namespace });
  return matchesLabelSelector(selector, found?.metadata.labels);
}

/** The object, or what it was before. */
const matchesObject = ({ object, old }: AdmissionRequest, selector: LabelSelector = {}): boolean =>
  isEmpty(selector) || [object, old].some((each) => each && matchesLabelSelector(selector, labelsOf(each)));

function labelsOf(object: object | undefined): Labels {
  const { metadata }: { readonly metadata?: unknown } = object ?? {};
  const labels = isObject(metadata) && isObject(metadata.labels) ? metadata.labels : {};
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
}
