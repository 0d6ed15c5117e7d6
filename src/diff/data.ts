import { apiVersionOf } from '../model/group-version-kind.ts';
import type { Consequence, ObjectDiff } from './change.ts';
import { concealed } from './secrecy.ts';

/** The difference of one object for machines: plain JSON (whole numbers beyond 2^53 are `bigint`). */
export interface ObjectDiffData {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly consequence: Consequence;
  readonly note?: string;
  readonly changes: readonly ChangeData[];
}

export interface ChangeData {
  readonly change: 'added' | 'removed' | 'changed' | 'reordered';
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly consequence: Consequence;
  readonly note?: string;
}

/** Values of Secrets are concealed unless `secrets` is set. */
export const diffData = (diffs: readonly ObjectDiff[], { secrets = false }: { readonly secrets?: boolean } = {}): ObjectDiffData[] =>
  diffs.map((diff) => ({
    apiVersion: apiVersionOf(diff.gvk),
    kind: diff.gvk.kind,
    ...(diff.namespace !== '' && { namespace: diff.namespace }),
    name: diff.name,
    change: diff.kind,
    consequence: diff.consequence,
    ...(diff.note !== undefined && { note: diff.note }),
    changes: diff.changes.map((change) => {
      const { kind, path, consequence, note, ...values } = secrets ? change : concealed(change, diff);
      return {
        change: kind,
        path,
        ...('before' in values && { before: values.before }),
        ...('after' in values && { after: values.after }),
        consequence,
        ...(note !== undefined && { note }),
      };
    }),
  }));
