import { goJson } from '../../model/go-text.ts';
import { invariant } from '../../model/invariant.ts';
import { isObject } from '../../model/json.ts';
import * as form from './go-form.ts';
import { INTERNAL_TYPES } from './internal-types.ts';

/** A field of an internal struct; `go` is empty where the fields of `type`, which is embedded, stand in its place. */
export interface InternalField {
  readonly go: string;
  readonly json: string;
  readonly type: string;
}

const fields = new Map<string, readonly InternalField[]>();

/** The fields of an internal struct. */
export function internalFields(name: string): readonly InternalField[] {
  const known = fields.get(name);
  if (known) return known;
  const text = INTERNAL_TYPES[name];
  invariant(text !== undefined, `unknown internal type ${name}`);
  const parsed = text.split(' ').map(parseField);
  fields.set(name, parsed);
  return parsed;
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
  'meta.LabelSelector': form.labelSelector,
  LabelSelector: form.labelSelector,
};

/** How Go prints a value of an internal type, such as `PodTemplateSpec`, `*text` or `[]PersistentVolumeClaim`. */
export function internalForm(type: string): form.GoForm {
  if (type.startsWith('*')) return form.pointer(internalForm(type.slice(1)));
  if (type.startsWith('[]')) return form.list(internalForm(type.slice(2)));
  if (type.startsWith('{}')) return form.map(internalForm(type.slice(2)));
  return SCALARS[type] ?? ((value) => `{${printFields(type, value).join(',')}}`);
}

function printFields(type: string, value: unknown): string[] {
  const own = isObject(value) ? value : {};
  if (type === 'meta.ObjectMeta') return printMeta(isObject(own['metadata']) ? own['metadata'] : {});
  return internalFields(type).flatMap((field) => {
    if (field.go === '') return printFields(field.type, value);
    return [`"${field.go}":${internalForm(field.type)(own[field.json])}`];
  });
}

/** Object metadata is one type inside and outside of the server: fields that are empty are left out. */
function printMeta(meta: Readonly<Record<string, unknown>>): string[] {
  const isEmpty = (value: unknown): boolean => value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return META_FIELDS.filter((name) => !isEmpty(meta[name])).map((name) => `"${name}":${META_MAPS.includes(name) ? form.textMap(meta[name]) : goJson(meta[name])}`);
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
