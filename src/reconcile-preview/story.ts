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
  return entries
    .filter((entry) => isNews(entry) && !isGivenOut(entry))
    .map(({ at, by, type, object, why = '' }) => ({
      at: (at - (first?.at ?? at)) / 1000,
      by,
      type,
      object: objectName(object),
      note: stateNote(object),
      why,
    }));
}

/** Addresses come and go with the Services that have them. */
const isGivenOut = ({ object: { kind, metadata } }: TimelineEntry): boolean =>
  kind === 'IPAddress' && metadata.labels?.['ipaddress.kubernetes.io/managed-by'] === 'ipallocator.k8s.io';

/** Heartbeats of nodes, events and leases are no news. */
export const isNews = ({ type, object }: TimelineEntry): boolean => !isFleeting(object) && (object.kind !== 'Node' || type !== 'MODIFIED');
