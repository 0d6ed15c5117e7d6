import { goJson } from '../../model/go-text.ts';
import { invariant } from '../../model/invariant.ts';
import { isObject, type JsonObject } from '../../model/json.ts';
import * as form from './go-form.ts';
import { DEFAULT_RELEASE, isSince, type Release } from '../../schema/release.ts';
import { FIELD_RELEASES, TYPES_BEFORE_1_37 } from './internal-type-changes.ts';
import { INTERNAL_TYPES } from './internal-types.ts';

/** A field of an internal struct; `go` is empty where the fields of `type`, which is embedded, stand in its place. */
export interface InternalField {
  readonly go: string;
  readonly json: string;
  readonly type: string;
}

const fields = new Map<string, readonly InternalField[]>();

/** The fields of an internal struct in a release. */
function internalFields(name: string, release: Release = DEFAULT_RELEASE): readonly InternalField[] {
  const known = fields.get(`${release} ${name}`);
  if (known) return known;
  const text = (isSince(release, '1.37') ? undefined : TYPES_BEFORE_1_37[name]) ?? INTERNAL_TYPES[name];
  invariant(text !== undefined, `unknown internal type ${name}`);
  const parsed = text
    .split(' ')
    .map(parseField)
    .filter(({ go }) => isInRelease(`${name}.${go}`, release));
  fields.set(`${release} ${name}`, parsed);
  return parsed;
}

function isInRelease(field: string, release: Release): boolean {
  const { since, until } = FIELD_RELEASES[field] ?? {};
  return (since === undefined || isSince(release, since)) && (until === undefined || isSince(until, release));
}

function parseField(text: string): InternalField {
  if (text.startsWith('+')) return { go: '', json: '', type: text.slice(1) };
  const [names = '', type = ''] = text.split(':');
  const [go = '', json = `${go.charAt(0).toLowerCase()}${go.slice(1)}`] = names.split('/');
  return { go, json, type };
}

const SCALARS: Readonly<Record<string, form.GoForm>> = {
  text: form.text,
  flag: form.flag,
  number: form.number,
  quantity: form.quantity,
  intOrString: form.intOrString,
  time: form.time,
  raw: (value) => goJson(value ?? null),
  'meta.LabelSelector': form.labelSelector,
  LabelSelector: form.labelSelector,
};

/** How Go prints a value of an internal type, such as `PodTemplateSpec`, `*text` or `[]PersistentVolumeClaim`, in a release. */
export function internalForm(type: string, release: Release = DEFAULT_RELEASE): form.GoForm {
  if (type.startsWith('*')) return form.pointer(internalForm(type.slice(1), release));
  if (type.startsWith('[]')) return form.list(internalForm(type.slice(2), release));
  if (type.startsWith('{}')) return form.map(internalForm(type.slice(2), release));
  return SCALARS[type] ?? ((value) => `{${printFields(type, value, release).join(',')}}`);
}

function printFields(type: string, value: unknown, release: Release): string[] {
  const given = isObject(value) ? value : {};
  const own = type === 'PodSpec' && !isSince(release, '1.37') ? withHostFieldsInside(given) : given;
  if (type === 'meta.ObjectMeta') return printMeta(isObject(own['metadata']) ? own['metadata'] : {});
  return internalFields(type, release).flatMap((field) => {
    if (field.go === '') return printFields(field.type, value, release);
    return [`"${field.go}":${internalForm(field.type, release)(own[field.json])}`];
  });
}

/** Before 1.37 the internal security context had what pods share with their host. */
const withHostFieldsInside = (spec: JsonObject): JsonObject => {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, securityContext } = spec;
  if (!isObject(securityContext)) return spec;
  return { ...spec, securityContext: { ...securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } };
};

/** Object metadata is one type inside and outside of the server: fields that are empty are left out. */
function printMeta(meta: Readonly<Record<string, unknown>>): string[] {
  const isEmpty = (value: unknown): boolean =>
    value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return META_FIELDS.filter((name) => !isEmpty(meta[name])).map(
    (name) => `"${name}":${META_MAPS.includes(name) ? form.textMap(meta[name]) : goJson(meta[name])}`,
  );
}

const META_FIELDS = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
];
const META_MAPS = ['labels', 'annotations'];
