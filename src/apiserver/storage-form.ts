import { isObject } from '../model/json.ts';
import { pointee, type GoType, type SchemaRegistry } from '../schema/registry.ts';

type Fields = Record<string, unknown>;

/** A field on the way to lists that are printed even when they are empty. */
interface Step {
  readonly json: string;
  /** It is such a list itself. */
  readonly isPrinted: boolean;
  /** The struct it holds, as value, elements or entries; empty when there is nothing to find in it. */
  readonly struct: string;
}

const stepsByRegistry = new WeakMap<SchemaRegistry, Map<string, readonly Step[]>>();

/**
 * Brings an object into the form in which storage gives it back: built-in kinds are stored as protobuf, which has no empty lists, so that `rules: []`
 * is null from then on. Changes `object`. (Empty lists that are not printed need no care.)
 */
export function toStorageForm(registry: SchemaRegistry, type: string, object: Fields): void {
  if (!type.startsWith('k8s.io/api/')) return;
  let memo = stepsByRegistry.get(registry);
  if (!memo) stepsByRegistry.set(registry, (memo = new Map()));
  walk(registry, memo, type, object);
}

function walk(registry: SchemaRegistry, memo: Map<string, readonly Step[]>, type: string, object: Fields): void {
  for (const { json, isPrinted, struct } of stepsOf(registry, memo, type)) {
    const value = object[json];
    if (value === undefined) continue;
    if (isPrinted && Array.isArray(value) && value.length === 0) delete object[json];
    else if (struct !== '')
      for (const item of Array.isArray(value) ? value : [value]) if (isFields(item)) walk(registry, memo, struct, item);
  }
}

const isFields = (value: unknown): value is Fields => isObject(value);

function stepsOf(registry: SchemaRegistry, memo: Map<string, readonly Step[]>, type: string): readonly Step[] {
  const known = memo.get(type);
  if (known) return known;
  memo.set(type, []);
  const steps: Step[] = [];
  for (const [json, { field }] of registry.struct(type).byJson) {
    const isPrinted = field.always === true && field.type.kind === 'slice';
    const struct = structIn(field.type);
    const leads = struct !== '' && stepsOf(registry, memo, struct).length > 0;
    if (isPrinted || leads) steps.push({ json, isPrinted, struct: leads ? struct : '' });
  }
  memo.set(type, steps);
  return steps;
}

function structIn(type: GoType): string {
  const own = pointee(type);
  const held = own.kind === 'slice' ? pointee(own.element) : own;
  return held.kind === 'struct' ? held.name : '';
}
