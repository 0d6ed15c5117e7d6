import type { DeclType } from './decl-type.ts';
import { exactly, type Range } from './cost-range.ts';

/**
 * The way from a variable to a part of its value: the variable, then names of fields, `@items`, `@values`, `@keys`, `@indices`. Its storage grows as Go's
 * slices do and is shared the same way: two paths that go on from one may share their end, and then the later overwrites the former's. Upstream's
 * estimates depend on it.
 */
export interface SizePath {
  readonly storage: { readonly names: string[]; readonly capacity: number };
  readonly length: number;
}

export const NO_PATH: SizePath = { storage: { names: [], capacity: 0 }, length: 0 };

export const pathOf = (name: string): SizePath => ({ storage: { names: [name], capacity: 1 }, length: 1 });

export function append({ storage, length }: SizePath, name: string): SizePath {
  const grown =
    length < storage.capacity ? storage : { names: storage.names.slice(0, length), capacity: Math.max(1, 2 * storage.capacity) };
  grown.names[length] = name;
  return { storage: grown, length: length + 1 };
}

/** `path` with `@items`, in storage of its own. */
export const itemsPath = ({ storage, length }: SizePath): SizePath => {
  const names = [...storage.names.slice(0, length), '@items'];
  return length === 0 ? NO_PATH : { storage: { names, capacity: names.length }, length: names.length };
};

/** The size a value at `path` can have by its declaration; paths of all variables start at `root`, or only those of `rootName`. */
export function sizeAt({ storage, length }: SizePath, root: DeclType | undefined, rootName?: string): Range | undefined {
  let at = root;
  if (length === 0 || !at || (rootName !== undefined && storage.names[0] !== rootName)) return undefined;
  for (const name of storage.names.slice(1, length)) {
    at = memberAt(at, name);
    if (!at) return undefined;
  }
  return { ...exactly(at.maxElements), min: 0 };
}

function memberAt(decl: DeclType, name: string): DeclType | undefined {
  switch (name) {
    case '@items':
    case '@values':
      return 'element' in decl ? decl.element : undefined;
    case '@keys':
      return decl.kind === 'map' ? decl.key : undefined;
    default:
      if (decl.kind === 'map' && decl.hasAllNames) return decl.element;
      return decl.kind === 'object' ? decl.fields.get(name) : undefined;
  }
}
