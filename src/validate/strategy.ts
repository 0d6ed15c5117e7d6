import type { FieldError } from '../model/field-error.ts';
import type { GroupVersionKind } from '../model/group-version-kind.ts';
import type { Release } from '../schema/release.ts';

/** What rules may depend on besides the object. */
export interface RuleContext {
  readonly release: Release;
  /** Whether a feature gate is on in this release's defaults. */
  gate(name: string): boolean;
  /** The time of the request as `metav1.Time` is written; absent where rules are asked for no request. */
  readonly now?: string;
  /** Who writes; only there while a create is prepared. */
  readonly user?: RequestUser;
}

/** What an object may tell of who wrote it. */
export interface RequestUser {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/**
 * What the API server knows of one kind at one version: the file list of a kind's folder as a value. `T` is the generated type.
 * Objects given to `defaults` and `prepare…` are private copies that are changed in place; all others are read only.
 * Validation sees the object defaulted and after mutating admission. Object metadata is included: `validate` calls `validateObjectMeta`.
 */
export interface KindStrategy<T> {
  readonly gvk: GroupVersionKind;
  /** Defaulting of this group version. */
  defaults(object: T, context: RuleContext): void;
  /** What the server changes before validation of a create: drops status, sets generation, drops fields of disabled gates. */
  prepareForCreate?(object: T, context: RuleContext): void;
  /** Warnings of that preparation, which a client gets even if the object is refused then. Sees the prepared object. */
  preparationWarnings?(object: T): readonly string[];
  /** The same for an update: keeps the old status, counts the generation. */
  prepareForUpdate?(object: T, old: T, context: RuleContext): void;
  /** The same for an update of the `status` subresource: keeps all but status. */
  prepareForStatusUpdate?(object: T, old: T, context: RuleContext): void;
  /** Causes in the server's order. */
  validate(object: T, context: RuleContext): readonly FieldError[];
  validateUpdate(object: T, old: T, context: RuleContext): readonly FieldError[];
  /** The same for an update of the `status` subresource; kinds without it leave statuses to the controllers that write them. */
  validateStatusUpdate?(object: T, old: T, context: RuleContext): readonly FieldError[];
  /** Of other subresources that take the whole object, by name. */
  readonly subresources?: Readonly<Record<string, SubresourceStrategy<T>>>;
  /** Changes after validation (normalisation such as sorted or deduplicated lists). */
  canonicalize?(object: T): void;
  /** Changes of what is answered to requests; who watches sees objects as they are stored. */
  prepareForRead?(object: T): void;
  /** Texts of warning headers in the server's order; `old` is absent on create. */
  warnings?(object: T, old: T | undefined, context: RuleContext): readonly string[];
  /** The group in whose name errors speak of the kind, where that is not the served one. */
  readonly errorGroup?: string;
  /**
   * First release in which the API server merges handwritten with declarative validation for this kind; in passing it lists repeated errors once. Absent
   * where none does.
   */
  readonly declarativeSince?: Release;
  /** Where an update may create the object (`AllowCreateOnUpdate`). */
  readonly createOnUpdate?: boolean;
}

/** What the API server knows of updates of one subresource. */
export interface SubresourceStrategy<T> {
  prepareForUpdate(object: T, old: T, context: RuleContext): void;
  validateUpdate(object: T, old: T, context: RuleContext): readonly FieldError[];
}

/** A strategy in a list of strategies of all kinds. Objects are decoded by the schema of `gvk` before they get here. */
export type AnyStrategy = KindStrategy<never>;
