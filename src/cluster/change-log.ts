import type { Change } from './store.ts';

/** Writes in the order of their revisions. Forks share what came before. */
export interface ChangeLog {
  append(change: Change): void;
  /** Changes after `revision`, oldest first. */
  since(revision: number): readonly Change[];
  /** An independent continuation; both sides keep the past in common. */
  fork(): ChangeLog;
}

/** A closed stretch of the past. */
interface Segment {
  readonly previous: Segment | undefined;
  readonly changes: readonly Change[];
}

export function createChangeLog(past?: Segment): ChangeLog {
  let closed = past;
  let open: Change[] = [];
  return {
    append(change) {
      open.push(change);
    },
    since(revision) {
      const parts: (readonly Change[])[] = [after(open, revision)];
      if (parts[0]?.length === open.length) {
        for (let at = closed; at; at = at.previous) {
          const part = after(at.changes, revision);
          parts.push(part);
          if (part.length < at.changes.length) break;
        }
      }
      return parts.length === 1 ? (parts[0] ?? []) : parts.reverse().flat();
    },
    fork() {
      if (open.length > 0) {
        closed = { previous: closed, changes: open };
        open = [];
      }
      return createChangeLog(closed);
    },
  };
}

/** The tail of `changes` after `revision`, found by bisection. */
function after(changes: readonly Change[], revision: number): readonly Change[] {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.revision ?? 0) > revision) high = middle;
    else low = middle + 1;
  }
  return changes.slice(low);
}
