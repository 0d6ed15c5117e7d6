import {
  AUTHORIZER, DECISION, fn, GROUP_CHECK, overload, PATH_CHECK, RESOURCE_CHECK, type Implementation, type Library,
} from '../declarations.ts'; // prettier-ignore
import { celError, isOpaque, NO_SUCH_OVERLOAD, type OpaqueValue, type Value } from '../value.ts';
import { isLabel, isSubdomain } from './name-formats.ts';

/** What is asked of an authorizer. `serviceAccount` is whom it is asked for, when not the user of the request. */
export interface AuthorizationQuestion {
  readonly serviceAccount?: { readonly namespace: string; readonly name: string };
  readonly verb: string;
  readonly path?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
}
export interface AuthorizationAnswer {
  readonly allowed: boolean;
  readonly reason: string;
  readonly error?: string;
}
/** Whoever knows who may do what. */
export type Authorize = (question: AuthorizationQuestion) => AuthorizationAnswer;

type Asked = Omit<AuthorizationQuestion, 'verb'>;
interface Asking {
  readonly authorize: Authorize;
  readonly asked: Asked;
}

const NAMES = {
  authorizer: AUTHORIZER.name, path: PATH_CHECK.name, group: GROUP_CHECK.name, resource: RESOURCE_CHECK.name, decision: DECISION.name,
} as const; // prettier-ignore
const opaque = (type: string, value: object): OpaqueValue => ({ kind: 'opaque', type, value, equals: (other) => other.value === value });

/** The value of the variable `authorizer`. */
export const authorizerValue = (authorize: Authorize): OpaqueValue => opaque(NAMES.authorizer, { authorize, asked: {} } satisfies Asking);
/** The value of `authorizer.requestResource`. */
export const requestResourceValue = (authorize: Authorize, asked: Asked): OpaqueValue =>
  opaque(NAMES.resource, { authorize, asked } satisfies Asking);

const isAsking = (value: unknown): value is Asking => typeof value === 'object' && value !== null && 'authorize' in value;
const isAnswer = (value: unknown): value is AuthorizationAnswer => typeof value === 'object' && value !== null && 'allowed' in value;

/** A step of building a question from a value of type `from`. */
const step =
  (from: string, to: string, run: (...texts: readonly string[]) => Asked | string): Implementation =>
  (value = null, ...args) => {
    if (!isOpaque(value) || value.type !== from || !isAsking(value.value)) return NO_SUCH_OVERLOAD;
    const texts = args.filter((arg) => typeof arg === 'string');
    if (texts.length !== args.length) return NO_SUCH_OVERLOAD;
    const more = run(...texts);
    if (typeof more === 'string') return celError(more);
    return opaque(to, { authorize: value.value.authorize, asked: { ...value.value.asked, ...more } } satisfies Asking);
  };
const check =
  (from: string): Implementation =>
  (value = null, verb) => {
    if (!isOpaque(value) || value.type !== from || !isAsking(value.value) || typeof verb !== 'string') return NO_SUCH_OVERLOAD;
    return opaque(NAMES.decision, value.value.authorize({ ...value.value.asked, verb }));
  };
const ofAnswer =
  (run: (answer: AuthorizationAnswer) => Value): Implementation =>
  (value = null) =>
    isOpaque(value) && isAnswer(value.value) ? run(value.value) : NO_SUCH_OVERLOAD;

/** Questions to the authorizer, since 1.27. */
export const AUTHORIZATION: Library = {
  functions: [
    fn('path', overload('authorizer_path: Authorizer.(string) -> PathCheck', step(NAMES.authorizer, NAMES.path, (path = '') => (path.trim() === '' ? 'path must not be empty' : { path })))),
    fn('group', overload('authorizer_group: Authorizer.(string) -> GroupCheck', step(NAMES.authorizer, NAMES.group, (group = '') => ({ group })))),
    fn(
      'serviceAccount',
      overload('authorizer_serviceaccount: Authorizer.(string, string) -> Authorizer', step(NAMES.authorizer, NAMES.authorizer, (namespace = '', name = '') => {
        if (isSubdomain(name).length > 0) return 'Invalid service account name';
        return isLabel(namespace).length > 0 ? 'Invalid service account namespace' : { serviceAccount: { namespace, name } };
      })),
    ),
    fn('resource', overload('groupcheck_resource: GroupCheck.(string) -> ResourceCheck', step(NAMES.group, NAMES.resource, (resource = '') => (resource.trim() === '' ? 'resource must not be empty' : { resource })))),
    fn('subresource', overload('resourcecheck_subresource: ResourceCheck.(string) -> ResourceCheck', step(NAMES.resource, NAMES.resource, (subresource = '') => ({ subresource })))),
    fn('namespace', overload('resourcecheck_namespace: ResourceCheck.(string) -> ResourceCheck', step(NAMES.resource, NAMES.resource, (namespace = '') => ({ namespace })))),
    fn('name', overload('resourcecheck_name: ResourceCheck.(string) -> ResourceCheck', step(NAMES.resource, NAMES.resource, (name = '') => ({ name })))),
    fn('check', overload('pathcheck_check: PathCheck.(string) -> Decision', check(NAMES.path)), overload('resourcecheck_check: ResourceCheck.(string) -> Decision', check(NAMES.resource))),
    fn('errored', overload('decision_errored: Decision.() -> bool', ofAnswer(({ error }) => error !== undefined))),
    fn('error', overload('decision_error: Decision.() -> string', ofAnswer(({ error }) => error ?? ''))),
    fn('allowed', overload('decision_allowed: Decision.() -> bool', ofAnswer(({ allowed }) => allowed))),
    fn('reason', overload('decision_reason: Decision.() -> string', ofAnswer(({ reason }) => reason))),
  ],
}; // prettier-ignore

/** Selectors in questions, since 1.31. */
export const SELECTORS: Library = {
  functions: [
    fn('fieldSelector', overload('authorizer_fieldselector: ResourceCheck.(string) -> ResourceCheck', step(NAMES.resource, NAMES.resource, (fieldSelector = '') => ({ fieldSelector })))),
    fn('labelSelector', overload('authorizer_labelselector: ResourceCheck.(string) -> ResourceCheck', step(NAMES.resource, NAMES.resource, (labelSelector = '') => ({ labelSelector })))),
  ],
}; // prettier-ignore
