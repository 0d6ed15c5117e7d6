import type { AuthorizationRequest, Decision } from '../admission/authorization/authorizer.ts';
import { isPathRequest } from '../admission/authorization/authorizer.ts';
import { RBAC } from '../admission/authorization/aggregated-rules.ts';
import { createAuthorizer } from '../admission/authorization/create-authorizer.ts';
import { grantsOf, roleOf } from '../admission/authorization/grants.ts';
import { ruleAllows, type Rule } from '../admission/authorization/rule-allows.ts';
import type { UserInfo } from '../admission/plugin.ts';
import { typed } from '../admission/typed.ts';
import { createControlPlane } from '../apiserver/create-control-plane.ts';
import { refusalText } from '../apiserver/refusal-text.ts';
import { metadataText } from '../apiserver/find-resource.ts';
import { groupKindOf, objectKeyOf } from '../cluster/create-store.ts';
import type { KubernetesObject, ObjectKey } from '../cluster/object.ts';
import type { ReadView } from '../cluster/store.ts';
import type { Diagnostic, Location } from '../diagnostic/diagnostic.ts';
import { fieldPath, index, type FieldPath } from '../model/field-path.ts';
import { compareText, deepEqual } from '../model/json.ts';
import type { Role, RoleBinding, Subject } from '../model/kinds/rbac-v1.ts';
import { applyOrder } from '../reconcile-preview/apply-order.ts';
import { restoreObject } from '../reconcile-preview/restore.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { locateAt, readingDiagnostics } from '../yaml/locate.ts';
import { readDocuments, type YamlDocument } from '../yaml/read-documents.ts';
import { readSyntaxTree } from '../yaml/syntax-tree.ts';
import type { SourceFile } from './source-file.ts';

/** An object and where it, or the part in question, is written; the default policy is written nowhere. */
export interface Written {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly at?: Location;
}

/** One rule that a binding gives to a subject. */
export interface Permission {
  readonly subject: Subject;
  /** `at` is the subject's place. */
  readonly binding: Written;
  /** `at` is the rule's place. Roles that gather rules show those of the role that has it. */
  readonly role: Written;
  readonly rule: Rule;
  /** Where it holds: a namespace, or everywhere when empty. */
  readonly namespace: string;
  /** Whether the default policy of the release makes the binding. */
  readonly isDefault: boolean;
}

/** Who may do what by the default policy and the roles and bindings of manifests. */
export interface Access {
  readonly view: ReadView;
  readonly registry: SchemaRegistry;
  /** What could not be read, and roles and bindings that the API server refuses. */
  readonly problems: readonly Diagnostic[];
  decide(request: AuthorizationRequest): Decision;
  /** Namespaces with bindings of their own in which the same request is allowed. */
  allowedIn(request: AuthorizationRequest): readonly string[];
  /** All that allows a request to its user. */
  grounds(request: AuthorizationRequest): readonly Permission[];
  /** All subjects that may do what a request asks, whoever its user is; without a namespace in all of them. */
  subjects(request: AuthorizationRequest): readonly Permission[];
  /** All that is given to a user, in one namespace or in any. */
  permissions(user: UserInfo, namespace?: string): readonly Permission[];
  /** Where an object was written. */
  writtenAt(object: KubernetesObject): Location | undefined;
}

interface Origin {
  readonly file: SourceFile;
  readonly document: YamlDocument;
}

export interface AccessInput {
  readonly registry: SchemaRegistry;
  readonly files: readonly SourceFile[];
  /** Objects that exist, as `kubectl get -o yaml` prints them. */
  readonly cluster?: readonly SourceFile[];
}

