import type { Blame, Denier } from '../admission/plugin.ts';
import type { Accepted, Answer, Refused, UnknownKind } from '../apiserver/api-server.ts';
import type { DiagnosticCode } from '../diagnostic/diagnostic.ts';
import { child, fieldPath, key, pathText, root, valueAt, type FieldPath } from '../model/field-path.ts';
import { apiVersionOf, parseApiVersion } from '../model/group-version-kind.ts';
import { goQuote } from '../model/go-text.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { StatusCause } from '../model/status.ts';
import { decode } from '../schema/decode.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { closest } from '../text/closest.ts';
import { parsePathText } from '../yaml/path-text.ts';
import { findDecodeCulprit } from './decode-culprit.ts';
import { siblingFieldNames } from './field-names.ts';
import { goUnquote } from './go-unquote.ts';
import { NOWHERE, policyProblem, type PolicySource } from './policy-problem.ts';
import type { Problem } from './problem.ts';
import { callProblems } from './webhook-calls.ts';
import { unservedProblem } from './unserved-problem.ts';
import { writtenPath } from './written-path.ts';

/** What is known of kinds when answers are explained. */
export interface KnownKinds {
  readonly registry: SchemaRegistry;
  /** The versions in which CRDs serve a kind. */
  versionsOf(group: string, kind: string): readonly string[];
}

/** What the API server's answer to a document means to its author. `value` is the document as written. */
export function answerProblems(answer: Answer, value: JsonObject, known: KnownKinds, policies: PolicySource = NOWHERE): Problem[] {
  const { registry } = known;
  switch (answer.verdict) {
    case 'accepted':
      return [...warningProblems(answer, value), ...callProblems(answer.calls)];
    case 'rejected':
      return [...refusalProblems(answer, value, registry, policies), ...warningProblems(answer, value), ...callProblems(answer.calls)];
    case 'unknown-kind':
      return [unservedProblem(answer.error, value, registry) ?? unknownKindProblem(answer, value, known)];
  }
}

/** `spec.template.spec.nodeSelector[x]: deprecated since …`: the field stands before the first colon. */
function warningProblems({ warnings, blames }: Accepted | Refused, value: JsonObject): Problem[] {
  return warnings.map((message): Problem => {
    const blame = blames?.get(message);
    if (blame) return { code: 'api/warning', severity: 'warning', message, ...blamed(blame) };
    const [, field] = /^([a-z][\w.[\]/-]*): /.exec(message) ?? [];
    const path = field === undefined ? root : writtenPath(field, '', value);
    return { code: 'api/warning', severity: 'warning', message, path };
  });
}

function refusalProblems(answer: Refused, value: JsonObject, registry: SchemaRegistry, policies: PolicySource): Problem[] {
  const { status, deniedBy } = answer;
  if (deniedBy?.policy) return [policyProblem(status.message, deniedBy.policy, value, policies)];
  switch (status.code) {
    case 400:
      return decodingProblems(answer, value, registry);
    case 403:
      return [{ code: admissionCode(deniedBy), severity: 'error', message: status.message, ...blamed(deniedBy?.blame) }];
    case 404:
      return [{ code: 'reference/not-found', severity: 'error', message: status.message, ...blamed(deniedBy?.blame) }];
    case 409:
      return [{ code: 'api/conflict', severity: 'error', message: status.message, path: fieldPath('metadata', 'name') }];
    case 422: {
      const causes = status.details?.causes ?? [];
      if (causes.length > 0) return causes.filter(isOfTheObject).map((cause) => causeProblem(cause, value));
      return [{ code: 'api/invalid', severity: 'error', message: status.message, path: root }];
    }
    default:
      if (deniedBy) return [{ code: admissionCode(deniedBy), severity: 'error', message: status.message, ...blamed(deniedBy.blame) }];
      return [{ code: `api/${kebab(status.reason ?? 'refused')}`, severity: 'error', message: status.message, path: root }];
  }
}

/** A custom resource is also told what is wrong with the patterns and rules of its CRD, where that is read though no server would take it. */
const isOfTheObject = ({ message = '' }: StatusCause): boolean =>
  !/: (?:rule compile error|rule compiler initialization error): |, but pattern is invalid: error parsing regexp: /.test(message);

function causeProblem({ reason = 'FieldValueInvalid', message = '', field = '' }: StatusCause, value: JsonObject): Problem {
  const isRoot = field === '' || field === '<nil>';
  const path = writtenPath(isRoot ? (FIELD_IN_MESSAGE.exec(message)?.[1] ?? '') : field, message, value);
  const member = memberInMessage(message, path, value);
  const isAboutKey = member ? member.onKey : ABOUT_THE_KEY.has(reason);
  return {
    code: `api/${kebab(reason)}`,
    severity: 'error',
    message: isRoot ? message : `${field}: ${message}`,
    path: member?.path ?? path,
    ...(isAboutKey && { onKey: true }),
  };
}

/** Reasons that are about a field's presence rather than its value. */
const ABOUT_THE_KEY: ReadonlySet<string> = new Set(['FieldValueForbidden', 'FieldValueRequired', 'FieldValueTooMany', 'FieldValueTooFew']);

/** Numbers that their format has no room for are told of the whole custom resource. */
const FIELD_IN_MESSAGE = /: Checked value must be of type \w+ with format \w+ in (\S+)$/;

