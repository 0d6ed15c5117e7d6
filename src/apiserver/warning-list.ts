import type { Blame } from '../admission/plugin.ts';

/** The warning headers of one answer: each text once, in the order of its first appearance. */
export interface WarningList {
  readonly texts: readonly string[];
  /** Which fields texts are about, where that was said. */
  readonly blames: ReadonlyMap<string, Blame>;
  add(text: string, blame?: Blame): void;
}

const MAX_TOTAL = 4096;
const MAX_SHORTENED = 256;

/**
 * Texts that headers cannot hold are left out. Once all texts together have more than 4,096 characters, all are cut to 256, and further ones are taken
 * until that many are full again.
 */
export function createWarningList(): WarningList {
  const known = new Set<string>();
  const texts: string[] = [];
  const blames = new Map<string, Blame>();
  let length = 0;
  let shortens = false;
  const shown = (text: string): string[] => [...text].slice(0, shortens ? MAX_SHORTENED : undefined);
  const put = (characters: readonly string[]): void => {
    texts.push(characters.join(''));
    length += characters.length;
  };
  return {
    texts,
    blames,
    add(text, blame) {
      if (text === '' || known.has(text) || (shortens && length >= MAX_TOTAL)) return;
      known.add(text);
      if (blame) blames.set(text, blame);
      const characters = shown(text);
      if (!fits(characters)) return;
      if (shortens || length + characters.length <= MAX_TOTAL) {
        put(characters);
        return;
      }
      shortens = true;
      length = 0;
      texts.length = 0;
      [...known].map(shown).filter(fits).forEach(put);
    },
  };
}

/** Whether a header can hold the text. */
const fits = (characters: readonly string[]): boolean => !/\p{Cc}/u.test(characters.join(''));
