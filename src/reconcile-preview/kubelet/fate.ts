import type { Pod } from '../../model/kinds/core-v1.ts';

export const FATE_ANNOTATION = 'drydock.dev/fate';

/**
 * What becomes of a pod's containers. Without the annotation they start at once, become ready and, where the restart policy lets them end, end with 0.
 * There is no runtime behind a preview, so whatever else is to happen has to be said: `never-ready`, `image-pull-error` or `exit=N`.
 */
export interface Fate {
  readonly kind: 'well' | 'never-ready' | 'image-pull-error';
  readonly exitCode: number;
}

export function fateOf({ metadata }: Pod): Fate {
  const text = metadata?.annotations?.[FATE_ANNOTATION] ?? '';
  if (text === 'never-ready' || text === 'image-pull-error') return { kind: text, exitCode: 0 };
  const exitCode = /^exit=([+-]?\d+)$/.exec(text)?.[1];
  return { kind: 'well', exitCode: Number(exitCode ?? 0) };
}
