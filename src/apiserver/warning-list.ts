/** The warning headers of one answer: each text once, in the order of its first appearance. */
export interface WarningList {
  readonly texts: readonly string[];
  add(text: string): void;
}

export function createWarningList(): WarningList {
  const texts: string[] = [];
  return {
    texts,
    add(text) {
      if (text !== '' && !texts.includes(text)) texts.push(text);
    },
  };
}
