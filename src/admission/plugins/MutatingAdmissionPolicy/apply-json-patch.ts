import { deepCopy, deepEqual, isObject, setOwn } from '../../../model/json.ts';

/** A step of a patch; texts are empty and `value` is undefined where they are not given. */
export interface PatchOperation {
  readonly op: string;
  readonly path: string;
  readonly from: string;
  readonly value: unknown;
}

/** The patched document, that a test failed so that nothing is to be done, or what is wrong in the server's words. */
export type Patched = { readonly document: unknown } | { readonly kind: 'test-failed' } | { readonly error: string };

const MISSING = 'missing value';
/** Bytes that copies may add, roughly. */
const MAX_COPIED = 3 * 1024 * 1024;

/**
 * Applies a JSON patch as kube-apiserver does, which differs from RFC 6902: `replace` sets members that were not there, indices count from the end when
 * negative, and a test of what is not there holds for null.
 */
export function applyJsonPatch(document: unknown, operations: readonly PatchOperation[]): Patched {
  const run: Run = { document: deepCopy(document), copied: 0 };
  try {
    for (const operation of operations) applyOperation(run, operation);
  } catch (error) {
    if (error instanceof TestFailed) return { kind: 'test-failed' };
    if (error instanceof PatchError) return { error: error.message };
    throw error;
  }
  return { document: run.document };
}

/** Thrown and caught within one application. */
class PatchError extends Error {}
class TestFailed extends Error {}

interface Run {
  document: unknown;
  copied: number;
}
type Container = unknown[] | Record<string, unknown>;

function applyOperation(run: Run, { op, path, from, value }: PatchOperation): void {
  switch (op) {
    case 'add':
      return add(
        target(run, path, `add operation does not apply: doc is missing path: "${path}": ${MISSING}`),
        value,
        `error in add for path: '${path}'`,
      );
    case 'remove':
      return remove(
        target(run, path, `remove operation does not apply: doc is missing path: "${path}": ${MISSING}`),
        `error in remove for path: '${path}'`,
      );
    case 'replace':
      return replace(run, path, value);
    case 'move': {
      if (from === '') throw new PatchError(`move operation failed to decode from: operation, missing from field: ${MISSING}`);
      const source = target(run, from, `move operation does not apply: doc is missing from path: ${from}: ${MISSING}`);
      const wrong = `error in move for path: '${source.key}'`;
      const moved = read(source, wrong);
      remove(source, wrong);
      const to = target(run, path, `move operation does not apply: doc is missing destination path: ${path}: ${MISSING}`);
      return add(to, moved, `error in move for path: '${path}'`);
    }
    case 'test':
      return test(run, path, value);
    case 'copy': {
      if (from === '') throw new PatchError(`copy operation failed to decode from: operation, missing from field: ${MISSING}`);
      const source = target(run, from, `copy operation does not apply: doc is missing from path: ${from}: ${MISSING}`);
      const copied = read(source, `error in copy for from: '${from}'`);
      const to = target(run, path, `copy operation does not apply: doc is missing destination path: ${path}: ${MISSING}`);
      run.copied += sizeOf(copied, MAX_COPIED);
      if (run.copied > MAX_COPIED)
        throw new PatchError(
          `Unable to complete the copy, the accumulated size increase of copy is ${run.copied}, exceeding the limit ${MAX_COPIED}`,
        );
      return add(to, deepCopy(copied), 'error while adding value during copy');
    }
    default:
      throw new PatchError(`Unexpected kind: ${op}`);
  }
}

interface Target {
  readonly container: Container;
  readonly key: string;
}

const decodeKey = (key: string): string => key.replace(/~[01]/g, (escaped) => (escaped === '~1' ? '/' : '~'));

/** The list or object that the last part of a pointer is about. */
function target({ document }: Run, pointer: string, missing: string): Target {
  const parts = pointer.split('/').slice(1);
  const key = parts.pop();
  let container: unknown = document;
  for (const part of parts) container = memberOf(container, decodeKey(part));
  if (key === undefined || !isContainer(container)) throw new PatchError(missing);
  return { container, key: decodeKey(key) };
}

const isContainer = (value: unknown): value is Container => Array.isArray(value) || isObject(value);

function memberOf(container: unknown, key: string): unknown {
  if (Array.isArray(container)) return container[indexOf(key, container.length)];
  return isObject(container) && Object.hasOwn(container, key) ? container[key] : undefined;
}

/** An index as Go reads it: NaN for what is no number; negative ones count from the end. */
function indexOf(key: string, length: number): number {
  const index = /^[+-]?\d+$/.test(key) ? Number(key) : NaN;
  return index < 0 ? index + length : index;
}

const notANumber = (key: string): string => `strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`;
const invalidIndex = (key: string): string => `Unable to access invalid index: ${Number(key)}: invalid index referenced`;

function add({ container, key }: Target, value: unknown, wrong: string): void {
  const item = value === undefined ? null : value;
  if (!Array.isArray(container)) return setOwn(container, key, item);
  if (key === '-') return void container.push(item);
  const index = indexOf(key, container.length + 1);
  if (Number.isNaN(index)) throw new PatchError(`${wrong}: value was not a proper array index: '${key}': ${notANumber(key)}`);
  if (index < 0 || index > container.length) throw new PatchError(`${wrong}: ${invalidIndex(key)}`);
  container.splice(index, 0, item);
}

function remove({ container, key }: Target, wrong: string): void {
  if (Array.isArray(container)) {
    container.splice(existingIndex(container, key, wrong), 1);
    return;
  }
  if (!Object.hasOwn(container, key)) throw new PatchError(`${wrong}: Unable to remove nonexistent key: ${key}: ${MISSING}`);
  delete container[key];
}

function existingIndex(list: readonly unknown[], key: string, wrong: string): number {
  const index = indexOf(key, list.length);
  if (Number.isNaN(index)) throw new PatchError(`${wrong}: ${notANumber(key)}`);
  if (index < 0 || index >= list.length) throw new PatchError(`${wrong}: ${invalidIndex(key)}`);
  return index;
}

const read = ({ container, key }: Target, wrong: string): unknown =>
  Array.isArray(container) ? container[existingIndex(container, key, wrong)] : memberOf(container, key);

function replace(run: Run, path: string, value: unknown): void {
  if (path === '') {
    if (!isContainer(value)) throw new PatchError('replace operation value must be object or array: %!w(<nil>)');
    run.document = value;
    return;
  }
  const { container, key } = target(run, path, `replace operation does not apply: doc is missing path: ${path}: ${MISSING}`);
  const item = value === undefined ? null : value;
  if (!Array.isArray(container)) return setOwn(container, key, item);
  const index = indexOf(key, container.length);
  if (!(index >= 0 && index < container.length))
    throw new PatchError(`replace operation does not apply: doc is missing key: ${path}: ${MISSING}`);
  container[index] = item;
}

function test(run: Run, path: string, value: unknown): void {
  const actual = path === '' ? run.document : read(target(run, path, `test operation does not apply: is missing path: ${path}: ${MISSING}`), `error in test for path: '${path}'`); // prettier-ignore
  if (!deepEqual(actual ?? null, value ?? null)) throw new TestFailed();
}

/** How many bytes a value takes as JSON, roughly; no further than a limit. */
function sizeOf(value: unknown, limit: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 4;
  let size = 2;
  for (const [key, item] of Object.entries(value)) {
    size += key.length + sizeOf(item, limit - size);
    if (size > limit) return size;
  }
  return size;
}
