import type { Severity } from '../diagnostic/diagnostic.ts';
import type { FieldPath } from '../model/field-path.ts';
import type { JsonObject } from '../model/json.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { includesKind, type Kinds } from './kinds.ts';
import type { PathEdit } from './path-edit.ts';
import type { LintObject, LintView } from './view.ts';

export interface FindingFix {
  readonly title: string;
  /** Overrides what the rule says of its fixes, for a finding where mending might change what runs. */
  readonly safety?: 'safe' | 'unsafe';
  readonly edits: readonly PathEdit[];
}

/** What a rule has to say about one place of an object. */
export interface Finding {
  /** The place; where the field is missing, the nearest field above it is shown. */
  readonly path: FieldPath;
  /** What is wrong: one sentence that quotes the value. */
  readonly message: string;
  /** Why it matters or what to do. */
  readonly note?: string;
  readonly related?: readonly { readonly object: LintObject<unknown>; readonly path: FieldPath; readonly message: string }[];
  readonly fix?: FindingFix;
}

/** One object as a rule gets it: `object` is what its kind's schema can read of the manifest, `written` the manifest itself. */
export interface CheckContext<T> extends LintObject<T> {
  readonly written: JsonObject;
  /** All objects that are known, this one included. */
  readonly view: LintView;
  readonly registry: SchemaRegistry;
  report(finding: Finding): void;
}

export interface RuleDefinition<T> {
  /** Verb first, as `no-…`, `require-…`, `prefer-…`; the folder's name. */
  readonly id: string;
  readonly docs: {
    /** What is right, in one sentence. */
    readonly summary: string;
    /** Checks of other tools with the same aim, `tool/check`; empty where there are none. */
    readonly sources: readonly string[];
  };
  readonly kinds: Kinds<T>;
  readonly severity: Severity;
  /** Whether findings bring a fix, and of which safety: `safe` ones keep what runs as it is. */
  readonly fix: 'none' | 'safe' | 'unsafe';
  check(context: CheckContext<T>): void;
}

/** A rule among others: objects come untyped, and those of other kinds are passed over. */
export interface Rule extends Omit<RuleDefinition<unknown>, 'check'> {
  check(context: CheckContext<JsonObject>): void;
}

export const defineRule = <T>(definition: RuleDefinition<T>): Rule => ({
  ...definition,
  check(context) {
    if (includesKind(definition.kinds, context.gvk)) definition.check({ ...context, object: definition.kinds.as(context.object) });
  },
});
