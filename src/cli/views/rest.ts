import type { PreviewEnd, PreviewResult } from '../../workspace/preview.ts';
import { afterText, durationText } from './duration.ts';

type Pending = PreviewEnd['next'][number];

/** Whether the cluster rests, and when it came to it: one sentence. */
export function restText({ settled, end: { at, stoppedBy } }: Pick<PreviewResult, 'settled' | 'end'>): string {
  if (stoppedBy) return `Stopped after ${durationText(at)}${settled ? ', as asked' : ''}.`;
  return `At rest ${afterText(at)}.`;
}

const REASONS = {
  time: 'the time given to it was over',
  work: 'that is more work than is looked at',
  livelock: "its parts undo each other's work for ever",
} as const;

/** Why a cluster does not rest, and what it would do next. */
export function unrestText({ at, stoppedBy = 'time', next }: PreviewEnd): string {
  const todo = next.slice(0, 3).map(pendingText).join('; ');
  const more = next.length > 3 ? ` and ${next.length - 3} more` : '';
  return `the cluster did not come to rest: stopped after ${durationText(at)} (${REASONS[stoppedBy]})${todo === '' ? '' : `; still to do: ${todo}${more}`}`;
}

/** `cronjob-controller: shop/nightly after 1 h 2 min`. */
export const pendingText = ({ by, key, at }: Pending): string => `${by}${key === '' ? '' : `: ${key}`} after ${durationText(at)}`;
