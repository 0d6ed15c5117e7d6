import type { Fixture } from './fixture.ts';

/** A fixture that somebody sends: `## as USER GROUP…: what it is about`; with `put` before it as a replacement at once. */
export interface AsUser {
  readonly username: string;
  readonly groups: readonly string[];
  readonly about: string;
  readonly replaces: boolean;
}

/** Who sends a fixture; undefined for what is there before. */
export function asUser({ remarks }: Fixture): AsUser | undefined {
  const [, put, who = '', about = ''] = /^## (put )?as (\S+(?: \S+)*): (.*)$/.exec(remarks) ?? [];
  const [username, ...groups] = who.split(' ');
  return username ? { username, groups, about, replaces: put !== undefined } : undefined;
}
