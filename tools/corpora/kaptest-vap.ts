import { authorizeFor } from '../../src/admission/authorization/authorize-for.ts';
import { createAuthorizer } from '../../src/admission/authorization/create-authorizer.ts';
import type { AdmissionContext, AdmissionRequest } from '../../src/admission/plugin.ts';
import { validatingAdmissionPolicy } from '../../src/admission/plugins/ValidatingAdmissionPolicy/plugin.ts';
import { findResource, gvkOf } from '../../src/apiserver/find-resource.ts';
import { servedKinds } from '../../src/apiserver/served-kinds.ts';
import { createCluster } from '../../src/cluster/create-cluster.ts';
import type { KubernetesObject } from '../../src/cluster/object.ts';
import { isObject, type JsonObject } from '../../src/model/json.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { ruleContext } from '../../src/validate/feature-gates.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { objectOf, optionalText, readCases, readText, textOf } from './read-cases.ts';

/**
 * Policies of the tests of pfnet/kaptest, each asked about one request: to create, to update or, where there is an old object only, to delete. They are
 * evaluated apart from the API server, since their objects are no whole ones, and whatever their match rules say.
 */
export const kaptestVap: Corpus = {
  name: 'kaptest-vap',
  compares: 'admitted, denied, or an error',
  cases: (folder) =>
    readCases(folder).map((each): CorpusCase => {
      const files = (field: string): JsonObject[] => (Array.isArray(each[field]) ? each[field].flatMap((file) => read(folder, String(file))) : []);
      const [policies, resources] = [files('policyFiles'), files('resourceFiles')];
      const expected = textOf(each, 'expect');
      return {
        kind: 'text',
        id: textOf(each, 'id'),
        // conditions that do not match let a request pass
        expected: expected === 'skip' ? 'admit' : expected,
        actual: () => judge(each, policies.find((policy) => nameOf(policy) === each.policy), resources),
      };
    }),
}; // prettier-ignore

const read = (folder: string, file: string): JsonObject[] =>
  readDocuments(file, readText(folder, file)).flatMap(({ value }) => (value ? [value] : []));
const nameOf = (object: JsonObject): unknown => objectOf(object, 'metadata').name;

const isIn = (resource: JsonObject, namespace: unknown): boolean =>
  namespace === undefined || objectOf(resource, 'metadata').namespace === namespace;

/** What the case names: by kind, where it does, and name. */
function named(each: JsonObject, field: string, resources: readonly JsonObject[], kind?: string): KubernetesObject | undefined {
  const wanted = each[field];
  if (!isObject(wanted)) return undefined;
  const found = resources.find(
    (resource) => resource.kind === (wanted.kind ?? kind) && nameOf(resource) === wanted.name && isIn(resource, wanted.namespace),
  );
  return found && toStored(found);
}

const textsOf = (fields: JsonObject): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));

/** The object as a cluster keeps it. Data of ConfigMaps are texts, which some cases forget. */
function toStored({ apiVersion, kind, metadata, data, ...rest }: JsonObject): KubernetesObject {
  const texts = isObject(data) ? textsOf(data) : undefined;
  const { name, namespace, labels, annotations } = isObject(metadata) ? metadata : {};
  return {
    apiVersion: String(apiVersion),
    kind: String(kind),
    metadata: {
      ...{ name: String(name), namespace: kind === 'Namespace' ? '' : String(namespace ?? 'default') },
      ...(isObject(labels) && { labels: textsOf(labels) }),
      ...(isObject(annotations) && { annotations: textsOf(annotations) }),
    },
    ...(texts && { data: texts }),
    ...rest,
  };
}

function judge(each: JsonObject, policy: JsonObject | undefined, resources: readonly JsonObject[]): string {
  if (!policy) return 'no policy';
  const [object, old] = [named(each, 'object', resources), named(each, 'oldObject', resources)];
  const subject = object ?? old;
  if (!subject) return 'no object';
  const paramKind = objectOf(objectOf(policy, 'spec'), 'paramKind');
  const param = named(each, 'param', resources, String(paramKind.kind));
  const context = contextWith([
    ...policyInForce(policy, param),
    ...(param ? [param] : []),
    ...resources.filter(({ kind }) => kind === 'Namespace').map(toStored),
    definitionOf(subject),
  ]); // prettier-ignore
  const route = findResource(gvkOf({ apiVersion: subject.apiVersion, kind: subject.kind }), context.registry, context.cluster.store);
  if (!route) return 'no kind';
  const { resource } = route;
  const request: AdmissionRequest = {
    operation: !object ? 'DELETE' : old ? 'UPDATE' : 'CREATE',
    ...{ gvk: resource.gvk, resource, subresource: '', dryRun: false, old },
    object: object && { ...object, metadata: { ...object.metadata } },
    namespace: subject.metadata.namespace ?? '',
    name: subject.metadata.name ?? '',
    user: { username: optionalText(objectOf(each, 'userInfo'), 'name') ?? 'admin', groups: [] },
  };
  const denial = validatingAdmissionPolicy.validate?.(request, context);
  if (!denial) return 'admit';
  return / resulted in error: | compilation failed: /.test(JSON.stringify(denial)) ? 'error' : 'deny';
}

/** The policy without what limits it, and a binding. */
function policyInForce(policy: JsonObject, param: KubernetesObject | undefined): readonly KubernetesObject[] {
  const name = String(nameOf(policy));
  const everything = [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'] }];
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const { name: paramName = '', namespace = '' } = param?.metadata ?? {};
  const spec = {
    ...{ failurePolicy: 'Fail', ...objectOf(policy, 'spec') },
    matchConstraints: { resourceRules: everything, namespaceSelector: {}, objectSelector: {}, matchPolicy: 'Equivalent' },
  };
  const paramRef = { name: paramName, namespace, parameterNotFoundAction: 'Deny' };
  return [
    { apiVersion, kind: 'ValidatingAdmissionPolicy', metadata: { name }, spec },
    {
      ...{ apiVersion, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name } },
      spec: { policyName: name, validationActions: ['Deny'], ...(param && { paramRef }) },
    },
  ];
}

/** A CRD of the object's kind, for kinds that are not built in. */
function definitionOf({ apiVersion, kind }: KubernetesObject): KubernetesObject {
  const [group = '', version = ''] = apiVersion.split('/');
  const plural = `${kind.toLowerCase()}s`;
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    ...{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.${group}` } },
    spec: {
      ...{ group, scope: 'Namespaced', names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` } },
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  };
}

function contextWith(objects: readonly KubernetesObject[]): AdmissionContext {
  const cluster = createCluster();
  for (const object of objects) cluster.store.put(object);
  const registry = loadSchemas('1.37');
  return {
    ...{ cluster, registry, warn: () => undefined, annotate: () => undefined },
    kinds: servedKinds({ cluster, registry, rules: ruleContext('1.37'), admission: {} }),
    authorize: (user) => authorizeFor(user, createAuthorizer(cluster.store, registry.release)),
  };
}
