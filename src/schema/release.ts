/** Kubernetes releases whose behaviour Drydock knows. */
export const RELEASES = ['1.34', '1.35', '1.36', '1.37'] as const;
export type Release = (typeof RELEASES)[number];
export const DEFAULT_RELEASE: Release = '1.37';

/** `1.36`, `v1.36`, `1.36.3` → release; undefined for any other. */
export function parseRelease(text: string): Release | undefined {
  const minor = /^v?(1\.\d+)(\.\d+)?$/.exec(text)?.[1];
  return RELEASES.find((release) => release === minor);
}

/** Whether `release` is `since` or later: the form of every dated condition. */
export const isSince = (release: Release, since: Release): boolean => RELEASES.indexOf(release) >= RELEASES.indexOf(since);
