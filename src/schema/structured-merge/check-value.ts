import { goJson } from '../../model/go-text.ts';
import { type Fields, goType, isFields, kindOfValue } from '../crd/value.ts';
import { listKey } from './list-key.ts';
import type { ListMerge, MapMerge, MergeType } from './merge-type.ts';

/** What is wrong with a value that is to be merged. */
export interface MergeError {
  /** `.spec.containers[name="web"].image` */
  readonly path: string;
  readonly message: string;
}

/** The errors as one text. */
export function mergeErrorsText(errors: readonly MergeError[]): string {
  const texts = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return texts.length === 1 ? texts.join('') : ['errors:', ...texts.map((text) => `  ${text}`)].join('\n');
}

/** Null as expressions make it: no null to the merge, and nothing else either. */
export const NULL_VALUE: unique symbol = Symbol('structpb.NullValue');

/** Compares a value to its type: kinds of values, fields that there are not, list elements that cannot be told apart. */
export function checkValue(value: unknown, type: MergeType, path = ''): MergeError[] {
  if (value === NULL_VALUE) return checkNull(type, path);
  const kind = kindOfValue(value);
  const isScalar = kind === 'int' || kind === 'float' || kind === 'string' || kind === 'bool';
  if (kind === 'null') return [];
  if (isScalar && type.scalar) return checkScalar(value, type.scalar, path);
  if (kind === 'slice' && type.list && Array.isArray(value)) return checkList(value, type.list, path);
  if (type.map) return isFields(value) ? checkMap(value, type.map, path) : [{ path, message: `expected map, got ${shown(value)}` }];
  if (type.scalar) return checkScalar(value, type.scalar, path);
  return [{ path, message: `expected list, got ${shown(value)}` }];
}

function checkNull({ map, scalar }: MergeType, path: string): MergeError[] {
  const wanted = map ? 'map' : scalar === 'untyped' ? 'any scalar' : scalar === 'numeric' ? 'numeric (int or float)' : (scalar ?? 'list');
  const got = wanted.startsWith('numeric')
    ? 'structpb.NullValue'
    : wanted === 'string'
      ? '&value.valueUnstructured{Value:0}'
      : '&{NULL_VALUE}';
  return [{ path, message: `expected ${wanted}, got ${got}` }];
}

/** As Go prints the wrapper of a value. */
const shown = (value: unknown): string => `&{${goText(value)}}`;

function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isFields(value)) return String(value ?? '<nil>');
  return `map[${Object.keys(value).sort().map((name) => `${name}:${goText(value[name])}`).join(' ')}]`; // prettier-ignore
}

function checkScalar(value: unknown, wanted: NonNullable<MergeType['scalar']>, path: string): MergeError[] {
  const kind = kindOfValue(value);
  const wrong = (message: string): MergeError[] => [{ path, message }];
  switch (wanted) {
    case 'numeric':
      return kind === 'int' || kind === 'float' ? [] : wrong(`expected numeric (int or float), got ${goType(value)}`);
    case 'string':
      return kind === 'string' ? [] : wrong(`expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`);
    case 'boolean':
      return kind === 'bool' ? [] : wrong(`expected boolean, got ${shown(value)}`);
    case 'untyped':
      return kind === 'slice' || kind === 'map' ? wrong(`expected any scalar, got ${shown(value)}`) : [];
  }
}

function goSyntax(value: unknown): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isFields(value)) return goJson(value);
  return `map[string]interface {}{${Object.keys(value).sort().map((name) => `${goJson(name)}:${goSyntax(value[name])}`).join(', ')}}`; // prettier-ignore
}

function checkList(items: readonly unknown[], list: ListMerge, path: string): MergeError[] {
  const errors: MergeError[] = [];
  const seen = new Set<string>();
  for (const [i, item] of items.entries()) {
    const found = list.relation === 'atomic' ? { key: `[${i}]` } : listKey(list, item);
    if ('error' in found) return [...errors, { path, message: `element ${i}: ${found.error}` }];
    if (seen.has(found.key)) errors.push({ path, message: `duplicate entries for key ${found.key}` });
    seen.add(found.key);
    errors.push(...checkValue(item, list.element(), `${path}${found.key}`));
  }
  return errors;
}

function checkMap(fields: Fields, map: MapMerge, path: string): MergeError[] {
  const errors: MergeError[] = [];
  for (const name of Object.keys(fields)) {
    const type = map.member(name);
    if (!type) return [...errors, { path: `${path}.${name}`, message: 'field not declared in schema' }];
    errors.push(...checkValue(fields[name], type, `${path}.${name}`));
  }
  return errors;
}
