import { groupKindText, parseApiVersion, type GroupVersionKind } from '../model/group-version-kind.ts';
import { compareText, type JsonObject } from '../model/json.ts';
import { keepAllocated } from './allocated.ts';
import { harsher, type Change, type Consequence, type JudgedChange, type ObjectDiff } from './change.ts';
import { compare, type Shape } from './compare.ts';
import { judge } from './consequences.ts';
import { gvkText, objectOf, textOf, type DiffContext } from './context.ts';
import { withDefaults, withoutServerFields } from './normalize.ts';
import { creationErrors, rejectionOf, type Rejection } from './rejections.ts';

export interface DiffOptions {
  /** Also list differences that make none once the API server has read them: written defaults, other spellings of a quantity, order in sets. */
  readonly noOps?: boolean;
}

/** An object of one side, as written and as compared. */
interface Side {
  readonly gvk: GroupVersionKind;
  readonly namespace: string;
  readonly name: string;
  readonly written: JsonObject;
  readonly object: JsonObject;
  /** Why the API server cannot read it. */
  readonly error?: string;
}

/**
 * What differs between two sets of objects, matched by group, kind, namespace and name (two of the same identity in the order given), ordered by that
 * identity. Every change says what it does to a cluster that runs `before`. Objects without `kind` or with a malformed `apiVersion` are left out.
 */
export function diff(
  before: readonly JsonObject[],
  after: readonly JsonObject[],
  context: DiffContext,
  options: DiffOptions = {},
): ObjectDiff[] {
  const sidesBefore = byIdentity(before, context);
  const sidesAfter = byIdentity(after, context);
  const others = [...sidesAfter.values()].map((side) => side.object);
  const identities = [...new Set([...sidesBefore.keys(), ...sidesAfter.keys()])].sort(compareText);
  return identities.flatMap((identity) => {
    const [b, a] = [sidesBefore.get(identity), sidesAfter.get(identity)];
    if (b && a) return changedObject(b, a, others, context, options);
    if (a) return [addedObject(a, context)];
    return b ? [removedObject(b)] : [];
  });
}

function byIdentity(objects: readonly JsonObject[], context: DiffContext): Map<string, Side> {
  const sides = new Map<string, Side>();
  for (const written of objects) {
    const version = parseApiVersion(textOf(written, 'apiVersion'));
    const kind = textOf(written, 'kind');
    if (!version || kind === '') continue;
    const gvk = { ...version, kind };
    const { object: stored, error } = withDefaults(written, gvk, context);
    const object = withoutServerFields(stored);
    const metadata = objectOf(object, 'metadata');
    const namespace = textOf(metadata, 'namespace');
    const name = textOf(metadata, 'name') || textOf(metadata, 'generateName');
    const identity = [gvk.group, kind, namespace, name].join('\u0000');
    let key = identity;
    for (let copy = 2; sides.has(key); copy++) key = `${identity}\u0000${copy}`;
    sides.set(key, { gvk, namespace, name, written, object, ...(error !== undefined && { error }) });
  }
  return sides;
}

function addedObject({ gvk, namespace, name, object, error }: Side, context: DiffContext): ObjectDiff {
  const errors = error === undefined ? creationErrors(object, gvk, context) : [error];
  return {
    ...{ gvk, namespace, name, kind: 'added', after: object, changes: [] },
    ...(errors.length > 0 ? { consequence: 'rejected', note: errors.join('; ') } : { consequence: 'live' }),
  };
}

const removedObject = ({ gvk, namespace, name, object }: Side): ObjectDiff => ({
  ...{ gvk, namespace, name, kind: 'removed', before: object, changes: [], consequence: 'live' },
  note: 'applying the new files does not delete it, pruning does',
});

function changedObject(b: Side, a: Side, others: readonly JsonObject[], context: DiffContext, options: DiffOptions): ObjectDiff[] {
  const { gvk, namespace, name } = a;
  const [before, after] = [b.object, keepAllocated(a.object, b.object, gvk)];
  const shape = shapeOf(gvk, context);
  const differences = compare(before, after, shape, context.registry);
  const { errors, byChange } = rejectionOfUpdate(b, a, after, differences, context);
  const judged = differences.map((change, i): JudgedChange => {
    const reasons = byChange[i] ?? [];
    if (reasons.length > 0) return { ...change, consequence: 'rejected', note: reasons.join('; ') };
    return { ...change, ...judge(change, { gvk, before, after, others }) };
  });
  const noOps = options.noOps ? spellings(b, a, differences, shape, context) : [];
  const changes = [...judged.filter(({ consequence }) => options.noOps || consequence !== 'no-op'), ...noOps];
  if (changes.length === 0 && (a.error === undefined || b.error !== undefined)) return [];
  // errors that no single change brings about stand at the object
  const isUnexplained = errors.length > 0 && !judged.some(({ consequence }) => consequence === 'rejected');
  const consequence = changes.reduce<Consequence>(
    (worst, change) => harsher(worst, change.consequence),
    isUnexplained ? 'rejected' : 'no-op',
  );
  return [
    { gvk, namespace, name, kind: 'changed', before, after, changes, consequence, ...(isUnexplained && { note: errors.join('; ') }) },
  ];
}

/** Nothing is known of an update from one version of a kind to another. */
function rejectionOfUpdate(b: Side, a: Side, after: JsonObject, differences: readonly Change[], context: DiffContext): Rejection {
  if (a.error !== undefined) return { errors: [a.error], byChange: [] };
  if (b.error !== undefined || gvkText(a.gvk) !== gvkText(b.gvk) || differences.length === 0) return { errors: [], byChange: [] };
  return rejectionOf(b.object, after, differences, a.gvk, context);
}

/** What is written differently and means the same. */
function spellings(b: Side, a: Side, differences: readonly Change[], shape: Shape, { registry }: DiffContext): JudgedChange[] {
  const written = compare(withoutServerFields(b.written), withoutServerFields(a.written), shape, registry);
  return written
    .filter((change) => !differences.some((other) => touches(change, other)))
    .map((change) => ({ ...change, consequence: 'no-op' }));
}

function shapeOf(gvk: GroupVersionKind, { registry, customOf }: DiffContext): Shape {
  const custom = customOf(gvk);
  if (custom) return { schema: custom.schema };
  const name = registry.resource(gvk)?.type;
  return name === undefined ? {} : { type: { kind: 'struct', name } };
}

/** Whether one change is at, in or around the place of the other. */
function touches(a: Change, b: Change): boolean {
  const [short, long] = a.path.length <= b.path.length ? [a.path, b.path] : [b.path, a.path];
  return long === short || (long.startsWith(short) && '.['.includes(long.charAt(short.length)));
}

/** `Deployment.apps shop/web`: how an object is called in text. */
export const objectLabel = ({ gvk, namespace, name }: Pick<ObjectDiff, 'gvk' | 'namespace' | 'name'>): string =>
  `${groupKindText(gvk)} ${namespace === '' ? '' : `${namespace}/`}${name}`;
