import { apiVersionOf, type GroupVersionKind } from '../model/group-version-kind.ts';
import { isObject, own, type JsonObject } from '../model/json.ts';
import type { CustomResource } from '../schema/crd/custom-resources.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { AnyStrategy, RuleContext } from '../validate/strategy.ts';

/** What comparing needs to know of one release. */
export interface DiffContext {
  readonly registry: SchemaRegistry;
  readonly rules: RuleContext;
  /** What a CRD says of a kind; undefined for kinds that none defines. */
  customOf(gvk: GroupVersionKind): CustomResource | undefined;
  /** Defaults and validation of a kind; undefined for kinds without. */
  strategyOf(gvk: GroupVersionKind): AnyStrategy | undefined;
}

/** A text field of an object; empty when it is absent or no text. */
export function textOf(object: JsonObject | undefined, name: string): string {
  const value = object && own(object, name);
  return typeof value === 'string' ? value : '';
}

/** An object field of an object; undefined when it is absent or something else. */
export function objectOf(object: JsonObject | undefined, ...names: readonly string[]): JsonObject | undefined {
  let at = object;
  for (const name of names) {
    const value = at && own(at, name);
    at = isObject(value) ? value : undefined;
  }
  return at;
}

/** The items of a list field that are objects. */
export function objectsOf(object: JsonObject | undefined, name: string): readonly JsonObject[] {
  const value = object && own(object, name);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** `apps/v1/Deployment`. */
export const gvkText = (gvk: GroupVersionKind): string => `${apiVersionOf(gvk)}/${gvk.kind}`;
