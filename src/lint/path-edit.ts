import type { FieldPath } from '../model/field-path.ts';
import type { Json } from '../model/json.ts';

/** A change to a manifest in terms of its fields; comments and layout around it stay. */
export type PathEdit =
  /** Gives a field a value; the field is added, with the maps that lead to it, when it is not there. */
  | { readonly kind: 'set'; readonly path: FieldPath; readonly value: Json }
  /** Takes away a field or an item of a list. */
  | { readonly kind: 'remove'; readonly path: FieldPath }
  /** Gives the key of a field another name. */
  | { readonly kind: 'rename'; readonly path: FieldPath; readonly name: string }
  /** Makes a string of a scalar, spelt as it is written. */
  | { readonly kind: 'quote'; readonly path: FieldPath };
