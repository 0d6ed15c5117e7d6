/** Upstream's words on types and fields, the same for all releases. */
export interface Documentation {
  /** Of a struct (`k8s.io/api/core/v1.PodSpec`) or, by JSON name, of its field; undefined where upstream says nothing. */
  describe(typeName: string, field?: string): string | undefined;
}

/** Where the line of each type starts, by package and name. */
export type DocumentationIndex = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Over documentation data, wherever it comes from: `lineAt` answers the line that starts at a byte offset. Lines are read when they are asked for. */
export function createDocumentation(index: DocumentationIndex, lineAt: (offset: number) => string): Documentation {
  const read = new Map<string, Readonly<Record<string, string>>>();
  const textsOf = (typeName: string): Readonly<Record<string, string>> => {
    let texts = read.get(typeName);
    if (!texts) {
      const dot = typeName.lastIndexOf('.');
      const offset = index[typeName.slice(0, dot)]?.[typeName.slice(dot + 1)];
      texts = offset === undefined ? {} : (JSON.parse(lineAt(offset)) as Readonly<Record<string, string>>);
      read.set(typeName, texts);
    }
    return texts;
  };
  return {
    describe: (typeName, field = '') => {
      const texts = textsOf(typeName);
      return Object.hasOwn(texts, field) ? texts[field] : undefined;
    },
  };
}
