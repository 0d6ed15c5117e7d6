import { isFleeting } from './applied.ts';
import { objectName, type ObjectName } from './network/finding.ts';
import { stateNote, type TimelineEntry } from './timeline.ts';

/** A write for people: who wrote what, when, why, and the state it led to. */
export interface StoryLine {
  /** Seconds since the story began. */
  readonly at: number;
  readonly by: string;
  readonly type: TimelineEntry['type'];
  readonly object: ObjectName;
  readonly note: string;
  readonly why: string;
}

/** The writes of a timeline that are news, told from the first of them on. */
export function storyOf(entries: readonly TimelineEntry[]): StoryLine[] {
  const [first] = entries;
  return entries.filter(isNews).map(({ at, by, type, object, why = '' }) => ({
    at: (at - (first?.at ?? at)) / 1000,
    by,
    type,
    object: objectName(object),
    note: stateNote(object),
    why,
  }));
}

/** Heartbeats of nodes, events and leases are no news. */
export const isNews = ({ type, object }: TimelineEntry): boolean => !isFleeting(object) && (object.kind !== 'Node' || type !== 'MODIFIED');
