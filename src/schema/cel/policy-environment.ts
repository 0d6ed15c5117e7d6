import { AUTHORIZER, RESOURCE_CHECK } from './declarations.ts';
import type { Release } from '../release.ts';
import { isReservedWord } from './escape.ts';
import { baseEnvironment, extendEnvironment, type Environment, type ExpressionMode } from './environment.ts';
import { JSON_PATCH } from './library/json-patch.ts';
import type { TypeProvider } from './type-provider.ts';
import { BOOL, DYN, INT, listType, mapType, STRING, structType, TIMESTAMP, type CelType } from './types.ts';

type Fields = Readonly<Record<string, CelType>>;
const texts = (...names: readonly string[]): Fields => Object.fromEntries(names.map((name) => [name, STRING]));
const KIND = structType('kubernetes.GroupVersionKind');
const RESOURCE = structType('kubernetes.GroupVersionResource');
const LABELS = mapType(STRING, STRING);

/** Types of `request` and `namespaceObject`. */
const TYPES: Readonly<Record<string, Fields>> = {
  'kubernetes.GroupVersionKind': texts('group', 'version', 'kind'),
  'kubernetes.GroupVersionResource': texts('group', 'version', 'resource'),
  'kubernetes.UserInfo': { ...texts('username', 'uid'), groups: listType(STRING), extra: mapType(STRING, listType(STRING)) },
  'kubernetes.AdmissionRequest': {
    ...texts('subResource', 'requestSubResource', 'name', 'namespace', 'operation'),
    ...{ kind: KIND, resource: RESOURCE, requestKind: KIND, requestResource: RESOURCE },
    userInfo: structType('kubernetes.UserInfo'),
    dryRun: BOOL,
    options: DYN,
  },
  'kubernetes.NamespaceSpec': { finalizers: listType(STRING) },
  'kubernetes.NamespaceCondition': { ...texts('status', 'type', 'message', 'reason'), lastTransitionTime: TIMESTAMP },
  'kubernetes.NamespaceStatus': { conditions: listType(structType('kubernetes.NamespaceCondition')), phase: STRING },
  'kubernetes.NamespaceMetadata': {
    ...texts('name', 'generateName', 'namespace', 'UID', 'resourceVersion'),
    ...{ labels: LABELS, annotations: LABELS, finalizers: listType(STRING) },
    ...{ creationTimestamp: TIMESTAMP, deletionTimestamp: TIMESTAMP, deletionGracePeriodSeconds: INT, generation: INT },
  },
  'kubernetes.Namespace': {
    metadata: structType('kubernetes.NamespaceMetadata'),
    spec: structType('kubernetes.NamespaceSpec'),
    status: structType('kubernetes.NamespaceStatus'),
  },
};

/** What else expressions of a policy may use. */
export interface PolicyDeclarations {
  readonly hasParams?: boolean;
  readonly hasAuthorizer?: boolean;
  /** `Object{…}` and `JSONPatch{…}` of mutating policies. */
  readonly hasPatchTypes?: boolean;
  /** Types of the policy's variables that stand before the expression; absent where it may use none. */
  readonly variables?: Readonly<Record<string, CelType>>;
}

const VARIABLES = 'kubernetes.variables';
const PATCH_FIELDS: Fields = { ...texts('op', 'path', 'from'), value: DYN };

/** The environment of policies and match conditions. */
export function policyEnvironment(release: Release, mode: ExpressionMode, declarations: PolicyDeclarations = {}): Environment {
  const { hasParams, hasAuthorizer, hasPatchTypes, variables } = declarations;
  const provider = policyTypes(variables, hasPatchTypes === true);
  return extendEnvironment(baseEnvironment(release, mode), {
    provider,
    variables: {
      ...{
        object: DYN,
        oldObject: DYN,
        namespaceObject: structType('kubernetes.Namespace'),
        request: structType('kubernetes.AdmissionRequest'),
      },
      ...(hasParams ? { params: DYN } : {}),
      ...(hasAuthorizer ? { authorizer: AUTHORIZER, 'authorizer.requestResource': RESOURCE_CHECK } : {}),
      ...(variables ? { variables: structType(VARIABLES) } : {}),
    },
    libraries: hasPatchTypes ? [JSON_PATCH] : [],
  });
}

function policyTypes(variables: Fields | undefined, hasPatchTypes: boolean): TypeProvider {
  const isPatch = (name: string): boolean => hasPatchTypes && (name === 'JSONPatch' || isObjectType(name));
  const fieldsOf = (name: string): Fields | undefined =>
    name === VARIABLES ? variables : Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  return {
    hasType: (name) => isPatch(name) || fieldsOf(name) !== undefined,
    fieldType: (typeName, field) => {
      if (isPatch(typeName)) return typeName === 'JSONPatch' ? (Object.hasOwn(PATCH_FIELDS, field) ? PATCH_FIELDS[field] : undefined) : DYN;
      const fields = fieldsOf(typeName);
      if (!fields) return undefined;
      // words of the language are fields, too: `request.namespace`, `variables.namespace` for a variable `__namespace__`
      const name = Object.hasOwn(fields, field) || !isReservedWord(field) ? field : `__${field}__`;
      return Object.hasOwn(fields, name) ? fields[name] : undefined;
    },
  };
}

const isObjectType = (name: string): boolean => name === 'Object' || name.startsWith('Object.');