export function readAccess({ registry, files, cluster = [] }: AccessInput): Access {
  const server = createControlPlane({ registry });
  const view = server.cluster.store;
  const origins = new Map<string, Origin>();
  const problems: Diagnostic[] = [];

  function write(origin: Origin, restore: boolean): void {
    const { value } = origin.document;
    if (!value || origin.document.strictError !== undefined) return;
    const revision = view.revision;
    const problem = restore ? restoreObject(server, value) : refusalText(server.createOrReplace(value, { ensure: true }));
    for (const { object, type } of view.changesSince(revision)) {
      const isMeant = object.kind === value.kind && ['', object.metadata.name].includes(metadataText(value, 'name'));
      if (type !== 'deleted' && isMeant) origins.set(keyText(objectKeyOf(object)), origin);
    }
    if (problem === undefined || !String(value.apiVersion).startsWith(`${RBAC}/`)) return;
    const at = { source: origin.file.source, range: origin.document.range };
    problems.push({ code: 'api/rejected', severity: 'warning', message: `left out: ${problem}`, at });
  }

  for (const [texts, restore] of [
    [cluster, true],
    [files, false],
  ] as const) {
    const read = texts.map((file) => ({ file, documents: readDocuments(file.source, file.text) }));
    problems.push(...read.flatMap(({ file, documents }) => readingDiagnostics(file.text, documents)));
    const all = read.flatMap(({ file, documents }) => documents.map((document): Origin => ({ file, document })));
    for (const { origin } of applyOrder(all.map((origin) => ({ origin, ...(origin.document.value && { value: origin.document.value }) }))))
      write(origin, restore);
  }

  function placeOf(object: KubernetesObject, path: FieldPath): Location | undefined {
    const origin = origins.get(keyText(objectKeyOf(object)));
    if (!origin) return undefined;
    const options = { code: 'api/rejected', severity: 'info' } as const;
    return locateAt(readSyntaxTree(origin.file.text, origin.document), path, '', options, 'value').at;
  }

  const written = (object: KubernetesObject, path: FieldPath): Written => {
    const at = placeOf(object, path);
    return { ...identityOf(object), ...(at && { at }) };
  };

  /** The permissions that one subject of a binding has by the rules that `isAsked`. */
  function* permissionsOf(binding: KubernetesObject, subject: Subject, isAsked: (rule: Rule) => boolean): Generator<Permission> {
    const { roleRef = {}, subjects = [] } = typed<RoleBinding>(binding);
    const namespace = binding.metadata.namespace ?? '';
    const { role, rules } = roleOf(view, roleRef, namespace);
    if (!role) return;
    for (const rule of rules) {
      if (!isAsked(rule)) continue;
      const [holder, at] = holderOf(role, rule);
      yield {
        subject,
        binding: written(binding, index(fieldPath('subjects'), subjects.indexOf(subject))),
        role: written(holder, index(fieldPath('rules'), at)),
        rule,
        namespace,
        isDefault: isDefault(binding),
      };
    }
  }

  /** The role that has a rule itself, and which of its rules it is. */
  function holderOf(role: KubernetesObject, rule: Rule): readonly [KubernetesObject, number] {
    const candidates = typed<{ aggregationRule?: unknown }>(role).aggregationRule
      ? view.list({ group: RBAC, kind: 'ClusterRole' }).filter((each) => !typed<{ aggregationRule?: unknown }>(each).aggregationRule)
      : [role];
    for (const each of candidates) {
      const at = (typed<Role>(each).rules ?? []).findIndex((own) => deepEqual(own, rule));
      if (at >= 0) return [each, at];
    }
    return [role, 0];
  }

  const decide = createAuthorizer(view, registry.release);
  return {
    view,
    registry,
    problems,
    decide,
    allowedIn: (request) =>
      isPathRequest(request)
        ? []
        : [...new Set(namespacesOf(view, undefined))].filter((namespace) => namespace !== '' && decide({ ...request, namespace }).allowed),
    grounds: (request) =>
      [...grantsOf(view, request.user, isPathRequest(request) ? '' : request.namespace)].flatMap(({ binding, subject }) => [
        ...permissionsOf(binding, subject, (rule) => ruleAllows(rule, request)),
      ]),
    subjects: (request) =>
      allBindings(view, isPathRequest(request) ? undefined : request.namespace).flatMap((binding) =>
        isPathRequest(request) && binding.kind === 'RoleBinding'
          ? []
          : (typed<RoleBinding>(binding).subjects ?? []).flatMap((subject) => [
              ...permissionsOf(binding, subject, (rule) => ruleAllows(rule, request)),
            ]),
      ),
    permissions: (user, namespace) =>
      [...new Set(namespacesOf(view, namespace))]
        .flatMap((each) => [...grantsOf(view, user, each)].filter(({ binding }) => (binding.metadata.namespace ?? '') === each))
        .flatMap(({ binding, subject }) => [...permissionsOf(binding, subject, () => true)]),
    writtenAt: (object) => {
      const origin = origins.get(keyText(objectKeyOf(object)));
      return origin && placeOf(object, fieldPath('metadata', 'name'));
    },
  };
}

const allBindings = (view: ReadView, namespace: string | undefined): readonly KubernetesObject[] => [
  ...view.list({ group: RBAC, kind: 'ClusterRoleBinding' }),
  ...view.list({ group: RBAC, kind: 'RoleBinding' }, namespace === '' ? undefined : namespace),
];

/** Everywhere, and the namespaces that have bindings of their own. */
const namespacesOf = (view: ReadView, only: string | undefined): readonly string[] => [
  '',
  ...(only === undefined
    ? view
        .list({ group: RBAC, kind: 'RoleBinding' })
        .map(({ metadata }) => metadata.namespace ?? '')
        .sort(compareText)
    : [only]),
];

const isDefault = ({ metadata }: KubernetesObject): boolean => metadata.labels?.['kubernetes.io/bootstrapping'] === 'rbac-defaults';

const keyText = ({ group, kind, namespace, name }: ObjectKey): string => [group, kind, namespace, name].join('|');

export const identityOf = (object: KubernetesObject): Written => ({
  kind: groupKindOf(object).kind,
  namespace: object.metadata.namespace ?? '',
  name: object.metadata.name ?? '',
});
