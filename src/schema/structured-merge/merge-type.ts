/** How values of a type are merged, as structured-merge-diff has it: as scalars, lists or maps; a type without a schema can be any of them. */
export interface MergeType {
  readonly scalar?: 'string' | 'numeric' | 'boolean' | 'untyped';
  readonly list?: ListMerge;
  readonly map?: MapMerge;
}
export interface ListMerge {
  /** Atomic lists are replaced; elements of sets are told apart by their values, those of maps by `keys`. */
  readonly relation: 'atomic' | 'set' | 'map';
  readonly keys: readonly string[];
  element(): MergeType;
}
export interface MapMerge {
  readonly isAtomic: boolean;
  /** The type of a member; undefined when there is no such field. */
  member(name: string): MergeType | undefined;
  /** Whether the member is a field of its own rather than any value of a map. */
  isField(name: string): boolean;
  /** What an absent field stands for. */
  defaultOf(name: string): unknown;
}

/** JSON without a schema that is replaced as a whole. */
export const UNTYPED: MergeType = {
  scalar: 'untyped',
  list: { relation: 'atomic', keys: [], element: () => UNTYPED },
  map: { isAtomic: true, member: () => UNTYPED, isField: () => false, defaultOf: () => undefined },
};

/** JSON without a schema whose maps are merged. */
export const DEDUCED: MergeType = {
  scalar: 'untyped',
  list: { relation: 'atomic', keys: [], element: () => UNTYPED },
  map: { isAtomic: false, member: () => DEDUCED, isField: () => false, defaultOf: () => undefined },
};
