import { fieldErrorText, type FieldError } from '../model/field-error.ts';
import { fieldPath, type FieldPath } from '../model/field-path.ts';
import type { GroupVersionKind } from '../model/group-version-kind.ts';
import type { JsonObject } from '../model/json.ts';
import { validateGenericObjectMetaUpdate } from '../validate/shared/object-meta.ts';
import { fillClusterIPs, withClusterIP } from './allocated.ts';
import type { Change } from './change.ts';
import type { DiffContext } from './context.ts';
import { asJson, draftOf, isDraft, type Draft } from './normalize.ts';

/** Above this many changes the refusals stand at the object, not at the changes that cause them: each change costs one validation. */
const MOST_TRIALS = 200;

/** What the API server objects to in an update, and which changes bring it about. */
export interface Rejection {
  readonly errors: readonly string[];
  /** For each change the errors that it causes on its own; empty for changes that pass. */
  readonly byChange: readonly (readonly string[])[];
}

/**
 * The errors of replacing `before` by `after` that `before` does not have itself, each traced to the changes that cause it by trying every change alone.
 * For kinds without validation of their own only metadata is checked.
 */
export function rejectionOf(
  before: JsonObject,
  after: JsonObject,
  changes: readonly Change[],
  gvk: GroupVersionKind,
  context: DiffContext,
): Rejection {
  const standing = new Set(errorsOf(before, before, gvk, context));
  const fresh = (candidate: JsonObject): string[] => errorsOf(candidate, before, gvk, context).filter((error) => !standing.has(error));
  const errors = fresh(after);
  if (errors.length === 0 || changes.length > MOST_TRIALS) return { errors, byChange: [] };
  return { errors, byChange: changes.map((change) => fresh(applyChange(before, change))) };
}

/** The errors of creating `object`; none for kinds without validation. */
export function creationErrors(object: JsonObject, gvk: GroupVersionKind, context: DiffContext): string[] {
  const strategy = context.strategyOf(gvk);
  if (!strategy) return [];
  const draft = draftOf(fillClusterIPs(object, gvk));
  strategy.prepareForCreate?.(draft as never, context.rules);
  return textsOf(strategy.validate(draft as never, context.rules));
}

const textsOf = (errors: readonly FieldError[]): string[] => [...new Set(errors.map(fieldErrorText))];

/** The check of metadata that updates of every kind go through. */
const validateMetadataUpdate = ({ metadata }: Draft, { metadata: old }: Draft): FieldError[] =>
  isDraft(metadata) && isDraft(old) ? validateGenericObjectMetaUpdate(metadata, old, fieldPath('metadata')) : [];

function errorsOf(candidate: JsonObject, old: JsonObject, gvk: GroupVersionKind, context: DiffContext): string[] {
  const strategy = context.strategyOf(gvk);
  const [draft, stored] = [asStored(withClusterIP(candidate, gvk)), asStored(withClusterIP(old, gvk))];
  if (!strategy) return textsOf(validateMetadataUpdate(draft, stored));
  strategy.prepareForUpdate?.(draft as never, stored as never, context.rules);
  strategy.defaults(draft as never, context.rules);
  return textsOf([...validateMetadataUpdate(draft, stored), ...strategy.validateUpdate(draft as never, stored as never, context.rules)]);
}

/** With the metadata that every stored object has and an update must repeat. */
function asStored(object: JsonObject): Draft {
  const draft = draftOf(object);
  const metadata = isDraft(draft['metadata']) ? draft['metadata'] : {};
  draft['metadata'] = {
    ...metadata,
    uid: '00000000-0000-4000-8000-000000000000',
    resourceVersion: '1',
    creationTimestamp: '2000-01-01T00:00:00Z',
  };
  return draft;
}

/** `before` with one change done. */
export function applyChange(before: JsonObject, change: Change): JsonObject {
  const draft = draftOf(before);
  const { parent, element } = change.beforeAt;
  if (!parent || !element) return before;
  const holder = lookUp(draft, parent);
  if (Array.isArray(holder) && element.kind === 'index') {
    if (change.kind === 'removed') holder.splice(element.index, 1);
    else if (change.kind === 'added') holder.push(change.after);
    else holder[element.index] = change.after;
  } else if (isDraft(holder) && element.kind !== 'index') {
    const name = element.kind === 'field' ? element.name : element.key;
    if (change.kind === 'removed') delete holder[name];
    else if (change.kind !== 'reordered') holder[name] = change.after;
  }
  return asJson(draft);
}

function lookUp(value: unknown, path: FieldPath): unknown {
  if (!path.parent || !path.element) return value;
  const holder = lookUp(value, path.parent);
  const { element } = path;
  if (element.kind === 'index') return Array.isArray(holder) ? holder[element.index] : undefined;
  return isDraft(holder) ? holder[element.kind === 'field' ? element.name : element.key] : undefined;
}