/** Labels and the like are refused by their map's field, with the bad key or value as the value: that is the place. */
function memberInMessage(
  message: string,
  path: FieldPath,
  value: JsonObject,
): { readonly path: FieldPath; readonly onKey: boolean } | undefined {
  const holder = valueAt(value, path);
  const quoted = /^[A-Z][a-z ]+: ("(?:[^"\\]|\\.)*")/.exec(message)?.[1];
  if (!isObject(holder) || quoted === undefined) return undefined;
  const named = Object.keys(holder).find((each) => each !== '' && goQuote(each) === quoted);
  if (named !== undefined) return { path: key(path, named), onKey: true };
  const valued = Object.keys(holder).find((each) => typeof holder[each] === 'string' && goQuote(holder[each]) === quoted);
  return valued === undefined ? undefined : { path: key(path, valued), onKey: false };
}

/** `FieldValueNotSupported` → `field-value-not-supported`. */
const kebab = (reason: string): string => reason.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

function decodingProblems({ resource, status }: Refused, value: JsonObject, registry: SchemaRegistry): Problem[] {
  const { message } = status;
  const unknown = [...(/strict decoding error: (.*)$/s.exec(message)?.[1] ?? '').matchAll(/unknown field "((?:[^"\\]|\\.)*)"/g)];
  if (unknown.length > 0)
    return unknown.map(([text, quoted = '']) =>
      unknownFieldProblem(text, parsePathText(goUnquote(quoted), value), resource.type, registry),
    );
  const errorOf = (pruned: JsonObject): string | undefined => decode(registry, resource, pruned).error;
  const path = resource.type !== '' && errorOf(value) === message ? findDecodeCulprit(value, message, errorOf) : root;
  const reason = message.replace(/^\S+ in version "[^"]*" cannot be handled as a \S+: /, '');
  const code: DiagnosticCode = /cannot unmarshal|quantit|base64|parse/.test(reason) ? 'schema/wrong-type' : 'schema/bad-request';
  return [{ code, severity: 'error', message: path === root ? message : `${pathText(path)}: ${reason}`, path }];
}

function unknownFieldProblem(message: string, path: FieldPath, typeName: string, registry: SchemaRegistry): Problem {
  const written = path.element?.kind === 'field' ? path.element.name : path.element?.kind === 'key' ? path.element.key : '';
  const rename = closest(written, siblingFieldNames(registry, typeName, path));
  return {
    code: 'schema/unknown-field',
    severity: 'error',
    message,
    path,
    onKey: true,
    ...(rename !== undefined && { rename, note: `Did you mean ${goQuote(rename)}?` }),
  };
}

/** `admission/pod-security`; who may not do something at all is refused before any plugin is asked. */
const admissionCode = (by: Denier | undefined): DiagnosticCode => `admission/${by ? kebab(by.plugin) : 'forbidden'}`;

/** At the first field to blame, with the others related; at the object when nobody says which. */
function blamed(blame: Blame | undefined): Pick<Problem, 'path' | 'others'> {
  const [first, ...others] = blame?.() ?? [];
  return {
    path: first?.path ?? root,
    ...(others.length > 0 && {
      others: others.map(({ path, objection }) => ({ path, message: objection ?? `${pathText(path)} as well` })),
    }),
  };
}

/** A kind that no resource has: an error when its group is built in, or CRDs bring other versions of it; else a warning that its CRD is missing. */
function unknownKindProblem({ error }: UnknownKind, value: JsonObject, { registry, versionsOf }: KnownKinds): Problem {
  const apiVersion = typeof value.apiVersion === 'string' ? value.apiVersion : '';
  const kind = typeof value.kind === 'string' ? value.kind : '';
  const group = parseApiVersion(apiVersion)?.group;
  const resources = registry.resources().filter(({ servedByDefault }) => servedByDefault);
  // Groups of CRDs have a dot, so one without is built in, or was.
  const builtIn = !group?.includes('.') || resources.some(({ gvk }) => gvk.group === group);
  const served = [
    ...(builtIn ? resources.filter(({ gvk }) => gvk.kind === kind).map(({ gvk }) => apiVersionOf(gvk)) : []),
    ...(group === undefined ? [] : versionsOf(group, kind).map((version) => apiVersionOf({ group, version }))),
  ];
  if (!builtIn && served.length === 0)
    return { code: 'reference/missing-crd', severity: 'warning', message: error, note: MISSING_DEFINITION, path: child(root, 'kind') };
  const nearKind = closest(kind, new Set(resources.filter(({ gvk }) => gvk.group === group).map(({ gvk }) => gvk.kind)));
  const server = builtIn ? `Kubernetes ${registry.release} serves` : 'Its CustomResourceDefinition serves';
  const note =
    served.length > 0
      ? `${server} ${kind} as ${[...new Set(served)].join(', ')}.`
      : nearKind === undefined
        ? undefined
        : `Did you mean ${goQuote(nearKind)}?`;
  return {
    code: 'reference/unknown-kind',
    severity: 'error',
    message: error,
    ...(note !== undefined && { note }),
    path: child(root, served.length > 0 ? 'apiVersion' : 'kind'),
  };
}

const MISSING_DEFINITION =
  'Its objects are not checked: no CustomResourceDefinition of it is known. --crds, or crds in drydock.yaml, says where there is one.';
