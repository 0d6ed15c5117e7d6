/** The warning headers of one answer: each text once, in the order of its first appearance. */
export interface WarningList {
  readonly texts: readonly string[];
  add(text: string): void;
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
  let length = 0;
  let shortens = false;
  const shown = (text: string): string[] => [...text].slice(0, shortens ? MAX_SHORTENED : undefined);
  const put = (characters: readonly string[]): void => {
    texts.push(characters.join(''));
    length += characters.length;
  };
  return {
    texts,
    add(text) {
      if (text === '' || known.has(text) || (shortens && length >= MAX_TOTAL)) return;
      known.add(text);
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
