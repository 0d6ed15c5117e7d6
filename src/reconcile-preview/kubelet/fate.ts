import type { Pod } from '../../model/kinds/core-v1.ts';
import { parseDuration } from '../duration.ts';

export const FATE_ANNOTATION = 'drydock.dev/fate';

/**
 * What becomes of a pod's containers. Without the annotation they start at once, become ready and, where the restart policy lets them end, end with 0.
 * There is no runtime behind a preview, so whatever else is to happen has to be said: `never-ready`, `ready-after=DURATION`, `image-pull-error` or `exit=N`.
 */
export interface Fate {
  readonly kind: 'well' | 'never-ready' | 'image-pull-error';
  readonly exitCode: number;
  /** Milliseconds from when the containers run to when they are ready; they work no sooner. */
  readonly readyAfter?: number;
  /** Containers that are always restarted end as well, and wait to be started again. Kubelets that only know the annotation let them run. */
  readonly crashLoops?: true;
}

const READY_AFTER = 'ready-after=';

export const WELL: Fate = { kind: 'well', exitCode: 0 };

/** What the annotation of a pod says. */
export const fateOf = ({ metadata }: Pod): Fate => parseFate(metadata?.annotations?.[FATE_ANNOTATION] ?? '') ?? WELL;

/** Reads `never-ready`, `ready-after=10s`, `image-pull-error` or `exit=N`; undefined for anything else. */
export function parseFate(text: string): Fate | undefined {
  const readyAfter = text.startsWith(READY_AFTER) ? parseDuration(text.slice(READY_AFTER.length)) : undefined;
  if (readyAfter !== undefined) return { kind: 'well', exitCode: 0, readyAfter };
  if (text === 'never-ready' || text === 'image-pull-error') return { kind: text, exitCode: 0 };
  const exitCode = /^exit=([+-]?\d+)$/.exec(text)?.[1];
  return exitCode === undefined ? undefined : { kind: 'well', exitCode: Number(exitCode) };
}
